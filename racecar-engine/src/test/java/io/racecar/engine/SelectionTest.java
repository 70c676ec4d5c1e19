package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SelectionTest {

    @Test
    void allRunUnlessSomeAreChosen() {
        assertThat(consumers()).containsExactly("tap-dance-consumer", "clicks");
    }

    @Test
    void consumersAreChosenByNameOrByTheNameOfTheirClass() {
        assertThat(consumers("clicks")).containsExactly("clicks");
        assertThat(consumers("TapDanceConsumer")).containsExactly("tap-dance-consumer");
        assertThat(consumers("clicks", "tap-dance-consumer")).containsExactly("tap-dance-consumer", "clicks");
    }

    @Test
    void everyNameThatNoConsumerHasIsAProblem() {
        assertThatThrownBy(() -> consumers("clicks", "waltz", "Tango"))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        error -> assertThat(error.problems())
                                .containsExactly(
                                        "there is no consumer named waltz; there is tap-dance-consumer, clicks",
                                        "there is no consumer named Tango; there is tap-dance-consumer, clicks"));
    }

    @Test
    void subscriptionsAreToldWithTheirTopicsRenamed() {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("consumers.tap-dance-consumer.topics", Map.of("taps", "staging.taps"))
                .build();

        try (Racecar racecar =
                Racecar.builder(config).consumer(TapDanceConsumer.class).build()) {
            assertThat(racecar.subscriptions()).singleElement().satisfies(it -> {
                assertThat(it.consumer()).isEqualTo("tap-dance-consumer");
                assertThat(it.topics()).containsExactly("staging.taps");
                assertThat(it.patterns()).extracting(Pattern::pattern).containsExactly("dance-.*");
            });
        }
    }

    private static List<String> consumers(String... only) {
        try (Racecar racecar = Racecar.builder(
                        RacecarConfig.builder().environment(Map.of()).build())
                .consumer(TapDanceConsumer.class)
                .consumer("clicks", String.class, (message, context) -> {})
                .only(List.of(only))
                .build()) {
            return racecar.consumers().stream().map(ConsumerStatus::name).toList();
        }
    }

    @SubscribesTo("taps")
    @SubscribesTo(pattern = "dance-.*")
    static final class TapDanceConsumer implements MessageConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {}
    }
}
