package io.racecar;

import java.util.concurrent.CompletionStage;

/**
 * Produces messages from anywhere in an application; inside a handler use its {@link Context}, which ties what is
 * produced to what is being handled.
 *
 * <p>Thread-safe, and shared by the process. It is closed along with its Racecar, after which everything fails with
 * {@link DeliveryException.Reason#CLOSED}. The first messages to a topic wait in the background until the client knows
 * it: for 10 s at most if brokers say that there is none, and as long as {@code producer.messageTimeout} while no broker
 * answers. What a thread produces to one topic is sent in that order.
 */
public interface Producer {

    /**
     * Queues a message and returns at once; where there is no room it fails at once, with {@link
     * DeliveryException.Reason#BUFFER_FULL}.
     *
     * <p>The stage completes when the broker has acknowledged the message or it finally failed, on an executor of
     * Racecar's: what depends on it may take its time.
     *
     * @param message what to produce; needs a value, a JSON value or a tombstone
     * @return where it was stored, or a failure with {@link DeliveryException}
     * @throws IllegalStateException if the message has no value
     */
    CompletionStage<Delivery> produce(OutgoingMessage message);

    /**
     * Produces a message, waiting for room, and waits until the broker has acknowledged it, at most {@code
     * producer.messageTimeout}.
     *
     * @param message what to produce; needs a value, a JSON value or a tombstone
     * @return where it was stored
     * @throws DeliveryException if it could not be delivered, or if the calling thread is interrupted (which stays
     *     flagged) while it waits
     * @throws IllegalStateException if the message has no value
     */
    Delivery deliver(OutgoingMessage message);

    /**
     * Runs a block, then waits until the broker has acknowledged all that the block produced through its argument; that
     * waits for room, so a block may produce any number of messages.
     *
     * <pre>{@code
     * producer.deliverAll(all -> users.forEach(user -> all.produce(welcome(user))));
     * }</pre>
     *
     * <p>What else is produced meanwhile, by other threads or through this producer itself, is not waited for. When the
     * block throws, its exception is thrown on, after the wait.
     *
     * @param block what produces; its argument is usable until it returns
     * @throws DeliveryException if a message could not be delivered (the first, with up to 100 others suppressed), or
     *     if the calling thread is interrupted (which stays flagged) while it waits
     */
    void deliverAll(java.util.function.Consumer<Producer> block);
}
