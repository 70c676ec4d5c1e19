package io.racecar.engine.deadletters;

import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes Kafka's clients for the work on dead letters. Thread-safe. */
final class Clients {
    /** How long nobody may answer. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How long a producer's farewell may take; what is not written by then is ended by the brokers, or by the next one. */
    static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final String READ_COMMITTED = "read_committed";
    private static final int MOST_PER_POLL = 500;

    /** All that is to be read is there already, so waiting for more would only delay the end. */
    private static final int FETCH_WAIT_MILLIS = 50;

    /** As long does what a killed process has begun keep others from reading on, unless it is begun anew before. */
    private static final int TRANSACTION_MILLIS = 60_000;

    private final RacecarConfig config;

    Clients(RacecarConfig config) {
        this.config = config;
    }

    /** In no group. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = named(config.adminProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_PER_POLL);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The settings' own, but for one transaction at a time, and it waits for topics and memory. */
    Producer<byte[], byte[]> producer(String transactionalId) {
        Map<String, Object> properties = named(config.producerProperties());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        return new KafkaProducer<>(properties);
    }

    /** For seconds: an address that changes meanwhile is no matter, and looking for it fills the log while brokers are away. */
    Admin admin() {
        Map<String, Object> properties = named(config.adminProperties());
        properties.put(AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);
        return Admin.create(properties);
    }

    /** In an application these clients, when they close, must not take the figures of its own with them. */
    private static Map<String, Object> named(Map<String, Object> properties) {
        properties.merge(CommonClientConfigs.CLIENT_ID_CONFIG, "", (own, none) -> own + "-dead-letters");
        return properties;
    }
}
