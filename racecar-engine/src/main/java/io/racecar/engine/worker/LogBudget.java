package io.racecar.engine.worker;

import java.time.Duration;

/** How much may be logged: where every key is a lane, thousands may fail at once. Thread-safe. */
final class LogBudget {
    private static final int PER_SECOND = 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long second = Long.MIN_VALUE;
    private int logged;
    private int unlogged;

    /**
     * Asks for one more.
     *
     * @param now on the monotonic clock, in nanoseconds
     * @return how many were refused since the last that was granted, or -1 if this one is refused
     */
    synchronized int take(long now) {
        if (second == Long.MIN_VALUE || now - second >= SECOND) {
            second = now;
            logged = 0;
        }
        if (logged == PER_SECOND) {
            unlogged++;
            return -1;
        }
        logged++;
        int before = unlogged;
        unlogged = 0;
        return before;
    }
}
