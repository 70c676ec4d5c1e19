package io.racecar;

/**
 * What a handler knows about the handling it does, and its way to produce.
 *
 * <pre>{@code
 * public void process(Message<Pageview> message, Context context) {
 *     Pageview pageview = message.value();
 *     context.produce(OutgoingMessage.to("pageviews-with-country")
 *             .key(pageview.id())
 *             .json(pageview.in(geoCode.country(pageview.ipAddress()))));
 * }
 * }</pre>
 *
 * <p>Thread-safe: usable by any thread until the handler returns or throws; each method then throws {@link
 * IllegalStateException}. Its {@code toString} never shows content.
 */
public interface Context {

    /**
     * Queues a message, waiting for room if necessary, and returns before it is delivered.
     *
     * <p>What is being handled counts as finished, and its offset may be committed, only once the broker has
     * acknowledged this message; the next message may be handled before that. If it finally cannot be delivered, what
     * is being handled comes again.
     *
     * @param message what to produce; needs a value, a JSON value or a tombstone
     * @throws DeliveryException if it is already certain that it cannot be delivered, or if the calling thread is
     *     interrupted (which stays flagged) while it waits for room
     * @throws IllegalStateException if the message has no value, if the handler has returned, or if its partition went
     *     to another process
     */
    void produce(OutgoingMessage message);

    /**
     * Waits until the broker has acknowledged all that this context produced.
     *
     * <p>Needed only where the handler depends on it: Racecar waits before it commits. What other handlers produced is
     * not waited for.
     *
     * @throws DeliveryException if a message could not be delivered (the first, with others suppressed), or if the
     *     calling thread is interrupted (which stays flagged)
     * @throws IllegalStateException if the handler has returned, or if its partition went to another process
     */
    void deliver();

    /**
     * Which time this is that the message, or the batch, is handled: 1 at first, then 2 and so on.
     *
     * <p>Counted in this process since the partition was assigned to it.
     *
     * @return the attempt's number, from 1
     */
    int attempt();

    /**
     * The partition of the message or batch that is being handled.
     *
     * @return the partition
     */
    Partition partition();
}
