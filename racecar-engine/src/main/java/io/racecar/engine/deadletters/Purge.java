package io.racecar.engine.deadletters;

import io.racecar.Partition;
import java.time.Instant;

/**
 * How far dead letters are deleted. Kafka deletes only from the start of a partition, so each of its partitions is emptied up
 * to the first dead letter that is to stay. Immutable.
 */
public sealed interface Purge {
    /** Everything that is there now. */
    record All() implements Purge {}

    /** What was put back, into whatever topic; up to the first that was not. */
    record Redriven() implements Purge {}

    /**
     * What was given up before a time; up to the first that was given up later.
     *
     * @param time that time
     */
    record Before(Instant time) implements Purge {}

    /**
     * What is before an offset in one partition; the others stay as they are.
     *
     * @param partition of the dead-letter topic
     * @param offset the first to stay
     */
    record BeforeOffset(Partition partition, long offset) implements Purge {}
}
