package io.racecar.engine.worker;

import java.util.Collection;

/** How what is finished becomes what is committed; only the poll thread calls it. */
interface Commits {
    /** What is due; called with each turn of the loop. */
    void commitIfDue(Collection<AssignedPartition> partitions);

    /**
     * Commits and waits, until the deadline.
     *
     * @return whether the broker has everything, but for topics that are gone
     */
    boolean commitNow(Collection<AssignedPartition> partitions, Deadline deadline);

    /** Makes a commit due. */
    void soon();

    /** Makes a commit due shortly: something that waits for it has just failed. */
    void repeat();

    long nanosLeft();

    /** Whether messages may be handled, as far as brokers have a say in that. */
    default boolean isReady() {
        return true;
    }

    /** A partition, or an epoch of it, begins. */
    default void begins(AssignedPartition partition) {}

    /** An epoch of a partition must end, whatever is under way in it. */
    default void epochEnds() {}

    /** Starts nothing more until {@link #goOn}, and brings to an end what is under way. */
    default void end() {}

    /** Whether that is done; always, where messages are finished one by one. */
    default boolean isEnded() {
        return true;
    }

    /** What is under way cannot be waited for any longer, or has been taken away. */
    default void giveUp() {}

    /** After {@link #end}. */
    default void goOn() {}

    /** Whether something is under way that may come undone, so that nothing of it may be let go. */
    default boolean mayComeUndone() {
        return false;
    }
}
