package io.racecar.datadog;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Values since the last look, in groups of similar ones: sixteen for each doubling, so that the values of a group differ by at
 * most a sixteenth. Number and mean of a group are kept, so the number of values and their sum are not rounded. Thread-safe,
 * without locks.
 */
final class Distribution {
    private static final int BITS = 4;
    private static final int GROUPS = 1 << BITS;

    /** By doublings, each made when it is first needed; count and sum of a group are beside each other. */
    private final AtomicReferenceArray<AtomicLongArray> doublings = new AtomicReferenceArray<>(Long.SIZE - BITS);

    /** Is given the groups that are not empty, the smallest values first. */
    @FunctionalInterface
    interface Groups {
        void group(double mean, long count);
    }

    /** Adds a value; a negative one counts as 0. */
    void record(long value) {
        long least = Math.max(0, value);
        int doubling = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(least));
        int group = (int) (least >>> Math.max(0, doubling - 1)) & (GROUPS - 1);
        AtomicLongArray cells = cells(doubling);
        cells.addAndGet(2 * group + 1, least);
        cells.incrementAndGet(2 * group);
    }

    private AtomicLongArray cells(int doubling) {
        AtomicLongArray known = doublings.get(doubling);
        if (known == null) {
            AtomicLongArray made = new AtomicLongArray(2 * GROUPS);
            known = doublings.compareAndExchange(doubling, null, made);
            if (known == null) {
                known = made;
            }
        }
        return known;
    }

    /** Hands out what has come since the last time, and forgets it. */
    void drain(Groups to) {
        for (int doubling = 0; doubling < doublings.length(); doubling++) {
            AtomicLongArray cells = doublings.get(doubling);
            for (int group = 0; cells != null && group < GROUPS; group++) {
                long count = cells.getAndSet(2 * group, 0);
                if (count > 0) {
                    long width = 1L << Math.max(0, doubling - 1);
                    long least = doubling == 0 ? group : (GROUPS + group) * width;
                    double mean = (double) cells.getAndSet(2 * group + 1, 0) / count;
                    // a value that is being added may be in one of the two already
                    to.group(Math.max(least, Math.min(mean, least + width - 1)), count);
                }
            }
        }
    }
}
