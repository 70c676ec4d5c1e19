package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.racecar.BatchConsumer;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must never start: all of it is reported at once. */
class RegistrationsTest {
    private final RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());

    @Test
    void everyWrongRegistrationIsReportedAtOnce() {
        assertThat(problems(Racecar.builder(config.build())
                        .consumer("one topic", byte[].class, (message, context) -> {})
                        .consumer("twice", byte[].class, (message, context) -> {})
                        .consumer("twice", byte[].class, (message, context) -> {})
                        .consumer(WrongTopic.class)
                        .consumer(NoTopic.class)
                        .consumer(NoConstructor.class)
                        .consumer(Both.class)))
                .anyMatch(problem -> problem.contains("one topic"))
                .anyMatch(problem -> problem.contains("two consumers are named twice"))
                .anyMatch(problem -> problem.contains("user/banned") && problem.contains("Kafka refuses"))
                .anyMatch(problem -> problem.contains("NoTopic") && problem.contains("@SubscribesTo"))
                .anyMatch(problem -> problem.contains("NoConstructor") && problem.contains("constructor"))
                .anyMatch(problem -> problem.contains("Both") && problem.contains("implement one"));
    }

    @Test
    void twoConsumersOfOneGroupAreRefused() {
        assertThat(problems(Racecar.builder(config.set("groupId", "shared").build())
                        .consumer("one", byte[].class, (message, context) -> {})
                        .consumer("two", byte[].class, (message, context) -> {})))
                .singleElement()
                .asString()
                .contains("one", "two", "shared");
    }

    private static List<String> problems(Racecar.Builder builder) {
        return catchThrowableOfType(InvalidConfigurationException.class, builder::build)
                .problems();
    }

    private abstract static class Handles<V> implements MessageConsumer<V> {
        @Override
        public void process(Message<V> message, Context context) {}
    }

    @SubscribesTo("user/banned")
    private static final class WrongTopic extends Handles<String> {}

    private static final class NoTopic extends Handles<String> {}

    @SubscribesTo("topic")
    private static final class NoConstructor extends Handles<String> {
        @SuppressWarnings("unused")
        NoConstructor(String argument) {}
    }

    @SubscribesTo("topic")
    private static final class Both extends Handles<String> implements BatchConsumer<String> {
        @Override
        public void processBatch(List<Message<String>> messages, Context context) {}
    }
}
