package io.racecar.jmx;

import io.racecar.engine.ConsumerControl;
import io.racecar.engine.PartitionStatus;
import org.jspecify.annotations.Nullable;

/**
 * The MBean {@code io.racecar:type=Partition,consumer=user-ban-consumer,topic=user_banned,partition=3}: a {@link
 * PartitionStatus}, and what {@link ConsumerControl} does with one partition. It is there as long as the partition is
 * assigned to this process. What an operation cannot do is an IllegalStateException that says why.
 */
@Description("A partition that is assigned to a consumer of this process")
public interface PartitionMBean {
    /** Its topic. */
    @Description("Name of the topic")
    String getTopic();

    /** Its number. */
    @Description("Number of the partition")
    int getPartition();

    /** The number of the worker that has it. */
    @Description("Number of the worker that has it, from 0")
    int getWorker();

    /** The lowest offset not yet handled, -1 while unknown. */
    @Description("Lowest offset not yet handled; -1 while unknown")
    long getPosition();

    /** What the broker has, -1 while unknown. */
    @Description("Offset that the broker has for the group; -1 while unknown")
    long getCommitted();

    /** The offset behind the last message, -1 while unknown. */
    @Description("Offset behind the last message, looked up every lagInterval; -1 while unknown")
    long getEnd();

    /** Messages from the position to the end, -1 while unknown. */
    @Description("Messages from the position to the end; -1 while unknown")
    long getLag();

    /** Messages from the committed offset to the end, -1 while unknown. */
    @Description("Messages from the committed offset to the end; -1 while unknown")
    long getCommittedLag();

    /** Age of the oldest unfinished message, -1 while unknown. */
    @Description("Age of the oldest unfinished message, in milliseconds; 0 when there is none, -1 while unknown")
    long getTimeLagMillis();

    /** The offset of the lowest failing message, -1 if none fails. */
    @Description("Offset of the failing message, which is what skip wants; -1 when none fails")
    long getFailingOffset();

    /** How often that has failed. */
    @Description("How often the failing message has failed")
    int getAttempt();

    /** Whether nothing is started, by an operator's will or after a failure. */
    @Description("Whether nothing is started, because an operator paused it or a message failed")
    boolean isPaused();

    /** When the pause ends by itself, as ISO 8601 has it; null: not before it is resumed. */
    @Description("When the pause ends by itself, such as 2026-11-22T12:00:00Z; empty if not before it is resumed")
    @Nullable String getPausedUntil();

    /** Starts no further message until it is resumed. */
    @Description(
            "Starts no further message of the partition until it is resumed, even if it leaves this process and comes"
                    + " back")
    void pause();

    /** Ends any pause. */
    @Description("Ends any pause of the partition, an operator's or one after a failure")
    void resume();

    /** Handles the failing message again now. */
    @Description("Handles the failing message again now, not after the pause")
    void retryNow();

    /** Skips the failing message, which must be at that offset. */
    @Description("Skips the failing message; with a dead-letter topic it is kept there. Any other offset is refused")
    void skip(@Description("Offset of the message that is meant: FailingOffset") long offset);

    /** Continues at that offset. */
    @Description("Continues at an offset: what is behind it is handled, again if it was before")
    void seek(@Description("Offset of the next message to handle") long offset);

    /** Continues at the first message that is not older than that, or at the end if there is none. */
    @Description("Continues at the first message that is not older than a time, or at the end if there is none")
    void seekToTime(
            @Description("The time, such as 2026-11-22T12:00:00Z or 2026-11-22T14:00:00+02:00") String isoInstant);
}
