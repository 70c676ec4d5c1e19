package io.racecar;

import java.util.Set;

/**
 * What a user writes: a {@link MessageConsumer} or a {@link BatchConsumer}.
 *
 * <p>Racecar makes one instance per worker ({@code parallelWorkers}, one by default) and calls it from one thread at a
 * time unless {@code concurrency} is above 1; what a call wrote to the instance's fields is visible to the next one.
 * With {@code concurrency} above 1, or when one instance is given to several workers, it must be thread-safe.
 *
 * <p>Set-up that is needed once belongs in the constructor, tidying up in {@link #teardown()}. A class that implements
 * both kinds compiles, but is refused at registration.
 *
 * @param <V> what messages are decoded to: {@code byte[]}, {@link String}, or any type that can be read from JSON; it
 *     must be given in the class ({@code implements MessageConsumer<UserBanned>}), as a raw type or a type variable is
 *     refused at registration
 */
public sealed interface Consumer<V> permits MessageConsumer, BatchConsumer {

    /**
     * Called with the partitions that a worker just gained, before the first message of any of them.
     *
     * <p>Only what was added is given, not what the worker already had. An exception is logged and counted and changes
     * nothing else.
     *
     * @param added the partitions gained; never empty, unmodifiable
     * @throws Exception to be logged and counted
     */
    default void partitionsAssigned(Set<Partition> added) throws Exception {}

    /**
     * Called with the partitions that a worker just gave up or lost, after their last handler returned or was cut off
     * from them.
     *
     * <p>Only what was removed is given, not what the worker keeps. When partitions were lost rather than revoked,
     * another process may already be handling their messages. An exception is logged and counted and changes nothing
     * else.
     *
     * @param removed the partitions given up or lost; never empty, unmodifiable
     * @throws Exception to be logged and counted
     */
    default void partitionsRevoked(Set<Partition> removed) throws Exception {}

    /**
     * Called once per instance, when it stops: the place to close files and connections.
     *
     * <p>No handler of this instance runs any more, and none will. Stopping waits for it, within {@code
     * shutdownTimeout}. An exception is logged and counted and changes nothing else: what was handled is still
     * committed.
     *
     * @throws Exception to be logged and counted
     */
    default void teardown() throws Exception {}
}
