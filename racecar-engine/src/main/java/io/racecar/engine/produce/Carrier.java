package io.racecar.engine.produce;

import io.racecar.DeliveryException;
import org.jspecify.annotations.Nullable;

/** How an {@link Outlet}'s messages reach a client. Thread-safe. */
interface Carrier {
    /**
     * Hands a message to the client.
     *
     * @return null if it is on its way; else why it is not, and never will be
     */
    @Nullable DeliveryException carry(Sending sending);

    /** As {@link #carry}, but waits for its topic and for memory only as long as a broker that is up takes to tell. */
    default @Nullable DeliveryException carryBriefly(Sending sending) {
        return carry(sending);
    }

    /** The client refuses a message that it is being offered; on that thread, before the client draws conclusions. */
    default void refusing(Sending sending, Exception cause) {}

    /**
     * The client gave up a message that it had taken; on its thread.
     *
     * @return what the receipt is told
     */
    default DeliveryException gaveUp(Sending sending, @Nullable Exception cause) {
        return failures().refused(sending, cause);
    }

    /** A message to that topic, once on its way, is not delivered. */
    default void failed(String topic) {}

    Failures failures();

    long now();

    /** Nobody is let in any more. */
    boolean isClosing();
}
