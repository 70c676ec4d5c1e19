package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;

/** The settings of what is guaranteed about the effects of messages (P3). */
final class GuaranteeKeys {
    static final Setting<ProcessingGuarantee> PROCESSING_GUARANTEE = Setting.overridable(
                    "processingGuarantee",
                    EnumType.of(ProcessingGuarantee.class),
                    "How often the effects of a message may appear; exactly-once means in transactions.")
            .byDefault("at-least-once");

    static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.overridable(
                    "transactionTimeout",
                    DurationType.between(Duration.ofSeconds(1), Duration.ofMinutes(15)),
                    "After how long the brokers abort a transaction; exactly-once only.")
            .byDefault("1m");

    static final Setting<String> TRANSACTIONAL_ID_PREFIX = Setting.overridable(
            "transactionalIdPrefix",
            TextType.matching("[a-zA-Z0-9._-]{1,150}", "up to 150 letters, digits, dots, _ and -"),
            "What no other process has in its transactional ids; otherwise groupInstanceId, or random; exactly-once"
                    + " only.");

    static final Setting<Integer> TRANSACTION_MAX_MESSAGES = Setting.overridable(
                    "transactionMaxMessages",
                    NumberType.between(1, 1_000_000),
                    "How many messages are handled in one transaction at most; exactly-once only.")
            .byDefault("10000");

    static final Setting<Duration> TRANSACTION_MAX_TIME = Setting.overridable(
                    "transactionMaxTime",
                    DurationType.between(Duration.ofMillis(1), Duration.ofMinutes(5)),
                    "After how long no more messages are started in a transaction; exactly-once only.")
            .byDefault("100ms");

    static final List<Setting<?>> ONLY_EXACTLY_ONCE =
            List.of(TRANSACTION_TIMEOUT, TRANSACTIONAL_ID_PREFIX, TRANSACTION_MAX_MESSAGES, TRANSACTION_MAX_TIME);

    static final List<Setting<?>> ALL = List.of(
            PROCESSING_GUARANTEE,
            TRANSACTION_TIMEOUT,
            TRANSACTIONAL_ID_PREFIX,
            TRANSACTION_MAX_MESSAGES,
            TRANSACTION_MAX_TIME);

    private GuaranteeKeys() {}
}
