package io.racecar.engine;

import io.racecar.engine.config.StartAt;
import io.racecar.engine.worker.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where a new share group starts, as its setting {@code share.auto.offset.reset} says it (G1). */
final class ShareStart {
    private static final String BEGINNING = "earliest";
    private static final String END = "latest";

    private ShareStart() {}

    static String of(Optional<StartAt> startAt, Subscription subscription, Instant now) {
        return startAt.map(it -> of(it, now))
                .orElseGet(() -> end(!subscription.topics().containsValue(false)));
    }

    private static String of(StartAt startAt, Instant now) {
        if (startAt instanceof StartAt.Back back) {
            return since(back.age());
        }
        if (startAt instanceof StartAt.Time at) {
            return at.time().isBefore(now) ? since(Duration.between(at.time(), now)) : END;
        }
        return end(startAt instanceof StartAt.Beginning);
    }

    private static String end(boolean beginning) {
        return beginning ? BEGINNING : END;
    }

    private static String since(Duration age) {
        return "by_duration:" + age;
    }
}
