package io.racecar.engine.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment on the monotonic clock. */
record Deadline(LongSupplier nanoTime, long at) {
    static Deadline in(Duration duration, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + duration.toNanos());
    }

    long nanosLeft() {
        return Math.max(0, at - nanoTime.getAsLong());
    }

    Duration left() {
        return Duration.ofNanos(nanosLeft());
    }

    boolean isOver() {
        return nanosLeft() == 0;
    }

    /** The earlier of both. */
    Deadline orEarlier(Deadline other) {
        return other.at - at < 0 ? other : this;
    }

    /** A deadline by that share of the time that is left. */
    Deadline after(double share) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + (long) (nanosLeft() * share));
    }
}
