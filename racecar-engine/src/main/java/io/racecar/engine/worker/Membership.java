package io.racecar.engine.worker;

import io.racecar.ConsumerState;
import java.util.function.BooleanSupplier;

/**
 * One Kafka client's time in the group, as its worker drives it. Only the poll thread calls it, but for {@link #signals} and
 * {@link #handled}.
 */
interface Membership {
    /** Before the first {@link #runOnce}. */
    void subscribe();

    /** Polls once, with what is due before and after. */
    void runOnce();

    /** Whether the client must leave the group for a while, and why {@link #absence} says. */
    boolean mustLeave();

    /** What other threads want of the poll thread. */
    Signals signals();

    /** Messages that handlers have returned from, but for those that the worker was told of as retired. */
    long handled();

    /** For one call of an operator's. */
    Operations operations();

    /** Has it look whether brokers can be reached. */
    void look(Reachability reachability);

    /**
     * The worker stops: running handlers are awaited (S1).
     *
     * @param hurry asks for handlers to be interrupted at once
     */
    void leaveInOrder(Deadline deadline, BooleanSupplier hurry);

    /** The client leaves, and another one comes once that {@linkplain #mayReturn may be}. */
    void leaveForNow();

    /** The client has failed. */
    void leaveAfterError();

    /** What the worker is in the meantime, after {@link #leaveForNow}. */
    ConsumerState absence();

    /** Whether the reason to be away is gone. */
    boolean mayReturn();
}
