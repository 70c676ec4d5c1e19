package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.racecar.engine.produce.KeyPartitioner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether settings reach Kafka's clients: asks what these have understood. */
class KafkaPropertiesTest {
    private static final String CONSUMER = "user-ban-consumer";

    /** The engine does itself what these are for, or adds to them per worker. */
    private static final Set<String> THE_ENGINES =
            Set.of("offsetCommitInterval", "valueDeserializer", "groupInstanceId");

    private enum Client {
        CONSUMER,
        PRODUCER,
        ADMIN;

        @Nullable Object understood(RacecarConfig config, String path) {
            return parsed(config).values().get(property(path));
        }

        private AbstractConfig parsed(RacecarConfig config) {
            return switch (this) {
                case CONSUMER -> new ConsumerConfig(config.consumerProperties(KafkaPropertiesTest.CONSUMER));
                case PRODUCER -> new ProducerConfig(config.producerProperties());
                case ADMIN -> new AdminClientConfig(config.adminProperties());
            };
        }
    }

    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    @ParameterizedTest
    @MethodSource("applied")
    void theClientUnderstandsTheSetting(Client client, String path, String given, Object understood) {
        RacecarConfig config = builder.set(path, given).build();

        assertThat(client.understood(config, path)).isEqualTo(understood);
    }

    @ParameterizedTest
    @MethodSource("applied")
    void aConsumersOwnValueReachesItsClientOnly(Client client, String path, String given, Object understood) {
        boolean overridable = Settings.find(CONSUMER, path).isPresent();
        RacecarConfig config = overridable
                ? builder.set("consumers." + CONSUMER + "." + path, given)
                        .set("consumers.other.parallelWorkers", 1)
                        .build()
                : builder.set(path, given).build();

        assertThat(client.understood(config, path)).isEqualTo(understood);
        if (overridable) {
            assertThat(new ConsumerConfig(config.consumerProperties("other"))
                            .values()
                            .get(property(path)))
                    .isNotEqualTo(understood);
        }
    }

    @Test
    void everySettingWithAPropertyIsTried() {
        Set<String> tried = Set.copyOf(applied().map(it -> (String) it.get()[1]).toList());

        assertThat(Settings.ALL)
                .filteredOn(setting -> setting.kafkaProperty() != null)
                .filteredOn(setting -> !SecurityKeys.ALL.contains(setting)) // SecurityTest tries those
                .extracting(Setting::path)
                .filteredOn(path -> !THE_ENGINES.contains(path))
                .allMatch(tried::contains);
    }

    static Stream<Arguments> applied() {
        List<String> brokers = List.of("kafka1:9092", "kafka2:9093");
        return Stream.of(
                arguments(Client.CONSUMER, "brokers", "kafka1,kafka2:9093", brokers),
                arguments(Client.PRODUCER, "brokers", "kafka1,kafka2:9093", brokers),
                arguments(Client.ADMIN, "brokers", "kafka1,kafka2:9093", brokers),
                arguments(Client.CONSUMER, "clientId", "shop", "shop"),
                arguments(Client.PRODUCER, "clientId", "shop", "shop"),
                arguments(Client.ADMIN, "clientId", "shop", "shop"),
                arguments(Client.CONSUMER, "socketTimeout", "7s", 7000),
                arguments(Client.PRODUCER, "socketTimeout", "7s", 7000),
                arguments(Client.ADMIN, "socketTimeout", "7s", 7000),
                arguments(Client.CONSUMER, "groupId", "mine", "mine"),
                arguments(Client.CONSUMER, "groupProtocol", "Consumer", "consumer"),
                arguments(Client.CONSUMER, "sessionTimeout", "45", 45_000),
                arguments(Client.CONSUMER, "heartbeatInterval", "1.5", 1500),
                arguments(
                        Client.CONSUMER,
                        "partitionAssignmentStrategy",
                        "sticky",
                        List.of(StickyAssignor.class.getName())),
                arguments(Client.CONSUMER, "maxPollInterval", "PT10M", 600_000),
                arguments(Client.CONSUMER, "maxWaitTime", "250ms", 250),
                arguments(Client.CONSUMER, "fetchMinBytes", "1KiB", 1024),
                arguments(Client.CONSUMER, "maxBytes", "20MiB", 20 * 1024 * 1024),
                arguments(Client.CONSUMER, "fetchMessages", "3000", 3000),
                arguments(Client.CONSUMER, "receiveBufferBytes", "64kB", 64_000),
                arguments(Client.PRODUCER, "producer.compressionCodec", "LZ4", "lz4"),
                arguments(Client.PRODUCER, "producer.partitioner", "fnv1a", KeyPartitioner.class),
                arguments(Client.PRODUCER, "producer.linger", "10ms", 10L),
                arguments(Client.PRODUCER, "producer.messageTimeout", "2m", 120_000),
                arguments(Client.PRODUCER, "producer.bufferBytes", "16MiB", 16L * 1024 * 1024));
    }

    private static String property(String path) {
        return Settings.ALL.stream()
                .filter(setting -> setting.path().equals(path))
                .map(Setting::kafkaProperty)
                .findFirst()
                .orElseThrow();
    }
}
