package io.racecar.datadog;

import io.racecar.Message;
import io.racecar.RacecarListener.HandlingFinished;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What happens in one partition. Thread-safe. */
final class PartitionMeter {
    private static final long NEVER = Long.MIN_VALUE;

    private final Series series;
    private final LongSupplier nanoTime;
    private final AtomicLong lastOffset = new AtomicLong(-1);
    private final AtomicLong pausedSince = new AtomicLong(NEVER);

    /** @param series perhaps shared with other partitions of the topic */
    PartitionMeter(Series series, LongSupplier nanoTime) {
        this.series = series;
        this.nanoTime = nanoTime;
    }

    Series series() {
        return series;
    }

    /** The hot path. */
    void handled(HandlingFinished event) {
        List<? extends Message<?>> messages = event.started().messages();
        boolean batch = event.started().batch();
        if (event.error() != null) {
            series.count(batch ? Metric.BATCH_ERRORS : Metric.MESSAGE_ERRORS);
        } else {
            series.record(
                    batch ? Metric.BATCH_LATENCY : Metric.MESSAGE_LATENCY,
                    event.duration().toNanos());
            series.count(Metric.MESSAGES, messages.size());
        }
        if (batch) {
            series.record(Metric.BATCH_SIZE, messages.size());
        }
        lastOffset.setRelease(messages.get(messages.size() - 1).offset());
    }

    /** The last message that was handled, -1 if none was. */
    long lastOffset() {
        return lastOffset.getAcquire();
    }

    void paused() {
        pausedSince.compareAndSet(NEVER, nanoTime.getAsLong());
    }

    void resumed() {
        pausedSince.set(NEVER);
    }

    /**
     * How long it has been paused.
     *
     * @param paused whether it is: what the status says counts, since several lanes may come and go
     */
    long pausedNanos(boolean paused) {
        if (!paused) {
            resumed();
            return 0;
        }
        paused();
        return nanoTime.getAsLong() - pausedSince.get();
    }
}
