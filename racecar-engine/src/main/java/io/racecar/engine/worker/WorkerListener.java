package io.racecar.engine.worker;

import org.jspecify.annotations.Nullable;

/** What a loop tells its worker; any thread. */
interface WorkerListener {
    /** The group has been joined: partitions, or none, have been assigned. */
    void joined();

    /** A handler is stuck (L4), or no longer. */
    void stuck(boolean now);

    /** An error that must stop the consumer (F3, F7). */
    void fatal(Throwable error);

    /** Until when handlers may run on, as the worker stops; null if it does not. */
    default @Nullable Deadline handlersBy() {
        return null;
    }

    /** A lane has ended that had so many messages handled. */
    void retired(long handled);

    /** A message was skipped, by an operator or for its age; any thread. */
    void skipped();
}
