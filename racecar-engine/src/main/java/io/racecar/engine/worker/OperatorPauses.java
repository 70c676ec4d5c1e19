package io.racecar.engine.worker;

import io.racecar.Partition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has paused of one consumer in this process; it outlives assignments (R4). Thread-safe, shared by the
 * consumer's workers.
 */
public final class OperatorPauses {
    /** And since when, on the monotonic clock, in nanoseconds. */
    private final Map<Partition, Long> partitions = new ConcurrentHashMap<>();

    private volatile boolean everything;

    boolean everything() {
        return everything;
    }

    /** Pauses or resumes the consumer as a whole; partitions paused by themselves stay so. */
    public void everything(boolean paused) {
        everything = paused;
    }

    boolean covers(Partition partition) {
        return everything || contains(partition);
    }

    boolean contains(Partition partition) {
        return partitions.containsKey(partition);
    }

    void add(Partition partition, long now) {
        partitions.put(partition, now);
    }

    /** Since when it was paused; null if it was not. */
    @Nullable Long remove(Partition partition) {
        return partitions.remove(partition);
    }
}
