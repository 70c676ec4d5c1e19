package io.racecar.engine;

import io.racecar.ConsumerState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer at one moment. Immutable.
 *
 * @param name of the consumer
 * @param groupId of its group
 * @param state that of its workers' which stands last in {@link ConsumerState}
 * @param workers how many members of the group this process runs
 * @param partitions assigned to this process
 * @param processed messages that handlers have returned from since the start
 * @param failed handlings that failed since the start
 * @param skipped messages that were skipped since the start, by operators or because of {@code messageExpiry}
 * @param deadLettered messages that went to the dead-letter topic since the start
 * @param lag unfinished messages in all partitions, -1 while unknown
 * @param timeLag the longest of the partitions'
 * @param lastError what last went wrong, if it still matters
 */
public record ConsumerStatus(
        String name,
        String groupId,
        ConsumerState state,
        int workers,
        List<PartitionStatus> partitions,
        long processed,
        long failed,
        long skipped,
        long deadLettered,
        long lag,
        Duration timeLag,
        @Nullable String lastError) {

    /** The time lag in milliseconds; -1 while it is unknown, as it is without a lag and a message at hand. */
    public long timeLagMillis() {
        return lag < 0 && timeLag.isZero() ? -1 : timeLag.toMillis();
    }
}
