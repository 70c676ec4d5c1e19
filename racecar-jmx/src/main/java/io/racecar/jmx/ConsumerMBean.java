package io.racecar.jmx;

import io.racecar.engine.ConsumerControl;
import io.racecar.engine.ConsumerStatus;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;

/**
 * The MBean {@code io.racecar:type=Consumer,name=user-ban-consumer}: a {@link ConsumerStatus} and the {@link ConsumerControl}
 * of one consumer. What an operation cannot do is an IllegalStateException that says why.
 */
@Description("A consumer: what it does, and operations on it as a whole")
public interface ConsumerMBean {
    /** Its name. */
    @Description("Name of the consumer")
    String getName();

    /** The id of its group. */
    @Description("Id of its consumer group")
    String getGroupId();

    /** The state of its workers' which stands last in ConsumerState. */
    @Description(
            "STARTING, RUNNING, PAUSED, STUCK, STOPPING, STOPPED or FAILED: the last of these that one of its workers"
                    + " is in")
    String getState();

    /** How many members of the group this process runs. */
    @Description("How many members of the group run in this process")
    int getWorkers();

    /** The partitions assigned to this process, with the attributes of {@link PartitionMBean}; indexed by topic and partition. */
    @Description("The partitions assigned to this process, each with what its own MBean tells")
    TabularData getPartitions();

    /** Messages that handlers have returned from. */
    @Description("Messages that handlers have returned from since the start")
    long getProcessed();

    /** Handlings that failed. */
    @Description("Handlings that failed since the start")
    long getFailed();

    /** Messages that were skipped, by operators or because of messageExpiry. */
    @Description("Messages that were skipped since the start, by operators or because of messageExpiry")
    long getSkipped();

    /** Messages that went to the dead-letter topic. */
    @Description("Messages that went to the dead-letter topic since the start")
    long getDeadLettered();

    /** Unfinished messages in all partitions, -1 while unknown. */
    @Description("Unfinished messages in all of its partitions here; -1 while unknown")
    long getLag();

    /** The longest of the partitions', -1 while it is unknown. */
    @Description("Age of the oldest unfinished message, in milliseconds; 0 when there is none, -1 while unknown")
    long getTimeLagMillis();

    /** How many messages per second this process starts to handle, over all workers; 0 without a limit. */
    @Description(
            "How many messages per second this process starts to handle; 0 without a limit. A change holds at once,"
                    + " until the process ends")
    double getMaxMessagesPerSecond();

    /**
     * Changes {@link #getMaxMessagesPerSecond} until the process ends.
     *
     * @throws IllegalArgumentException if it is neither 0 nor from 0.01 to 10,000,000
     */
    void setMaxMessagesPerSecond(double messagesPerSecond);

    /** What last went wrong, if it still matters, else null. */
    @Description("What last went wrong, if it still matters")
    @Nullable String getLastError();

    /** Starts it again, with new instances. */
    @Description("Starts the consumer again after it was stopped or has failed")
    void start();

    /** Stops it as a shutdown does, and returns when it has stopped. */
    @Description("Stops this consumer in order, within shutdownTimeout, and returns when it has stopped; others go on")
    void stop();

    /** Starts no further message of any partition. */
    @Description("Starts no further message of any partition until it is resumed; those being handled are finished")
    void pause();

    /** Ends {@link #pause}. */
    @Description("Ends the pause of the consumer; partitions that were paused one by one stay paused")
    void resume();
}
