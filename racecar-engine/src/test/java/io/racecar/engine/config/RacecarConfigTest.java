package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.produce.Partitioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RacecarConfigTest {
    private static final String EVERYTHING = """
        brokers: [kafka1:9092, kafka2]
        clientId: my-app
        groupIdPrefix: staging.
        groupProtocol: Classic
        groupInstanceId: pod-1
        leaveOnStop: true
        offsetCommitInterval: 5
        synchronousCommits: true
        sessionTimeout: 45 seconds
        heartbeatInterval: PT15S
        partitionAssignmentStrategy: [cooperative-sticky, range]
        maxPollInterval: 1h
        rebalanceTimeout: 0.5
        shutdownTimeout: 1m
        pauseTimeout: 500ms
        pauseWithExponentialBackoff: true
        maxPauseTimeout: 2 minutes
        socketTimeout: 20s
        maxWaitTime: 100 milliseconds
        fetchMinBytes: 1KiB
        maxBytes: 10MB
        fetchMessages: 3000
        maxBufferedMessages: 5000
        maxBufferedBytes: 1 GiB
        receiveBufferBytes: 64kB
        parallelWorkers: 2
        concurrency: 4
        ordering: KEY
        virtualThreads: false
        maxUncommittedSpan: 5000
        deadLetter: {topic: dead, afterAttempts: 3, on: [java.io.IOException]}
        valueDeserializer: org.apache.kafka.common.serialization.StringDeserializer
        valueDeserializerProperties: {deserializer.encoding: UTF-16}
        lagInterval: 30s
        consumerProperties: {check.crcs: false}
        producer:
          compressionCodec: zstd
          partitioner: consistent_random
          linger: 10ms
          messageTimeout: 2m
          maxInFlightDeliveries: 500
          bufferBytes: 16MiB
          properties: {batch.size: 1024}
        securityProtocol: sasl_plaintext
        sasl: {mechanism: scram_sha_512, username: me, password: hunter2}
        consumers:
          tap-dance-consumer:
            class: com.example.TapDanceConsumer
            groupId: dancers
            topics: {taps: staging.taps}
            pauseTimeout: -1
            groupProtocol: consumer
        """;

    @TempDir
    Path directory;

    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    @Test
    void theDefaultsAreThoseOfTheReference() {
        RacecarConfig config = builder.build();
        ConsumerSettings consumer = config.consumer("user-ban-consumer");
        ProducerSettings producer = config.producer();

        assertThat(config.brokers()).containsExactly("localhost:9092");
        assertThat(config.clientId()).isEqualTo("racecar");
        assertThat(config.socketTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.lagInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.consumerNames()).isEmpty();
        assertThat(config.consumerClass("user-ban-consumer")).isEmpty();
        assertThat(consumer.name()).isEqualTo("user-ban-consumer");
        assertThat(consumer.groupId()).isEqualTo("user-ban-consumer");
        assertThat(consumer.groupProtocol()).isEqualTo(GroupProtocol.CLASSIC);
        assertThat(consumer.groupInstanceId()).isEmpty();
        assertThat(consumer.leaveOnStop()).isFalse();
        assertThat(consumer.topics()).isEmpty();
        assertThat(consumer.valueDeserializer()).isEmpty();
        assertThat(consumer.valueDeserializerProperties()).isEmpty();
        assertThat(consumer.offsetCommitInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(consumer.synchronousCommits()).isFalse();
        assertThat(consumer.sessionTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(consumer.heartbeatInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(consumer.partitionAssignmentStrategy()).containsExactly("cooperative-sticky");
        assertThat(consumer.maxPollInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(consumer.rebalanceTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(consumer.shutdownTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(consumer.pauseTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(consumer.pauseWithExponentialBackoff()).isFalse();
        assertThat(consumer.maxPauseTimeout()).isEmpty();
        assertThat(consumer.parallelWorkers()).isEqualTo(1);
        assertThat(consumer.concurrency()).isEqualTo(1);
        assertThat(consumer.ordering()).isEqualTo(Ordering.PARTITION);
        assertThat(consumer.virtualThreads()).isFalse();
        assertThat(consumer.maxUncommittedSpan()).isEqualTo(100_000);
        assertThat(consumer.maxWaitTime()).isEqualTo(Duration.ofSeconds(1));
        assertThat(consumer.fetchMinBytes()).isEqualTo(1);
        assertThat(consumer.maxBytes()).isEqualTo(10_485_760);
        assertThat(consumer.fetchMessages()).isEqualTo(1000);
        assertThat(consumer.maxBufferedMessages()).isEqualTo(20_000);
        assertThat(consumer.maxBufferedBytes()).isEqualTo(64 * 1024 * 1024);
        assertThat(consumer.receiveBufferBytes()).isEqualTo(-1);
        assertThat(producer.compressionCodec()).isEqualTo(CompressionCodec.NONE);
        assertThat(producer.partitioner()).isEmpty();
        assertThat(producer.linger()).isEqualTo(Duration.ofMillis(5));
        assertThat(producer.messageTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(producer.maxInFlightDeliveries()).isEqualTo(10_000);
        assertThat(producer.bufferBytes()).isEqualTo(32 * 1024 * 1024);
    }

    @Test
    void everyKeyIsMapped() throws IOException {
        RacecarConfig config = everything();
        ConsumerSettings consumer = config.consumer("user-ban-consumer");
        ProducerSettings producer = config.producer();

        assertThat(config.brokers()).containsExactly("kafka1:9092", "kafka2:9092");
        assertThat(config.clientId()).isEqualTo("my-app");
        assertThat(config.socketTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.lagInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(consumer.groupId()).isEqualTo("staging.user-ban-consumer");
        assertThat(consumer.groupProtocol()).isEqualTo(GroupProtocol.CLASSIC);
        assertThat(consumer.groupInstanceId()).contains("pod-1");
        assertThat(consumer.leaveOnStop()).isTrue();
        assertThat(consumer.valueDeserializer()).contains(StringDeserializer.class.getName());
        assertThat(consumer.valueDeserializerProperties()).containsOnly(Map.entry("deserializer.encoding", "UTF-16"));
        assertThat(consumer.offsetCommitInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(consumer.synchronousCommits()).isTrue();
        assertThat(consumer.sessionTimeout()).isEqualTo(Duration.ofSeconds(45));
        assertThat(consumer.heartbeatInterval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(consumer.partitionAssignmentStrategy()).containsExactly("cooperative-sticky", "range");
        assertThat(consumer.maxPollInterval()).isEqualTo(Duration.ofHours(1));
        assertThat(consumer.rebalanceTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(consumer.shutdownTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(consumer.pauseTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(consumer.pauseWithExponentialBackoff()).isTrue();
        assertThat(consumer.maxPauseTimeout()).contains(Duration.ofMinutes(2));
        assertThat(consumer.parallelWorkers()).isEqualTo(2);
        assertThat(consumer.concurrency()).isEqualTo(4);
        assertThat(consumer.ordering()).isEqualTo(Ordering.KEY);
        assertThat(consumer.virtualThreads()).isFalse();
        assertThat(consumer.maxUncommittedSpan()).isEqualTo(5000);
        assertThat(consumer.deadLetterTopic()).contains("dead");
        assertThat(consumer.deadLetterAfterAttempts()).hasValue(3);
        assertThat(consumer.deadLetterOn()).containsExactly("java.io.IOException");
        assertThat(consumer.maxWaitTime()).isEqualTo(Duration.ofMillis(100));
        assertThat(consumer.fetchMinBytes()).isEqualTo(1024);
        assertThat(consumer.maxBytes()).isEqualTo(10_000_000);
        assertThat(consumer.fetchMessages()).isEqualTo(3000);
        assertThat(consumer.maxBufferedMessages()).isEqualTo(5000);
        assertThat(consumer.maxBufferedBytes()).isEqualTo(1024 * 1024 * 1024);
        assertThat(consumer.receiveBufferBytes()).isEqualTo(64_000);
        assertThat(producer.compressionCodec()).isEqualTo(CompressionCodec.ZSTD);
        assertThat(producer.partitioner()).contains(Partitioning.CONSISTENT_RANDOM);
        assertThat(producer.linger()).isEqualTo(Duration.ofMillis(10));
        assertThat(producer.messageTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(producer.maxInFlightDeliveries()).isEqualTo(500);
        assertThat(producer.bufferBytes()).isEqualTo(16 * 1024 * 1024);
        assertThat(config.producerProperties()).containsEntry("batch.size", "1024");
        assertThat(config.consumerProperties("user-ban-consumer")).containsEntry("check.crcs", "false");
        assertThat(config.adminProperties()).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }

    @Test
    void aConsumersOwnValuesComeFirst() throws IOException {
        RacecarConfig config = everything();
        ConsumerSettings consumer = config.consumer("tap-dance-consumer");

        assertThat(config.consumerNames()).containsExactly("tap-dance-consumer");
        assertThat(config.consumerClass("tap-dance-consumer")).contains("com.example.TapDanceConsumer");
        assertThat(consumer.groupId()).isEqualTo("dancers");
        assertThat(consumer.topics()).containsOnly(Map.entry("taps", "staging.taps"));
        assertThat(consumer.pauseTimeout()).isEqualTo(ConsumerSettings.UNTIL_RESUMED);
        assertThat(consumer.groupProtocol()).isEqualTo(GroupProtocol.CONSUMER);
        assertThat(consumer.maxPollInterval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void laterSourcesWin() throws IOException {
        Path file = Files.writeString(
                directory.resolve("racecar.yml"), "clientId: file\nlagInterval: 1s\nsocketTimeout: 2s\nbrokers: a");
        RacecarConfig config = RacecarConfig.builder()
                .set("clientId", "code")
                .environment(Map.of("RACECAR_CLIENT_ID", "environment", "RACECAR_LAG_INTERVAL", "3"))
                .file(file)
                .build();

        assertThat(config.effective())
                .contains(
                        new EffectiveSetting("clientId", "code", Source.CODE),
                        new EffectiveSetting("lagInterval", "3s", Source.ENVIRONMENT),
                        new EffectiveSetting("socketTimeout", "2s", Source.FILE),
                        new EffectiveSetting("brokers", "a:9092", Source.FILE),
                        new EffectiveSetting("maxWaitTime", "1s", Source.DEFAULT),
                        new EffectiveSetting("groupIdPrefix", "none", Source.DEFAULT),
                        new EffectiveSetting("consumerProperties", "{}", Source.DEFAULT));
    }

    @Test
    void entriesOfMappingsAreMergedAndListedOneByOne() {
        RacecarConfig config = builder.environment(Map.of("RACECAR_CONSUMER_PROPERTIES_CHECK_CRCS", "false"))
                .set("consumerProperties.fetch.min.bytes", 5)
                .set("consumers.a.consumerProperties", Map.of("check.crcs", true))
                .build();

        assertThat(config.effective())
                .contains(
                        new EffectiveSetting("consumerProperties.check.crcs", "false", Source.ENVIRONMENT),
                        new EffectiveSetting("consumerProperties.fetch.min.bytes", "5", Source.CODE),
                        new EffectiveSetting("consumers.a.consumerProperties.check.crcs", "true", Source.CODE));
        assertThat(config.consumerProperties("a"))
                .containsEntry("check.crcs", "true")
                .containsEntry("fetch.min.bytes", "5");
    }

    @Test
    void codeGivesObjects() {
        RacecarConfig config = builder.set("pauseTimeout", Duration.ofMillis(1500))
                .set("brokers", List.of("a:1", "b:2"))
                .set("groupProtocol", GroupProtocol.CONSUMER)
                .set("producer", Map.of("linger", "1ms"))
                .set("consumers.a.valueDeserializer", StringDeserializer.class)
                .set("consumers", Map.of("b", Map.of("concurrency", 2)))
                .build();

        assertThat(config.consumer("a").pauseTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(config.consumer("a").valueDeserializer()).contains(StringDeserializer.class.getName());
        assertThat(config.consumer("a").groupProtocol()).isEqualTo(GroupProtocol.CONSUMER);
        assertThat(config.consumer("b").concurrency()).isEqualTo(2);
        assertThat(config.producer().linger()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.brokers()).containsExactly("a:1", "b:2");
    }

    @Test
    void codeIsCheckedAsAFileIs() {
        builder.set("pauseTimout", 1).set("consumers.A b.pauseTimeout", 1).set("consumers.a.brokers", "x");

        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "pauseTimout is not a setting; did you mean pauseTimeout?",
                                        "consumers.A b must be named by lower-case letters and digits with single dashes "
                                                + "between them; did you mean a-b?",
                                        "consumers.a.brokers is not a setting; it cannot differ between consumers; "
                                                + "set it at the top"));
    }

    @Test
    void whatIsSetForAConsumerThatDoesNotExistIsAProblem() {
        RacecarConfig config = builder.set("consumers.user-ban-consumr.concurrency", 2)
                .set("consumers.zzz.concurrency", 2)
                .set("consumers.by-class.class", "com.example.ByClass")
                .build();

        assertThat(config.withConsumers(Set.of("user-ban-consumer")).problems())
                .containsExactly(
                        "consumers.user-ban-consumr is no consumer of this application; "
                                + "did you mean user-ban-consumer?",
                        "consumers.zzz is no consumer of this application; it has by-class, user-ban-consumer");
    }

    @Test
    void accessorsThrowWhileThereAreProblems() {
        RacecarConfig config = builder.build().with("clientId", List.of());

        assertThatThrownBy(config::brokers).isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(config::consumerNames).isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> config.consumer("a")).isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void aRawPropertyThatIsNearlyKafkasIsAWarning() {
        RacecarConfig config = builder.set(
                        "consumerProperties", Map.of("fetch.min.byte", 1, "schema.registry.url", "http://x"))
                .build();

        assertThat(config.warnings())
                .containsExactly(
                        "consumerProperties.fetch.min.byte is no property of Kafka's; did you mean fetch.min.bytes?");
    }

    private RacecarConfig everything() throws IOException {
        return builder.file(Files.writeString(directory.resolve("racecar.yml"), EVERYTHING))
                .build();
    }
}
