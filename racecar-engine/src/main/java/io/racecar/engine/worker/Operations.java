package io.racecar.engine.worker;

import io.racecar.Partition;
import java.time.Instant;
import java.util.List;

/**
 * What operators do with a worker, on its poll thread. What cannot be done is an IllegalStateException that says why.
 */
public sealed interface Operations permits PartitionOperations, ShareOperations {
    /** Whether this worker has the partition. */
    boolean has(Partition partition);

    /** Applies changed pauses of the consumer as a whole. */
    void admitAll();

    /** Ends running turns after the message under way, as less may be started now. */
    void giveWay();

    /** Starts nothing more of a partition until it is resumed (R4). */
    void pause(Partition partition);

    /** Ends an operator's pause, and a pause after a failure too. */
    void resume(Partition partition);

    /** Ends a pause after a failure now. */
    void retryNow(Partition partition);

    /**
     * Finishes the failing message at that offset without handling it. With a dead-letter topic it goes there, and counts as skipped
     * once it is there: if it cannot be written, the message goes on failing.
     */
    void skip(Partition partition, long offset, String requestedBy);

    /** Goes on at that offset. */
    void seek(Partition partition, long offset);

    /** Goes on at the first message not older than that, or at the end if there is none. */
    void seek(Partition partition, Instant time);

    /** The partitions of this worker, now. */
    List<PartitionView> view();
}
