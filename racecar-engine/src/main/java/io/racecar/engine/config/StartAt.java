package io.racecar.engine.config;

import java.time.Duration;
import java.time.Instant;

/** Where a group without offsets starts on a topic. Immutable. */
public sealed interface StartAt {
    /** The same for a group that starts now. */
    Fixed from(Instant now);

    /** Something that does not depend on when it is asked. */
    sealed interface Fixed extends StartAt {
        @Override
        default Fixed from(Instant now) {
            return this;
        }
    }

    /** At the oldest message there is. */
    record Beginning() implements Fixed {}

    /** Behind the newest message there is. */
    record End() implements Fixed {}

    /**
     * At the first message that is not older than that, or at the end if there is none.
     *
     * @param time when the oldest wanted message was created
     */
    record Time(Instant time) implements Fixed {}

    /**
     * At the first message that is not older than that now, or at the end if there is none.
     *
     * @param age of the oldest wanted message; positive
     */
    record Back(Duration age) implements StartAt {
        @Override
        public Fixed from(Instant now) {
            return new Time(now.minus(age));
        }
    }
}
