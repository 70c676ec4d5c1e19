package io.racecar;

/**
 * Handles messages one by one, in offset order within a partition.
 *
 * <p>Instances and threads are as {@link Consumer} says.
 *
 * @param <V> what messages are decoded to
 */
@FunctionalInterface
public non-sealed interface MessageConsumer<V> extends Consumer<V> {

    /**
     * Handles one message; to return is to have processed it.
     *
     * <p>When this throws, the error handler is told, the message's partition pauses ({@code pauseTimeout}), and then
     * the same message comes again with a higher {@link Context#attempt()}; other partitions go on meanwhile. To skip a
     * message, catch the exception and return.
     *
     * <p>It may take as long as {@code maxPollInterval} (5 minutes unless configured): after that it counts as stuck
     * and its partitions go to others. It may be interrupted, when stopping or when its partition goes to another
     * process and it does not return in time.
     *
     * @param message what to handle
     * @param context what is known about this handling, and the way to produce; usable until this returns
     * @throws Exception anything, to get the message again; {@link UnprocessableMessageException} when that is useless
     */
    void process(Message<V> message, Context context) throws Exception;
}
