package io.racecar.engine;

import io.racecar.Partition;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Steers one consumer of this process. Each call returns when done, or throws IllegalStateException saying why it cannot
 * be. Thread-safe.
 */
public interface ConsumerControl {
    /** What the consumer is doing now. */
    ConsumerStatus status();

    /**
     * Starts the consumer again after {@link #stop()} or a failure, with new instances.
     *
     * @throws IllegalStateException if it has not stopped
     */
    void start();

    /**
     * Stops the consumer as a shutdown does, within {@code shutdownTimeout}; others go on.
     *
     * @throws IllegalStateException if it has stopped already, or does not in time
     */
    void stop();

    /** Starts no further message of any partition until {@link #resume()}; those being handled are finished. */
    void pause();

    /** Ends {@link #pause()}; partitions paused one by one stay paused. */
    void resume();

    /**
     * How many messages per second this process starts to handle, over all workers of the consumer; empty without a limit.
     */
    OptionalDouble maxMessagesPerSecond();

    /**
     * Changes {@link #maxMessagesPerSecond()} at once, until it is changed again or the process ends, in place of the
     * setting of that name.
     *
     * @param messagesPerSecond from 0.01 to 10,000,000
     * @throws IllegalArgumentException if it is not in that range
     */
    void limit(double messagesPerSecond);

    /** Lifts the limit at once, until there is another or the process ends. */
    void unlimit();

    /**
     * Starts no further message of the partition until it is resumed, even if it leaves this process and comes back (R4).
     *
     * @throws IllegalStateException if the partition is not assigned to this process, or paused already
     */
    void pause(Partition partition);

    /**
     * Ends any pause of the partition, an operator's or one after a failure.
     *
     * @throws IllegalStateException if the partition is not assigned to this process, or not paused
     */
    void resume(Partition partition);

    /**
     * Handles the failing message again now, not after the pause.
     *
     * @throws IllegalStateException if the partition is not assigned to this process, or does not pause after a failure
     */
    void retryNow(Partition partition);

    /**
     * Skips only the failing message at that offset, which is then finished like any other.
     *
     * @param requestedBy who asks, for the log
     * @throws IllegalStateException if that is not the offset of the failing message
     */
    void skip(Partition partition, long offset, String requestedBy);

    /**
     * Continues at that offset; running handlers can no longer move the position (O7).
     *
     * @throws IllegalStateException if the partition is not assigned to this process, or does not hold the offset
     */
    void seek(Partition partition, long offset);

    /**
     * Continues at the first message that is not older than that, or at the end if there is none.
     *
     * @throws IllegalStateException if the partition is not assigned to this process
     */
    void seek(Partition partition, Instant time);
}
