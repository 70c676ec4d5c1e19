package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterSettingsTest {
    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    @Test
    void nothingIsGivenUpByDefault() {
        ConsumerSettings consumer = builder.build().consumer("a");

        assertThat(consumer.deadLetterTopic()).isEmpty();
        assertThat(consumer.deadLetterAfterAttempts()).isEmpty();
        assertThat(consumer.deadLetterOn()).isEmpty();
    }

    @Test
    void aConsumerMayDifferFromTheOthers() {
        RacecarConfig config = builder.set("deadLetter", Map.of("topic", "dead", "afterAttempts", 3))
                .set("consumers.a.deadLetter", Map.of("topic", "dead.a", "on", "java.io.IOException"))
                .build();

        assertThat(config.consumer("a").deadLetterTopic()).contains("dead.a");
        assertThat(config.consumer("a").deadLetterAfterAttempts()).hasValue(3);
        assertThat(config.consumer("a").deadLetterOn()).containsExactly("java.io.IOException");
        assertThat(config.consumer("b").deadLetterTopic()).contains("dead");
        assertThat(config.consumer("b").deadLetterOn()).isEmpty();
    }

    @Test
    void whatIsMeantForAllAppliesToConsumersWithATopicOfTheirOwn() {
        RacecarConfig config = builder.set("deadLetter.afterAttempts", 3)
                .set("consumers.a.deadLetter.topic", "dead.a")
                .build();

        assertThat(config.consumer("a").deadLetterAfterAttempts()).hasValue(3);
        assertThat(config.consumer("b").deadLetterAfterAttempts()).isEmpty();
    }

    @Test
    void variablesSetThemForAllAndForOne() {
        RacecarConfig config = builder.environment(Map.of(
                        "RACECAR_DEAD_LETTER_TOPIC", "dead",
                        "RACECAR_DEAD_LETTER_ON", "java.io.IOException, com.example.Broken",
                        "RACECAR_CONSUMERS_TAP_DANCE_DEAD_LETTER_TOPIC", "dead.taps",
                        "RACECAR_CONSUMERS_TAP_DANCE_DEAD_LETTER_AFTER_ATTEMPTS", "5"))
                .build();

        assertThat(config.consumer("a").deadLetterTopic()).contains("dead");
        assertThat(config.consumer("a").deadLetterAfterAttempts()).isEmpty();
        assertThat(config.consumer("a").deadLetterOn()).containsExactly("java.io.IOException", "com.example.Broken");
        assertThat(config.consumer("tap-dance").deadLetterTopic()).contains("dead.taps");
        assertThat(config.consumer("tap-dance").deadLetterAfterAttempts()).hasValue(5);
    }
}
