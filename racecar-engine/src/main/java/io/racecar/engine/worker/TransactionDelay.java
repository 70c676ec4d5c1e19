package io.racecar.engine.worker;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a transaction that failed: longer each time, until one succeeds. Where two processes have the same
 * transactional id, each succeeds until the other comes back; so after being fenced, longer each time within a while.
 *
 * <p>Only the poll thread calls it.
 */
final class TransactionDelay {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** After that a fencing is no longer one of a row. */
    private static final long ROW_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private Duration last = Duration.ZERO;
    private Duration lastFencing = Duration.ZERO;
    private long fencedAt;
    private @Nullable Deadline until;

    TransactionDelay(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins to wait; returns for how long. */
    Duration after(RuntimeException why) {
        last = next(last);
        Duration wait = last;
        if (isFencing(why)) {
            long now = nanoTime.getAsLong();
            lastFencing = now - fencedAt < ROW_NANOS ? next(lastFencing) : FIRST;
            fencedAt = now;
            wait = lastFencing.compareTo(last) > 0 ? lastFencing : last;
        }
        until = Deadline.in(wait, nanoTime);
        return wait;
    }

    private static Duration next(Duration before) {
        Duration twice = before.isZero() ? FIRST : before.multipliedBy(2);
        return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    /** Whether the brokers prefer another producer. */
    static boolean isFencing(RuntimeException why) {
        return why instanceof ProducerFencedException || why instanceof InvalidProducerEpochException;
    }

    void succeeded() {
        last = Duration.ZERO;
    }

    /** Whether the last transaction has failed. */
    boolean isGrowing() {
        return !last.isZero();
    }

    /** Whether it has begun to wait, and nothing has been tried since. */
    boolean isPending() {
        return until != null;
    }

    boolean isOver() {
        Deadline waits = until;
        return waits == null || waits.isOver();
    }

    void ended() {
        until = null;
    }

    /** Until it is over; for ever if it does not wait. */
    long nanosLeft() {
        Deadline waits = until;
        return waits == null ? Long.MAX_VALUE : waits.nanosLeft();
    }
}
