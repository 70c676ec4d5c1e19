package io.racecar;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says that a produced message was not acknowledged by the broker.
 *
 * <p>Its text says why and what to do, and never shows content. The producer is usable afterwards. After {@link
 * Reason#TIMED_OUT} and {@link Reason#OTHER} the message may have been written nonetheless.
 */
public class DeliveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it failed. */
    private final Reason reason;

    private final transient OutgoingMessage undelivered;

    /**
     * Makes the exception.
     *
     * @param message why it failed and what to do; without the content of the message
     * @param reason why it failed
     * @param undelivered what could not be delivered
     * @param cause what the Kafka client threw, or null
     */
    public DeliveryException(String message, Reason reason, OutgoingMessage undelivered, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.undelivered = Objects.requireNonNull(undelivered, "undelivered");
    }

    /**
     * Why it failed, for code that decides by it.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * The message that could not be delivered.
     *
     * @return the message as it was given; lost when the exception is serialized
     */
    public OutgoingMessage undelivered() {
        return undelivered;
    }

    /** Why a message could not be delivered. */
    public enum Reason {
        /** No broker acknowledged it within {@code producer.messageTimeout}, or answered at all; trying again may help. */
        TIMED_OUT,
        /** The message is larger than the topic or the producer allows. */
        TOO_LARGE,
        /** The batch in which it was sent is larger than the broker's log segment. */
        RECORD_LIST_TOO_LARGE,
        /** The topic, or its partition of that number, does not exist or is not known yet. */
        UNKNOWN_TOPIC_OR_PARTITION,
        /** The producer is not allowed to write to the topic. */
        NOT_AUTHORIZED,
        /** There is no room: too much is waiting to be delivered; trying again later helps. */
        BUFFER_FULL,
        /** The producer is closed, or was while the message waited. */
        CLOSED,
        /** Anything else; the cause has it. */
        OTHER
    }
}
