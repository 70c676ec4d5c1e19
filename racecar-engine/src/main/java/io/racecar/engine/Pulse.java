package io.racecar.engine;

import io.racecar.ConsumerState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Whether a consumer works, for the liveness file: it has not failed, no handler is stuck (L4), and each poll thread answers,
 * however long a handler or a rebalance takes that is within {@code maxPollInterval}. Used by one thread.
 *
 * @param <W> a worker
 */
final class Pulse<W> {
    private final Function<W, CompletableFuture<?>> ask;
    private final Duration maxPollInterval;
    private final LongSupplier nanoTime;
    private Map<W, Question> open = Map.of();

    /** What a poll thread was asked, and when. */
    private record Question(CompletableFuture<?> answer, long asked) {}

    /** @param ask asks a worker's poll thread; an exception is an answer too, of one that has no client for now */
    Pulse(Function<W, CompletableFuture<?>> ask, Duration maxPollInterval, LongSupplier nanoTime) {
        this.ask = ask;
        this.maxPollInterval = maxPollInterval;
        this.nanoTime = nanoTime;
    }

    /** Returns at once; asks again those who have answered. */
    boolean beats(ConsumerState state, List<W> workers) {
        Map<W, Question> now = new HashMap<>();
        workers.forEach(it -> now.put(it, question(it)));
        open = now;
        boolean polling = now.values().stream().noneMatch(this::isOverdue);
        return polling && state != ConsumerState.FAILED && state != ConsumerState.STUCK;
    }

    private Question question(W worker) {
        Question before = open.get(worker);
        return before != null && !before.answer().isDone()
                ? before
                : new Question(ask.apply(worker), nanoTime.getAsLong());
    }

    private boolean isOverdue(Question question) {
        return !question.answer().isDone() && nanoTime.getAsLong() - question.asked() > maxPollInterval.toNanos();
    }
}
