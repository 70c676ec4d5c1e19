package io.racecar.engine.deadletters;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** So many per second, evenly: what was missed is not caught up with. Used by one thread. */
final class Pace {
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    /** Longer than anybody waits, and short enough to be added up. */
    private static final long LONGEST_INTERVAL = TimeUnit.DAYS.toNanos(3650);

    private final LongSupplier nanoTime;
    private final long interval;
    private long next;

    /** @param perSecond above 0 */
    Pace(double perSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.interval = Math.min(LONGEST_INTERVAL, (long) (TimeUnit.SECONDS.toNanos(1) / perSecond));
        this.next = nanoTime.getAsLong();
    }

    /** How long it is until the next one may begin, in nanoseconds. */
    long delay() {
        return Math.max(0, next - nanoTime.getAsLong());
    }

    /** Waits for that, unless the observer wants no more. */
    void await(Observer observer) {
        for (long delay = delay(); delay > 0 && !observer.isCancelled(); delay = delay()) {
            LockSupport.parkNanos(this, Math.min(delay, LONGEST_PAUSE));
        }
    }

    /** One has begun. */
    void begun() {
        next = Math.max(next, nanoTime.getAsLong()) + interval;
    }
}
