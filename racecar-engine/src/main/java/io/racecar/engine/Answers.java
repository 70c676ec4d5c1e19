package io.racecar.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for what poll threads do when asked.
 *
 * @param consumer whose they are
 */
record Answers(String consumer) {
    /** How long a poll thread may take to answer: it may be in a rebalance. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** A status is for people and dashboards: rather incomplete than late. */
    private static final Duration NOW = Duration.ofSeconds(1);

    <T> T await(CompletableFuture<T> result) {
        return await(result, LONGEST);
    }

    /** Returns it, or throws IllegalStateException saying why there is none. */
    <T> T await(CompletableFuture<T> result, Duration longest) {
        try {
            return result.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + consumer, e);
        } catch (TimeoutException e) {
            result.cancel(false); // or it would still be done, after somebody was told that it was not
            throw new IllegalStateException(
                    consumer + " has not answered within " + longest.toSeconds()
                            + " s: it may be in a rebalance; look at its status and try again",
                    e);
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof IllegalStateException known
                    ? known.getMessage()
                    : String.valueOf(e.getCause());
            throw new IllegalStateException(why, e.getCause());
        }
    }

    /** Nothing, if there is no client now or it is in a rebalance. */
    <T> List<T> now(CompletableFuture<List<T>> result) {
        try {
            return result.get(NOW.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        }
    }
}
