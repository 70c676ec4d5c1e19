package io.racecar.engine.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lane's pause after a failure.
 *
 * @param offset of the message that failed, the first one's for a batch
 * @param since on the monotonic clock, in nanoseconds
 * @param duration null: until resumed (F2)
 * @param key of the lane; null if the lane is the whole partition
 * @param error why
 */
record LanePause(
        long offset,
        long since,
        @Nullable Duration duration,
        @Nullable String key,
        Throwable error) {
    /** Nanoseconds until it is over: at most 0 once it is, Long.MAX_VALUE if it ends only when resumed. */
    long nanosLeft(long now) {
        return duration == null ? Long.MAX_VALUE : duration.toNanos() - (now - since);
    }

    /** Null until resumed. */
    @Nullable Duration left(long now) {
        return duration == null ? null : Duration.ofNanos(Math.max(0, nanosLeft(now)));
    }

    Duration lasted(long now) {
        return Duration.ofNanos(now - since);
    }
}
