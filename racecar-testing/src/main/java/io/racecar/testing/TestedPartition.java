package io.racecar.testing;

import io.racecar.BatchFailureException;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition of what a consumer under test gets: handled in order, and held up by a failure.
 *
 * @param <V> what the consumer takes
 */
final class TestedPartition<V> {
    private final Partition partition;
    private final ConsumerTester.Handler<V> handler;
    private final Deliveries deliveries;
    private final Consumer<List<OutgoingMessage>> produced;

    /** What is handed over at once, each; the first has failed if there have been failures. */
    private final Deque<List<Message<V>>> waiting = new ArrayDeque<>();

    private long end;
    private int failures;

    TestedPartition(
            Partition partition,
            ConsumerTester.Handler<V> handler,
            Deliveries deliveries,
            Consumer<List<OutgoingMessage>> produced) {
        this.partition = partition;
        this.handler = handler;
        this.deliveries = deliveries;
        this.produced = produced;
    }

    long nextOffset() {
        return end++;
    }

    boolean hasFailed() {
        return failures > 0;
    }

    /** Puts messages behind those that wait. */
    void add(List<Message<V>> messages) {
        waiting.add(messages);
    }

    /** Handles what waits, up to the next failure, which it returns. */
    @Nullable Throwable handle() {
        while (!waiting.isEmpty()) {
            Throwable failure = handle(waiting.getFirst());
            if (failure != null) {
                return failure;
            }
            waiting.removeFirst();
            failures = 0;
        }
        return null;
    }

    private @Nullable Throwable handle(List<Message<V>> messages) {
        TestedContext context = new TestedContext(partition, failures + 1, deliveries);
        Throwable failure = call(messages, context);
        if (failure == null) {
            produced.accept(context.delivered());
            return null;
        }
        int finished = failure instanceof BatchFailureException e && context.undelivered() == null
                ? messages.indexOf(e.failed())
                : 0;
        if (finished > 0) {
            produced.accept(context.delivered());
            waiting.removeFirst();
            waiting.addFirst(messages.subList(finished, messages.size()));
            failures = 0;
        }
        failures++;
        return failure;
    }

    private @Nullable Throwable call(List<Message<V>> messages, TestedContext context) {
        try {
            handler.handle(Collections.unmodifiableList(messages), context);
            return context.undelivered();
        } catch (Throwable e) {
            return e;
        } finally {
            context.close();
        }
    }
}
