package io.racecar.engine.config;

import java.util.List;

/** The settings of what happens to messages that are given up (F6). */
final class DeadLetterKeys {
    static final Setting<String> TOPIC = Setting.overridable(
            "deadLetter.topic",
            ConsumerKeys.TOPIC,
            "Where messages go that are given up; without it a failing message is retried until it succeeds.");

    static final Setting<Integer> AFTER_ATTEMPTS = Setting.overridable(
            "deadLetter.afterAttempts",
            NumberType.between(1, 1_000_000),
            "The failure of a message on which it goes to deadLetter.topic; 1 is the first.");

    static final Setting<List<String>> ON = Setting.overridable(
            "deadLetter.on",
            ListType.of(TextType.matching(ConsumerKeys.CLASS_NAME, "full names of classes")),
            "Classes of exceptions that send a message to deadLetter.topic at once.");

    static final Setting<GiveUp> ON_GIVE_UP = Setting.overridable(
            "deadLetter.onGiveUp",
            EnumType.of(GiveUp.class),
            "Has messages that are given up dropped, where there is no deadLetter.topic; groupProtocol share only.");

    static final Setting<Boolean> EXPIRED = Setting.overridable(
                    "deadLetter.expired", new FlagType(), "Whether what messageExpiry skips goes to deadLetter.topic.")
            .byDefault("false");

    static final List<Setting<?>> ALL = List.of(TOPIC, AFTER_ATTEMPTS, ON, ON_GIVE_UP, EXPIRED);

    private DeadLetterKeys() {}
}
