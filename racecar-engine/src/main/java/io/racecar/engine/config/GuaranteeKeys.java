package io.racecar.engine.config;

import java.time.Duration;
import java.util.List;

/** The settings of what is guaranteed about the effects of messages (P3). */
final class GuaranteeKeys {
    static final Setting<ProcessingGuarantee> PROCESSING_GUARANTEE = Setting.overridable(
                    "processingGuarantee",
                    EnumType.of(ProcessingGuarantee.class),
                    "How often the effects of a message may appear; exactly-once is for a version to come.")
            .byDefault("at-least-once");

    static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.overridable(
                    "transactionTimeout",
                    DurationType.between(Duration.ofSeconds(1), Duration.ofMinutes(15)),
                    "After how long the brokers abort a transaction; exactly-once only.")
            .byDefault("1m");

    static final Setting<String> TRANSACTIONAL_ID_PREFIX = Setting.overridable(
            "transactionalIdPrefix",
            TextType.matching("[a-zA-Z0-9._-]{1,150}", "up to 150 letters, digits, dots, _ and -"),
            "What identifies this process to other transactions; exactly-once only.");

    static final List<Setting<?>> ALL = List.of(PROCESSING_GUARANTEE, TRANSACTION_TIMEOUT, TRANSACTIONAL_ID_PREFIX);

    private GuaranteeKeys() {}
}
