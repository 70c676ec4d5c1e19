package io.racecar.testing;

import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.engine.codec.Encoder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Delivers what handlers produce, unless the test wants the next delivery to fail. Thread-safe. */
final class Deliveries {
    private final Encoder encoder;
    private final Queue<DeliveryException.Reason> toFail = new ConcurrentLinkedQueue<>();

    Deliveries(Encoder encoder) {
        this.encoder = encoder;
    }

    void failNext(DeliveryException.Reason reason) {
        toFail.add(reason);
    }

    /** Null if it is delivered; throws what the engine's producer throws of a message that cannot be encoded. */
    @Nullable DeliveryException deliver(OutgoingMessage message) {
        encoder.encode(message, topic -> 1);
        DeliveryException.Reason reason = toFail.poll();
        return reason == null
                ? null
                : new DeliveryException(
                        "a message to " + message + " was not delivered, because the test has its delivery fail: "
                                + reason,
                        reason,
                        message,
                        null);
    }
}
