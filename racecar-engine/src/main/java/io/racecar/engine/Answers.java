package io.racecar.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what poll threads do when asked. All are asked before any is waited for, so that one that hangs keeps no other
 * from answering.
 *
 * @param consumer whose they are
 * @param longest how long a poll thread may take to answer: it may be in a rebalance
 */
record Answers(String consumer, Duration longest) {
    /** How long that is for people who wait. */
    static final Duration USUAL = Duration.ofSeconds(10);

    /** A status is for people and dashboards: rather incomplete than late. */
    private static final Duration NOW = Duration.ofSeconds(1);

    /**
     * The first answer that is wanted; empty if none is.
     *
     * @throws IllegalStateException if there is none among those that came in time; what has not begun is not done any more
     */
    <T> Optional<T> first(List<CompletableFuture<T>> asked, Predicate<T> wanted) {
        CompletableFuture<Optional<T>> first = new CompletableFuture<>();
        CompletableFuture.allOf(asked.stream()
                        .map(it -> it.thenAccept(answer -> {
                            if (wanted.test(answer)) {
                                first.complete(Optional.of(answer));
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .whenComplete((all, gone) -> first.complete(Optional.empty()));
        try {
            return await(
                    first,
                    longest,
                    () -> silent(asked) + " within " + longest.toSeconds()
                            + " s, perhaps because of a rebalance or of brokers that do not answer, and the others do not have"
                            + " it; what has not begun is not done any more: look at the status, then try again");
        } finally {
            cancel(asked); // or it would still be done, after somebody was told that it was not
        }
    }

    /** @throws IllegalStateException if not all have done it in time; the others do it when they can */
    void all(List<CompletableFuture<Boolean>> asked, String done) {
        await(
                CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)),
                longest,
                () -> consumer + " is to be " + done + ", but " + silent(asked) + " within " + longest.toSeconds()
                        + " s, perhaps because of a rebalance or of brokers that do not answer; it does so as soon as that is"
                        + " over: look at the status");
    }

    private <T> String silent(List<CompletableFuture<T>> asked) {
        return asked.stream().filter(it -> !it.isDone()).count() + " of " + asked.size() + " workers of " + consumer
                + " did not answer";
    }

    /**
     * Returns it, or throws IllegalStateException saying why there is none.
     *
     * @param late what to say if it takes too long
     */
    <T> T await(CompletableFuture<T> result, Duration longest, Supplier<String> late) {
        try {
            return result.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + consumer, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(late.get(), e);
        } catch (ExecutionException e) {
            throw refused(e.getCause());
        }
    }

    /** What is told to whoever asked, on the thread that asked. */
    static IllegalStateException refused(@Nullable Throwable why) {
        return new IllegalStateException(
                why instanceof IllegalStateException ? why.getMessage() : String.valueOf(why), why);
    }

    /** Of those that have a client now and are not in a rebalance. */
    <T> List<T> now(List<CompletableFuture<List<T>>> asked) {
        try {
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(NOW.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            cancel(asked);
        }
        return asked.stream()
                .filter(it -> it.isDone() && !it.isCompletedExceptionally())
                .flatMap(it -> it.join().stream())
                .toList();
    }

    private static <T> void cancel(List<CompletableFuture<T>> asked) {
        asked.forEach(it -> it.cancel(false));
    }
}
