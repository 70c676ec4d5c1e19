package io.racecar;

/**
 * What a consumer is doing.
 *
 * <p>A consumer's state is that of its workers' which stands last here: if one of three is stuck, the consumer is
 * stuck.
 */
public enum ConsumerState {
    /** It was started and has not joined its group yet. */
    STARTING,
    /** It is in its group and handles what comes; a partition that pauses after a failure does not change that. */
    RUNNING,
    /** An operator paused it as a whole: it stays a member of its group and handles nothing. */
    PAUSED,
    /** A handler has been running longer than {@code maxPollInterval}. */
    STUCK,
    /** It was told to stop and finishes what it is doing, within {@code shutdownTimeout}. */
    STOPPING,
    /** It was told to stop and has; it can be started again. */
    STOPPED,
    /** It stopped because of an error and does not restart by itself. */
    FAILED
}
