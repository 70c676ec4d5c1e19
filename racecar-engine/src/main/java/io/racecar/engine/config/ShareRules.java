package io.racecar.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** What makes no sense in a share group (G1), or only there; asked for the process and again for each consumer. */
final class ShareRules {
    private static final String ACKNOWLEDGED = "each message is acknowledged by itself, as soon as it is finished";
    private static final String NOT_TAKEN_AWAY = "members share all partitions, so none is taken away from one";
    private static final String ONE_POLL =
            "a worker holds what one poll brings, up to fetchMessages, until all of it is" + " acknowledged";
    private static final Map<Setting<?>, String> USELESS = useless();
    private static final Map<String, String> USELESS_PROPERTIES = Map.of(
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, "Kafka's share client knows none",
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "the broker decides");

    private final Check check;

    ShareRules(Check check) {
        this.check = check;
    }

    private static Map<Setting<?>, String> useless() {
        Map<Setting<?>, String> reasons = new LinkedHashMap<>();
        reasons.put(ConsumerKeys.GROUP_INSTANCE_ID, "its members are never static");
        reasons.put(ConsumerKeys.LEAVE_ON_STOP, "its members always leave");
        reasons.put(ConsumerKeys.OFFSET_COMMIT_INTERVAL, ACKNOWLEDGED);
        reasons.put(ConsumerKeys.SYNCHRONOUS_COMMITS, ACKNOWLEDGED);
        reasons.put(ConsumerKeys.REBALANCE_TIMEOUT, NOT_TAKEN_AWAY);
        reasons.put(ConsumerKeys.MAX_UNCOMMITTED_SPAN, ACKNOWLEDGED);
        reasons.put(FetchKeys.MAX_BUFFERED_MESSAGES, ONE_POLL);
        reasons.put(FetchKeys.MAX_BUFFERED_BYTES, ONE_POLL);
        return reasons;
    }

    void apply() {
        if (check.values().get(ConsumerKeys.GROUP_PROTOCOL) == GroupProtocol.SHARE) {
            USELESS.forEach((setting, why) -> {
                if (check.givenHere(setting)) {
                    refuse(check.naming(setting), why);
                }
            });
            USELESS_PROPERTIES.forEach((property, why) -> {
                if (check.entriesHere(ConsumerKeys.CONSUMER_PROPERTIES).containsKey(property)) {
                    refuse(check.naming(ConsumerKeys.CONSUMER_PROPERTIES, property), why);
                }
            });
            ordering();
        } else if (check.givenHere(DeadLetterKeys.ON_GIVE_UP)
                && !check.hasAnywhere(ConsumerKeys.GROUP_PROTOCOL, GroupProtocol.SHARE)) {
            check.onlyFor(DeadLetterKeys.ON_GIVE_UP, ConsumerKeys.GROUP_PROTOCOL, "share");
        }
        if (check.givenHere(DeadLetterKeys.ON_GIVE_UP) && check.given(DeadLetterKeys.TOPIC)) {
            check.problem(check.naming(DeadLetterKeys.ON_GIVE_UP)
                    + " has no effect where deadLetter.topic is set; leave one of them out");
        }
    }

    private void refuse(String name, String why) {
        check.problem(name + " has no meaning with groupProtocol share: " + why + "; leave it out");
    }

    private void ordering() {
        boolean ordered = check.values().get(ConsumerKeys.ORDERING) != Ordering.NONE;
        if (ordered && check.givenHere(ConsumerKeys.ORDERING)) {
            check.refuse(
                    ConsumerKeys.ORDERING,
                    "none with groupProtocol share, where the messages of a partition go to all members at once,",
                    "leave it out, or use groupProtocol classic or consumer");
        }
    }
}
