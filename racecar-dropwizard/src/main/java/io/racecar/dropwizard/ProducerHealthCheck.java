package io.racecar.dropwizard;

import com.codahale.metrics.health.HealthCheck;
import io.racecar.DeliveryException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application's messages reach the brokers: unhealthy while the latest could not be delivered, through no fault of
 * its own. A minute after that it is healthy again, because a process that gets no requests any more, for being unhealthy,
 * would never produce the message that proves it well.
 */
final class ProducerHealthCheck extends HealthCheck {

    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private volatile @Nullable Failure last;

    ProducerHealthCheck(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes the outcome of a delivery: what it failed with, or null. */
    void note(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (cause instanceof DeliveryException e) {
            switch (e.reason()) {
                case TIMED_OUT, UNKNOWN_TOPIC_OR_PARTITION, NOT_AUTHORIZED, BUFFER_FULL, OTHER ->
                    last = new Failure(e, nanoTime.getAsLong());
                case TOO_LARGE, RECORD_LIST_TOO_LARGE, CLOSED -> {}
            }
        } else if (cause == null && last != null) {
            last = null;
        }
    }

    @Override
    protected Result check() {
        Failure failure = last;
        if (failure == null || nanoTime.getAsLong() - failure.nanos() >= REMEMBERED.toNanos()) {
            return Result.healthy();
        }
        return Result.unhealthy(
                failure.error().reason() + ": " + failure.error().getMessage());
    }

    private record Failure(DeliveryException error, long nanos) {}
}
