package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.racecar.engine.produce.KeyPartitioner;
import io.racecar.engine.produce.Partitioning;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientPropertiesTest {
    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    @Test
    void aConsumerGetsTheDefaults() {
        Map<String, Object> properties = builder.build().consumerProperties("user-ban-consumer");

        assertThat(properties)
                .containsOnly(
                        entry("bootstrap.servers", "localhost:9092"),
                        entry("client.id", "racecar"),
                        entry("security.protocol", "PLAINTEXT"),
                        entry("request.timeout.ms", "30000"),
                        entry("group.id", "user-ban-consumer"),
                        entry("group.protocol", "classic"),
                        entry("session.timeout.ms", "30000"),
                        entry("heartbeat.interval.ms", "10000"),
                        entry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName()),
                        entry("max.poll.interval.ms", "300000"),
                        entry("max.poll.records", 2000),
                        entry("fetch.max.wait.ms", "1000"),
                        entry("fetch.min.bytes", "1"),
                        entry("fetch.max.bytes", "10485760"),
                        entry("receive.buffer.bytes", "-1"),
                        entry("auto.offset.reset", "none"),
                        entry("enable.auto.commit", false),
                        entry("allow.auto.create.topics", false),
                        entry("metadata.max.age.ms", 30_000),
                        entry("key.deserializer", ByteArrayDeserializer.class),
                        entry("value.deserializer", ByteArrayDeserializer.class));
        assertThat(new ConsumerConfig(properties).unused()).isNotNull();
    }

    @Test
    void theProducerGetsTheDefaults() {
        Map<String, Object> properties = builder.build().producerProperties();

        assertThat(properties)
                .containsOnly(
                        entry("bootstrap.servers", "localhost:9092"),
                        entry("client.id", "racecar"),
                        entry("security.protocol", "PLAINTEXT"),
                        entry("compression.type", "none"),
                        entry("linger.ms", "5"),
                        entry("delivery.timeout.ms", "300000"),
                        entry("buffer.memory", "33554432"),
                        entry("acks", "all"),
                        entry("enable.idempotence", true),
                        entry("max.block.ms", 0),
                        entry("batch.size", 65536),
                        entry("request.timeout.ms", "30000"),
                        entry("key.serializer", ByteArraySerializer.class),
                        entry("value.serializer", ByteArraySerializer.class));
        assertThat(new ProducerConfig(properties).getLong("linger.ms")).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(value = Partitioning.class, mode = EnumSource.Mode.EXCLUDE, names = "MURMUR2_RANDOM")
    void kafkasClientMakesThePartitioner(Partitioning partitioning) {
        Map<String, Object> properties =
                builder.set("producer.partitioner", partitioning).build().producerProperties();

        ProducerConfig config = new ProducerConfig(properties);

        assertThat(config.getConfiguredInstance("partitioner.class", Partitioner.class))
                .isInstanceOf(KeyPartitioner.class);
        assertThat(config.unused()).doesNotContain(KeyPartitioner.PARTITIONING);
    }

    @Test
    void kafkasOwnPartitioningIsLeftToIt() {
        Map<String, Object> properties =
                builder.set("producer.partitioner", "murmur2_random").build().producerProperties();

        assertThat(properties).doesNotContainKeys("partitioner.class", KeyPartitioner.PARTITIONING);
    }

    @Test
    void theAdminClientGetsTheDefaults() {
        Map<String, Object> properties = builder.build().adminProperties();

        assertThat(properties)
                .containsOnly(
                        entry("bootstrap.servers", "localhost:9092"),
                        entry("client.id", "racecar"),
                        entry("security.protocol", "PLAINTEXT"),
                        entry("request.timeout.ms", "30000"),
                        entry("default.api.timeout.ms", 60_000));
        assertThat(new AdminClientConfig(properties).getInt("request.timeout.ms"))
                .isEqualTo(30_000);
    }

    @Test
    void whatBelongsToTheClassicProtocolIsSentWithNoOther() {
        Map<String, Object> properties =
                builder.set("groupProtocol", "consumer").build().consumerProperties("a");

        assertThat(properties)
                .containsEntry("group.protocol", "consumer")
                .doesNotContainKeys("session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy");
        assertThat(new ConsumerConfig(properties).getString("group.protocol")).isEqualTo("consumer");
    }

    @Test
    void assignorsAreSentByTheirClasses() {
        Map<String, Object> properties = builder.set("partitionAssignmentStrategy", "cooperative_sticky, range")
                .build()
                .consumerProperties("a");

        assertThat(new ConsumerConfig(properties).getList("partition.assignment.strategy"))
                .containsExactly(CooperativeStickyAssignor.class.getName(), RangeAssignor.class.getName());
    }

    @Test
    void aPollReturnsALargestBatch() {
        RacecarConfig config = builder.set("fetchMessages", 5000).build();

        assertThat(config.consumerProperties("a")).containsEntry("max.poll.records", 5000);
    }

    @Test
    void rawPropertiesHaveTheLastWord() {
        RacecarConfig config = builder.set("fetchMinBytes", "1KiB")
                .set("consumerProperties", Map.of("fetch.min.bytes", 2048, "check.crcs", false))
                .set("consumers.a.consumerProperties", Map.of("fetch.min.bytes", 4096))
                .set("producer.properties", Map.of("batch.size", "1"))
                .build();

        assertThat(config.consumerProperties("b")).containsEntry("fetch.min.bytes", "2048");
        assertThat(config.consumerProperties("a"))
                .containsEntry("fetch.min.bytes", "4096")
                .containsEntry("check.crcs", "false");
        assertThat(config.producerProperties()).containsEntry("batch.size", "1");
    }

    @Test
    void anAdminClientGetsTheRawPropertiesThatItKnows() {
        RacecarConfig config = builder.set(
                        "consumerProperties", Map.of("client.dns.lookup", "use_all_dns_ips", "check.crcs", false))
                .build();

        assertThat(config.adminProperties())
                .containsEntry("client.dns.lookup", "use_all_dns_ips")
                .doesNotContainKey("check.crcs");
    }

    @Test
    void theProducerWaitsForAnAnswerNoLongerThanAMessageLives() {
        Map<String, Object> properties = builder.set("producer.messageTimeout", "2s")
                .set("producer.linger", "500ms")
                .build()
                .producerProperties();

        assertThat(new ProducerConfig(properties).getInt("request.timeout.ms")).isEqualTo(1500);
    }
}
