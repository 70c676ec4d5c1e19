package io.racecar.engine.worker;

/** What a loop tells its worker; any thread. */
interface WorkerListener {
    /** The group has been joined: partitions, or none, have been assigned. */
    void joined();

    /** A handler is stuck (L4), or no longer. */
    void stuck(boolean now);

    /** An error that must stop the consumer (F3, F7). */
    void fatal(Throwable error);

    /** A lane has ended that had so many messages handled. */
    void retired(long handled);

    /** A message was skipped by an operator. */
    void skipped();
}
