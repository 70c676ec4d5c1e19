package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** What must hold between the settings of consumers; asked for the process and again for each consumer. */
final class ConsumerRules {
    private static final List<Setting<?>> CLASSIC_ONLY = List.of(
            ConsumerKeys.SESSION_TIMEOUT, ConsumerKeys.HEARTBEAT_INTERVAL, ConsumerKeys.PARTITION_ASSIGNMENT_STRATEGY);
    private static final List<String> CLASSIC_ONLY_PROPERTIES = List.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    private final Check check;
    private final Values values;

    ConsumerRules(Check check) {
        this.check = check;
        this.values = check.values();
    }

    void apply() {
        heartbeat();
        if (values.get(ConsumerKeys.GROUP_PROTOCOL) != GroupProtocol.SHARE) { // where it has no meaning
            belowMaxPollInterval(ConsumerKeys.REBALANCE_TIMEOUT);
        }
        belowMaxPollInterval(ConsumerKeys.SHUTDOWN_TIMEOUT);
        fetching();
        pausing();
        classicOnly();
        deserializer();
        new ShareRules(check).apply();
        new DeadLetterRules(check).apply();
        new GuaranteeRules(check).apply();
        RawProperties.ofConsumers().check(check, ConsumerKeys.CONSUMER_PROPERTIES);
    }

    private void heartbeat() {
        boolean tooSlow =
                values.get(ConsumerKeys.HEARTBEAT_INTERVAL).compareTo(values.get(ConsumerKeys.SESSION_TIMEOUT)) >= 0;
        if (tooSlow && check.concerns(ConsumerKeys.HEARTBEAT_INTERVAL, ConsumerKeys.SESSION_TIMEOUT)) {
            check.refuse(
                    ConsumerKeys.HEARTBEAT_INTERVAL,
                    "below sessionTimeout, " + check.shown(ConsumerKeys.SESSION_TIMEOUT) + ",",
                    "a third of that is usual");
        }
    }

    private void belowMaxPollInterval(Setting<Duration> setting) {
        boolean tooLong = values.get(setting).compareTo(values.get(ConsumerKeys.MAX_POLL_INTERVAL)) >= 0;
        if (tooLong && check.concerns(setting, ConsumerKeys.MAX_POLL_INTERVAL)) {
            check.refuse(
                    setting,
                    "below maxPollInterval, " + check.shown(ConsumerKeys.MAX_POLL_INTERVAL) + ",",
                    "lower it or raise maxPollInterval");
        }
    }

    private void fetching() {
        boolean answersTooLate =
                values.get(ProcessKeys.SOCKET_TIMEOUT).compareTo(values.get(FetchKeys.MAX_WAIT_TIME)) <= 0;
        if (answersTooLate && check.concerns(ProcessKeys.SOCKET_TIMEOUT, FetchKeys.MAX_WAIT_TIME)) {
            check.refuse(
                    FetchKeys.MAX_WAIT_TIME,
                    "below socketTimeout, " + check.shown(ProcessKeys.SOCKET_TIMEOUT) + ",",
                    "lower it or raise socketTimeout");
        }
        boolean neverEnough = values.get(FetchKeys.FETCH_MIN_BYTES) > values.get(FetchKeys.MAX_BYTES);
        if (neverEnough && check.concerns(FetchKeys.FETCH_MIN_BYTES, FetchKeys.MAX_BYTES)) {
            check.refuse(
                    FetchKeys.FETCH_MIN_BYTES,
                    "at most maxBytes, " + check.shown(FetchKeys.MAX_BYTES) + ",",
                    "lower it or raise maxBytes");
        }
    }

    private void pausing() {
        Setting<Duration> longest = ConsumerKeys.MAX_PAUSE_TIMEOUT;
        if (!values.get(ConsumerKeys.PAUSE_WITH_EXPONENTIAL_BACKOFF)) {
            if (check.givenHere(longest) && check.concerns(longest, ConsumerKeys.PAUSE_WITH_EXPONENTIAL_BACKOFF)) {
                check.problem(check.naming(longest) + " needs pauseWithExponentialBackoff; set that to true or leave "
                        + longest.path() + " out");
            }
            return;
        }
        boolean tooShort = values.find(longest)
                .filter(limit -> limit.compareTo(values.get(ConsumerKeys.PAUSE_TIMEOUT)) < 0)
                .isPresent();
        if (tooShort && check.concerns(longest, ConsumerKeys.PAUSE_TIMEOUT)) {
            check.refuse(
                    longest,
                    "at least pauseTimeout, " + check.shown(ConsumerKeys.PAUSE_TIMEOUT) + ",",
                    "raise it or lower pauseTimeout");
        }
    }

    private void classicOnly() {
        if (values.get(ConsumerKeys.GROUP_PROTOCOL) == GroupProtocol.CLASSIC) {
            return;
        }
        String reason = " works only with groupProtocol classic but that is "
                + check.shown(ConsumerKeys.GROUP_PROTOCOL)
                + "; leave it out, the broker decides";
        for (Setting<?> setting : CLASSIC_ONLY) {
            if (check.givenHere(setting)) {
                check.problem(check.naming(setting) + reason);
            }
        }
        for (String property : CLASSIC_ONLY_PROPERTIES) {
            if (check.entriesHere(ConsumerKeys.CONSUMER_PROPERTIES).containsKey(property)) {
                check.problem(check.naming(ConsumerKeys.CONSUMER_PROPERTIES, property) + reason);
            }
        }
    }

    private void deserializer() {
        Setting<?> properties = ConsumerKeys.VALUE_DESERIALIZER_PROPERTIES;
        boolean unused = values.find(ConsumerKeys.VALUE_DESERIALIZER).isEmpty()
                && !check.entriesHere(properties).isEmpty();
        if (unused && check.ofOneConsumer()) {
            check.problem(check.path(properties) + " needs valueDeserializer; set that or leave " + properties.path()
                    + " out");
        }
    }
}
