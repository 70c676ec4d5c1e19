package io.racecar.engine.worker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when what is assigned may hold more than a quarter of the heap before it is handled (L3): the buffer, one poll, and
 * what the client keeps of each partition. Once, until it fits again. Only the poll thread calls it.
 */
final class MemoryCheck {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final long MIB = 1 << 20;

    private final Identity identity;
    private final WorkerSettings settings;
    private final long heapBytes;
    private boolean warned;

    MemoryCheck(Identity identity, WorkerSettings settings, long heapBytes) {
        this.identity = identity;
        this.settings = settings;
        this.heapBytes = heapBytes;
    }

    /** Whether so many partitions may hold too much. */
    boolean look(int partitions) {
        long bytes = settings.maxBufferedBytes() + settings.maxBytes() + partitions * settings.maxBytesPerPartition();
        boolean tooMuch = bytes > heapBytes / 4;
        if (tooMuch && !warned) {
            LOG.warn(
                    "{}: {} partitions may hold {} MiB of messages that are not handled yet, more than a quarter of"
                            + " the heap of {} MiB; lower maxBytesPerPartition in @SubscribesTo or maxBufferedBytes, or"
                            + " give the JVM more with -Xmx",
                    identity,
                    partitions,
                    bytes / MIB,
                    heapBytes / MIB);
        }
        warned = tooMuch;
        return tooMuch;
    }
}
