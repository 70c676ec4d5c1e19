package io.racecar.engine.worker;

import io.racecar.Partition;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an operator has paused of one consumer in this process; it outlives assignments (R4). Thread-safe, shared by the
 * consumer's workers.
 */
public final class OperatorPauses {
    private final Set<Partition> partitions = ConcurrentHashMap.newKeySet();
    private volatile boolean everything;

    boolean everything() {
        return everything;
    }

    /** Pauses or resumes the consumer as a whole; partitions paused by themselves stay so. */
    public void everything(boolean paused) {
        everything = paused;
    }

    boolean covers(Partition partition) {
        return everything || partitions.contains(partition);
    }

    boolean contains(Partition partition) {
        return partitions.contains(partition);
    }

    void add(Partition partition) {
        partitions.add(partition);
    }

    void remove(Partition partition) {
        partitions.remove(partition);
    }
}
