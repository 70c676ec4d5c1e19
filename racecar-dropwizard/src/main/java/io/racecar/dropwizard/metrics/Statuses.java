package io.racecar.dropwizard.metrics;

import io.racecar.Partition;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's status, for its gauges: a reporter reads them one by one, and each status is a question to the poll threads, so
 * one is kept for a moment. Thread-safe.
 */
final class Statuses {
    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();

    private final Supplier<ConsumerStatus> source;
    private final LongSupplier nanoTime;
    private @Nullable Snapshot last;

    private record Snapshot(ConsumerStatus status, Map<Partition, PartitionStatus> partitions, long at) {}

    Statuses(Supplier<ConsumerStatus> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    ConsumerStatus consumer() {
        return snapshot().status();
    }

    /** Null if the partition is not assigned now, or its worker does not answer. */
    @Nullable PartitionStatus partition(Partition partition) {
        return snapshot().partitions().get(partition);
    }

    private synchronized Snapshot snapshot() {
        Snapshot known = last;
        if (known == null || nanoTime.getAsLong() - known.at() > FRESH_NANOS) {
            ConsumerStatus status = source.get();
            known = new Snapshot(
                    status,
                    status.partitions().stream()
                            .collect(Collectors.toMap(PartitionStatus::partition, Function.identity(), (a, b) -> b)),
                    nanoTime.getAsLong());
            last = known;
        }
        return known;
    }
}
