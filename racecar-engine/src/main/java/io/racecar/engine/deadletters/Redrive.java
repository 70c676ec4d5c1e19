package io.racecar.engine.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How dead letters are put back into topics. Immutable: each method returns a changed copy.
 *
 * @param to the topic for all of them; null: each into the one where it was
 * @param placement into which partition there
 * @param maxRedrives how often a message may be put back, 1 or more; what was so often already is refused
 * @param perSecond the most per second, above 0; infinite: as fast as it goes
 * @param limit the most of them, 1 or more
 * @param again those put back before that time are put back again; null: none are
 */
public record Redrive(
        @Nullable String to,
        Placement placement,
        int maxRedrives,
        double perSecond,
        long limit,
        @Nullable Instant again) {

    /** Into which partition of its topic a dead letter is put. */
    public enum Placement {
        /**
         * The number that it had, in the topic where it was and in topics with as many partitions; elsewhere as its key says.
         */
        AS_BEFORE,
        /** The number that it had; refused where the topic has too few partitions. */
        SAME_NUMBER,
        /** As the producer places messages of its key. */
        BY_KEY
    }

    /** All of them into the topics where they were, as fast as it goes, each message at most three times. */
    public static final Redrive STANDARD =
            new Redrive(null, Placement.AS_BEFORE, 3, Double.POSITIVE_INFINITY, Long.MAX_VALUE, null);

    /** Checks the ranges; {@link IllegalArgumentException} outside them. */
    public Redrive {
        if (maxRedrives < 1) {
            throw new IllegalArgumentException("maxRedrives must be 1 or more but was " + maxRedrives);
        }
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("perSecond must be above 0 but was " + perSecond);
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more but was " + limit);
        }
    }

    /** Puts all of them into one topic. */
    public Redrive into(@Nullable String topic) {
        return new Redrive(topic, placement, maxRedrives, perSecond, limit, again);
    }

    /** Chooses partitions like that. */
    public Redrive placed(Placement how) {
        return new Redrive(to, how, maxRedrives, perSecond, limit, again);
    }

    /** Refuses what was put back so often already. */
    public Redrive atMost(int times) {
        return new Redrive(to, placement, times, perSecond, limit, again);
    }

    /** Puts no more back per second. */
    public Redrive perSecond(double most) {
        return new Redrive(to, placement, maxRedrives, most, limit, again);
    }

    /** Puts no more back at all. */
    public Redrive limitedTo(long most) {
        return new Redrive(to, placement, maxRedrives, perSecond, most, again);
    }

    /** Puts back again what was put back before that time. */
    public Redrive againIfBefore(@Nullable Instant time) {
        return new Redrive(to, placement, maxRedrives, perSecond, limit, time);
    }
}
