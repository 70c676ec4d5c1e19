package io.racecar.engine;

import io.racecar.Partition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partition that is assigned to this process, at one moment. Offsets are -1 while unknown. Immutable.
 *
 * @param partition which one
 * @param worker the number of the worker that has it, from 0
 * @param position the lowest offset not yet handled
 * @param committed what the broker has
 * @param end the offset behind the last message, looked up every {@code lagInterval}
 * @param lag messages from the position to the end, -1 while unknown
 * @param timeLag age of the oldest unfinished message, or with none at hand the time since an end was first seen ahead of
 *     the position; zero when there is none
 * @param failingOffset of the lowest failing message
 * @param attempt how often that has failed
 * @param paused whether nothing is started, by an operator's will or after a failure; with {@code ordering: key} or {@code
 *     none} a single key or message that pauses after a failure is enough
 * @param pausedUntil when the pause, that of the lowest failing message if there are several, ends by itself; null: not before
 *     it is resumed
 */
public record PartitionStatus(
        Partition partition,
        int worker,
        long position,
        long committed,
        long end,
        long lag,
        Duration timeLag,
        long failingOffset,
        int attempt,
        boolean paused,
        @Nullable Instant pausedUntil) {

    /** Messages from the committed offset to the end, -1 while unknown: what would be handled again after a crash counts too. */
    public long committedLag() {
        return end < 0 || committed < 0 ? -1 : Math.max(0, end - committed);
    }

    /** The time lag in milliseconds; -1 while it is unknown, as it is without a lag and a message at hand. */
    public long timeLagMillis() {
        return lag < 0 && timeLag.isZero() ? -1 : timeLag.toMillis();
    }
}
