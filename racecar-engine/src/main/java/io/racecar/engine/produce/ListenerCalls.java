package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.RacecarListener.Delivered;
import io.racecar.RacecarListener.Produced;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener of what is produced and delivered. What it throws is counted, the first time logged, and changes
 * nothing (F4). Thread-safe.
 */
final class ListenerCalls {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final RacecarListener listener;
    private final LongAdder failures = new LongAdder();

    /** A race logs twice. */
    private volatile boolean logged;

    ListenerCalls(RacecarListener listener) {
        this.listener = listener;
    }

    /** What the listener makes of the message, or the message itself if it fails to. */
    OutgoingMessage producing(OutgoingMessage message) {
        try {
            return Objects.requireNonNull(listener.producing(message), "producing(...) returned null");
        } catch (Throwable e) {
            failed("producing", e);
            return message;
        }
    }

    void produced(Produced event) {
        try {
            listener.produced(event);
        } catch (Throwable e) {
            failed("produced", e);
        }
    }

    void delivered(
            @Nullable String consumer,
            OutgoingMessage message,
            @Nullable Delivery delivery,
            long latencyNanos,
            @Nullable DeliveryException error) {
        try {
            listener.delivered(new Delivered(consumer, message, delivery, Duration.ofNanos(latencyNanos), error));
        } catch (Throwable e) {
            failed("delivered", e);
        }
    }

    long failures() {
        return failures.sum();
    }

    private void failed(String method, Throwable e) {
        failures.increment();
        if (!logged) {
            logged = true;
            LOG.warn(
                    "The listener's {} failed, which changes nothing for the messages; further failures of it while"
                            + " producing are only counted",
                    method,
                    e);
        }
    }
}
