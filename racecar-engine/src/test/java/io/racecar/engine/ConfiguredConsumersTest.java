package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchConsumer;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class ConfiguredConsumersTest {
    @Test
    void nothingIsWrongWithClassesThatCanBeRun() {
        assertThat(problems(Map.of(
                        "consumers.good.class", Good.class.getName(),
                        "consumers.good.topics", "bans=staging.bans",
                        "consumers.registered-in-code.pauseTimeout", "3s",
                        "deadLetter.topic", "dead",
                        "deadLetter.on", "java.io.IOException")))
                .isEmpty();
    }

    @Test
    void aClassWithoutAConstructorMayBeRegisteredWithAFactory() {
        assertThat(problems(Map.of("consumers.needy.class", Needy.class.getName())))
                .isEmpty();
    }

    @Test
    void everythingThatIsWrongIsFoundAtOnceAndNamedOnce() {
        assertThat(problems(Map.ofEntries(
                        Map.entry("consumers.absent.class", "com.example.Absent"),
                        Map.entry("consumers.text.class", "java.lang.String"),
                        Map.entry("consumers.both.class", Both.class.getName()),
                        Map.entry("consumers.idle.class", Idle.class.getName()),
                        Map.entry("consumers.raw.class", Raw.class.getName()),
                        Map.entry("consumers.good.class", Good.class.getName()),
                        Map.entry("consumers.good.topics", "nans=bans"),
                        Map.entry("consumers.good.deadLetter.topic", "bans"),
                        Map.entry("deadLetter.on", "com.example.AbsentException,java.lang.String"),
                        Map.entry("deadLetter.topic", "dead"),
                        Map.entry("consumers.in-code.deadLetter.on", "com.example.OtherException"),
                        Map.entry("consumers.in-code.valueDeserializer", Picky.class.getName()))))
                .satisfiesExactlyInAnyOrder(
                        it -> assertThat(it)
                                .startsWith("consumers.absent.class is com.example.Absent, which is not on"),
                        it -> assertThat(it).startsWith("the consumer class java.lang.String is neither a Message"),
                        it -> assertThat(it).startsWith("the consumer class java.lang.String subscribes to nothing"),
                        it -> assertThat(it).contains("$Both is both a MessageConsumer and a BatchConsumer"),
                        it -> assertThat(it).contains("$Idle subscribes to nothing"),
                        it -> assertThat(it).contains("$Raw"),
                        it -> assertThat(it).startsWith("consumers.good.topics names nans, to which the consumer"),
                        it -> assertThat(it)
                                .startsWith("deadLetter.on names com.example.AbsentException, which is not"),
                        it -> assertThat(it).startsWith("deadLetter.on names java.lang.String, which is no exception"),
                        it -> assertThat(it).startsWith("consumers.in-code.deadLetter.on names com.example.Other"),
                        it -> assertThat(it).startsWith("consumers.in-code: valueDeserializer must be"));
    }

    @Test
    void twoConsumersOfOneGroupAndADeadLetterTopicThatIsSubscribedToAreFound() {
        assertThat(problems(Map.of(
                        "consumers.one.class",
                        Good.class.getName(),
                        "consumers.two.class",
                        Good.class.getName(),
                        "groupId",
                        "shared",
                        "consumers.one.deadLetter.topic",
                        "bans")))
                .satisfiesExactlyInAnyOrder(
                        it -> assertThat(it).contains("one and two both have the groupId shared"),
                        it -> assertThat(it).contains("consumers.one.deadLetter.topic is bans, to which"));
    }

    @Test
    void transactionalIdsThatAreAlikeAreFound() {
        assertThat(problems(Map.of(
                        "consumers.orders.class",
                        Good.class.getName(),
                        "consumers.orders.groupId",
                        "shop-eu",
                        "consumers.eu-orders.class",
                        Good.class.getName(),
                        "consumers.eu-orders.groupId",
                        "shop",
                        "processingGuarantee",
                        "exactly-once",
                        "transactionalIdPrefix",
                        "pod-1")))
                .singleElement()
                .asString()
                .contains("eu-orders", "orders", "transactional ids that begin with pod-1-shop-eu-orders");
    }

    @Test
    void problemsOfTheSettingsKeepBackNothingThatIsWrongWithClasses() {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("consumers.absent.class", "com.example.Absent")
                .build()
                .with("pauseTimout", "1s");

        assertThat(ConfiguredConsumers.problems(config))
                .containsExactly(
                        "pauseTimout is not a setting; did you mean pauseTimeout?",
                        "consumers.absent.class is com.example.Absent, which is not on the classpath; give a class's full"
                                + " name, with $ before a nested one");
    }

    private static List<String> problems(Map<String, String> settings) {
        RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());
        settings.forEach(builder::set);
        return ConfiguredConsumers.problems(builder.build());
    }

    @SubscribesTo("bans")
    static final class Good implements MessageConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {}
    }

    @SubscribesTo("bans")
    static final class Needy implements MessageConsumer<String> {
        private final List<String> needed;

        Needy(List<String> needed) {
            this.needed = needed;
        }

        @Override
        public void process(Message<String> message, Context context) {
            needed.add(message.topic());
        }
    }

    @SubscribesTo("bans")
    static final class Both implements MessageConsumer<String>, BatchConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {}

        @Override
        public void processBatch(List<Message<String>> messages, Context context) {}
    }

    static final class Idle implements MessageConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {}
    }

    @SubscribesTo("bans")
    @SuppressWarnings("rawtypes")
    static final class Raw implements MessageConsumer {
        @Override
        public void process(Message message, Context context) {}
    }

    public static final class Picky implements Deserializer<String> {
        @Override
        public void configure(Map<String, ?> properties, boolean key) {
            throw new IllegalArgumentException("schema.registry.url is missing");
        }

        @Override
        public String deserialize(String topic, byte[] data) {
            return "";
        }
    }
}
