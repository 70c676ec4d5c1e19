package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of which messages a consumer handles, from where on, and how many at most. */
final class FlowKeys {
    static final Setting<Optional<Double>> MAX_MESSAGES_PER_SECOND = orNone(
            "maxMessagesPerSecond",
            DecimalType.between(
                    ConsumerSettings.LEAST_MESSAGES_PER_SECOND, ConsumerSettings.GREATEST_MESSAGES_PER_SECOND),
            "How many messages per second this process starts to handle, over all its workers; otherwise without limit.");

    static final Setting<Optional<Duration>> MESSAGE_EXPIRY = orNone(
            "messageExpiry",
            DurationType.between(Duration.ofMillis(1), Duration.ofHours(87_600)),
            "Messages that were created longer ago than that are skipped; otherwise none are.");

    static final Setting<Optional<StartAt>> START_AT = orNone(
            "startAt",
            new StartAtType(),
            "Where a group without offsets starts on its topics; otherwise as the subscription says.");

    static final Setting<Map<String, String>> ONLY_IF = Setting.overridable(
                    "onlyIf",
                    MapType.orNone(TextType.ANY, TextType.ANY),
                    "Headers, with their values, that a message must have to be handled; others are passed over.")
            .byDefault("");

    static final List<Setting<?>> ALL = List.of(MAX_MESSAGES_PER_SECOND, MESSAGE_EXPIRY, START_AT, ONLY_IF);

    private FlowKeys() {}

    private static <T> Setting<Optional<T>> orNone(String path, ValueType<T> type, String meaning) {
        return Setting.overridable(path, new OrNoneType<>(type), meaning).byDefault(Listing.NONE);
    }
}
