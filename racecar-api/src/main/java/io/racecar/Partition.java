package io.racecar;

import java.util.Objects;

/**
 * A partition of a topic. Prints as {@code topic/3}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param topic the topic's name
 * @param number the partition's number, from 0
 */
public record Partition(String topic, int number) {

    /**
     * Makes a partition.
     *
     * @param topic the topic's name
     * @param number the partition's number, from 0
     * @throws IllegalArgumentException if the number is negative
     * @throws NullPointerException if the topic is null
     */
    public Partition {
        Objects.requireNonNull(topic, "topic");
        if (number < 0) {
            throw new IllegalArgumentException("number must be 0 or above but was " + number);
        }
    }

    /** The topic and the number, as {@code topic/3}. */
    @Override
    public String toString() {
        return topic + "/" + number;
    }
}
