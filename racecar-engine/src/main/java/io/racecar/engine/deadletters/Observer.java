package io.racecar.engine.deadletters;

/**
 * Watches what takes long, and can end it. Called on the thread that does it, after each few messages; what it throws ends it
 * too.
 */
public interface Observer {
    /** Sees nothing and ends nothing. */
    Observer NONE = new Observer() {};

    /**
     * So much of the topic has been read.
     *
     * @param offsets how many offsets are behind it
     * @param total how many there are
     */
    default void read(long offsets, long total) {}

    /**
     * So many dead letters have been put back.
     *
     * @param letters how many are acknowledged
     * @param total how many there will be
     */
    default void redriven(long letters, long total) {}

    /** Whether to end early; what is done stays done. */
    default boolean isCancelled() {
        return false;
    }
}
