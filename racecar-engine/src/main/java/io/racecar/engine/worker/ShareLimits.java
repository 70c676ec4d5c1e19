package io.racecar.engine.worker;

import java.time.Duration;

/**
 * What the brokers allow the members of a share group (G1).
 *
 * @param deliveries how often a message is delivered before the brokers drop it without a word
 * @param attempts the failure on which a message is given up, below that
 * @param lock for how long a delivered message is this member's unless it is renewed
 */
record ShareLimits(int deliveries, int attempts, Duration lock) {
    /** Whether the brokers drop the message if this delivery comes to nothing. */
    boolean isLast(int delivery) {
        return delivery >= deliveries;
    }
}
