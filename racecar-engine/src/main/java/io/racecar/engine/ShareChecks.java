package io.racecar.engine;

import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.config.ConsumerSettings;
import java.util.List;
import java.util.stream.Stream;

/** What share groups cannot do, as far as that is known before any client is made (G1). */
final class ShareChecks {
    private ShareChecks() {}

    static void check(ConsumerSettings settings, List<PlannedClient> clients, List<String> problems) {
        String consumer = settings.name();
        if (settings.deadLetterTopic().isEmpty() && !settings.dropsGivenUp()) {
            problems.add(
                    "the consumer " + consumer + " has groupProtocol share, where the brokers drop what has failed too"
                            + " often without a word; set deadLetter.topic, or deadLetter.onGiveUp to drop if that is wanted");
        }
        clients.stream()
                .flatMap(it -> it.subscription().patterns().stream())
                .forEach(it -> problems.add("the consumer " + consumer + " subscribes to the pattern \"" + it.pattern()
                        + "\", which groupProtocol share cannot; name the topics, or use classic or consumer"));
        boolean mixed = settings.startAt().isEmpty()
                && clients.stream().flatMap(ShareChecks::starts).distinct().count() > 1;
        if (mixed) {
            problems.add("the consumer " + consumer + " has startFromBeginning for some of its topics only, but a share"
                    + " group has one start for all of them; give all the same, or use several consumers");
        }
    }

    private static Stream<Boolean> starts(PlannedClient client) {
        return client.subscription().topics().values().stream();
    }
}
