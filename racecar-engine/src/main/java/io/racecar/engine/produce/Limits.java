package io.racecar.engine.produce;

import java.time.Duration;

/**
 * What may be outstanding, and for how long.
 *
 * @param maxInFlightDeliveries how many messages of one consumer, or of the application, may wait for their
 *     acknowledgement, 1 to 1,000,000
 * @param bufferBytes what all that wait may hold together, 1 byte to 512 GiB; each consumer and the application have an
 *     equal part
 * @param consumers among how many consumers it is shared, beside the application
 * @param messageTimeout after which the client gives a message up, its {@code delivery.timeout.ms}
 */
public record Limits(int maxInFlightDeliveries, long bufferBytes, int consumers, Duration messageTimeout) {
    private static final int MOST_IN_FLIGHT = 1_000_000;
    private static final long MOST_BYTES = 1L << 39;
    private static final Duration LONGEST_WAIT_FOR_TOPIC = Duration.ofSeconds(10);

    /** Checks the ranges; {@link IllegalArgumentException} outside them. */
    public Limits {
        if (maxInFlightDeliveries < 1 || maxInFlightDeliveries > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException("producer.maxInFlightDeliveries must be 1 to " + MOST_IN_FLIGHT
                    + " but was " + maxInFlightDeliveries + "; 10000 is the default");
        }
        if (bufferBytes < 1 || bufferBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "producer.bufferBytes must be 1 to " + MOST_BYTES + " but was " + bufferBytes);
        }
    }

    /** How much may wait in one share: bytes. */
    long shareBytes() {
        return Math.max(1, bufferBytes / (consumers + 1));
    }

    /** How long a topic may stay unknown before its messages fail: nanoseconds. */
    long topicNanos() {
        return Math.min(messageTimeout.toNanos(), LONGEST_WAIT_FOR_TOPIC.toNanos());
    }
}
