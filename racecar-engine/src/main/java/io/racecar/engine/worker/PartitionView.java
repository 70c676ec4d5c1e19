package io.racecar.engine.worker;

import io.racecar.Partition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A partition as its worker sees it at one moment; offsets are -1 while unknown.
 *
 * @param position where the client fetches next
 * @param finished the lowest offset not yet finished: what would be committed now
 * @param committed what the broker has
 * @param oldestTimestamp create time of the lowest unfinished message in milliseconds, -1 if nothing is buffered
 * @param failingOffset of the lowest failing message
 * @param attempt how often that has failed
 * @param pauseLeft of a pause that ends by itself
 * @param error why the lowest failing message failed, or why nothing can be read
 */
public record PartitionView(
        Partition partition,
        int worker,
        long position,
        long finished,
        long committed,
        long oldestTimestamp,
        long failingOffset,
        int attempt,
        boolean paused,
        @Nullable Duration pauseLeft,
        @Nullable Throwable error) {}
