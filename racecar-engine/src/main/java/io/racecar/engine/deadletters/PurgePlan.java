package io.racecar.engine.deadletters;

import io.racecar.Partition;
import java.util.List;

/**
 * What a purge deletes, to be looked at before.
 *
 * @param topic the dead-letter topic
 * @param ranges what is deleted, by partition; those that stay as they are are left out
 */
public record PurgePlan(String topic, List<Range> ranges) {
    /** Copies the list. */
    public PurgePlan {
        ranges = List.copyOf(ranges);
    }

    /**
     * The first messages of a partition.
     *
     * @param partition whose
     * @param first the offset of the first
     * @param end the offset of the first that stays
     * @param letters how many dead letters are among them
     * @param waiting how many of those were never put back
     */
    public record Range(Partition partition, long first, long end, long letters, long waiting) {}

    /** How many dead letters are deleted. */
    public long letters() {
        return ranges.stream().mapToLong(Range::letters).sum();
    }

    /** How many of those were never put back. */
    public long waiting() {
        return ranges.stream().mapToLong(Range::waiting).sum();
    }
}
