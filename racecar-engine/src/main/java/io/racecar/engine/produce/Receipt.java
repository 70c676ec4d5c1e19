package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;

/**
 * Told what became of a message that was sent: exactly one of the two, exactly once, unless sending it threw.
 *
 * <p>Called on the client's sender thread, or on a thread that closes a client; possibly before the call that sends has
 * returned. It must not block: nothing is delivered meanwhile. What it throws is logged and changes nothing.
 */
public interface Receipt {

    /** The broker acknowledged the message. */
    void delivered(OutgoingMessage message, Delivery delivery);

    /** The message finally failed; it is in the exception. */
    void failed(DeliveryException failure);

    /**
     * Sending the message in a transaction threw that, which the transaction does not survive, whatever is done about the
     * exception; told before it is thrown.
     */
    default void refused(DeliveryException failure) {}

    /**
     * That message is the reason why its transaction cannot be committed; told before what it failed of, and of one at most. What
     * else fails in the transaction may do so for that reason alone.
     */
    default void blamed() {}

    /** Whether the message must not be sent any more: what produced it no longer counts. Transactions ask. */
    default boolean isVoid() {
        return false;
    }
}
