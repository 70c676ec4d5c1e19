package io.racecar.engine.worker;

/** Where turns of lanes and the consumer's hooks run. */
interface HandlerThreads {
    /** Runs a lane's turn once a thread is free; in the order of the calls. A lane is here at most once, which bounds the queue. */
    void execute(Runnable turn);

    /** Runs a hook once a thread is free, ahead of all turns that wait. Only one waits at a time. */
    void executeFirst(Runnable hook);

    /** Whether turns or hooks wait for a thread. */
    boolean anyWaiting();

    /** Runs that once nothing runs or waits any more, and lets go of the threads. Interrupts nothing. */
    void finish(Runnable last);
}
