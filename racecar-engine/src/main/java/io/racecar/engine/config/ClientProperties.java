package io.racecar.engine.config;

import io.racecar.engine.produce.KeyPartitioner;
import io.racecar.engine.produce.Partitioning;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The properties of Kafka clients that follow from settings. */
final class ClientProperties {
    /** Fewer per poll would cost throughput, whatever the size of batches. */
    private static final int LEAST_POLL_RECORDS = 2000;

    /** Renewals poll several times in it, however short handlers have to be. */
    private static final Duration SHORTEST_SHARE_POLL_INTERVAL = Duration.ofMinutes(5);

    private static final int BATCH_BYTES = 64 * 1024;
    private static final Duration ADMIN_TIMEOUT = Duration.ofMinutes(1);

    /** What a transactional producer waits for a topic, for memory, and at a time for the end of a transaction. */
    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(10);

    private static final List<Setting<?>> OF_CONSUMERS = List.of(
            ConsumerKeys.GROUP_PROTOCOL,
            ConsumerKeys.MAX_POLL_INTERVAL,
            FetchKeys.MAX_WAIT_TIME,
            FetchKeys.FETCH_MIN_BYTES,
            FetchKeys.MAX_BYTES,
            FetchKeys.RECEIVE_BUFFER_BYTES);
    private static final List<Setting<?>> OF_SHARE_CONSUMERS = List.of(
            ProcessKeys.SOCKET_TIMEOUT,
            FetchKeys.MAX_WAIT_TIME,
            FetchKeys.FETCH_MIN_BYTES,
            FetchKeys.MAX_BYTES,
            FetchKeys.RECEIVE_BUFFER_BYTES);
    private static final List<Setting<?>> OF_CLASSIC_CONSUMERS = List.of(
            ConsumerKeys.SESSION_TIMEOUT, ConsumerKeys.HEARTBEAT_INTERVAL, ConsumerKeys.PARTITION_ASSIGNMENT_STRATEGY);
    private static final List<Setting<?>> OF_PRODUCERS = List.of(
            ProducerKeys.COMPRESSION_CODEC,
            ProducerKeys.LINGER,
            ProducerKeys.MESSAGE_TIMEOUT,
            ProducerKeys.BUFFER_BYTES);

    private final Values values;

    ClientProperties(Values values) {
        this.values = values;
    }

    Map<String, Object> consumer(String groupId) {
        if (values.get(ConsumerKeys.GROUP_PROTOCOL) == GroupProtocol.SHARE) {
            return shareConsumer(groupId);
        }
        Map<String, Object> properties = common();
        values.copy(ProcessKeys.SOCKET_TIMEOUT, properties);
        OF_CONSUMERS.forEach(setting -> values.copy(setting, properties));
        if (values.get(ConsumerKeys.GROUP_PROTOCOL) == GroupProtocol.CLASSIC) {
            OF_CLASSIC_CONSUMERS.forEach(setting -> values.copy(setting, properties));
        }
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        properties.put(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                Math.max(values.get(FetchKeys.FETCH_MESSAGES), LEAST_POLL_RECORDS));
        addEngineOwned(properties);
        if (values.get(GuaranteeKeys.PROCESSING_GUARANTEE) == ProcessingGuarantee.EXACTLY_ONCE) {
            properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        }
        addRaw(properties, values.map(ConsumerKeys.CONSUMER_PROPERTIES), ConsumerConfig::configDef);
        return properties;
    }

    /**
     * G1: nothing is fetched ahead, as its lock would run out while it waits. How long a handler takes is for the engine to see:
     * it polls only when all is acknowledged, or to renew.
     */
    private Map<String, Object> shareConsumer(String groupId) {
        Map<String, Object> properties = common();
        OF_SHARE_CONSUMERS.forEach(setting -> values.copy(setting, properties));
        long pollInterval = Math.max(
                values.get(ConsumerKeys.MAX_POLL_INTERVAL).toMillis(), SHORTEST_SHARE_POLL_INTERVAL.toMillis());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(pollInterval));
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, values.get(FetchKeys.FETCH_MESSAGES));
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        addOfAllProtocols(properties);
        addRaw(properties, values.map(ConsumerKeys.CONSUMER_PROPERTIES), ConsumerConfig::configDef);
        return properties;
    }

    /** L6: where to start and what to commit is the engine's; new topics and partitions are found soon. */
    private static void addEngineOwned(Map<String, Object> properties) {
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        addOfAllProtocols(properties);
    }

    private static void addOfAllProtocols(Map<String, Object> properties) {
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    }

    /** P1: idempotent, and a full buffer or unknown metadata fails at once. */
    Map<String, Object> producer() {
        Map<String, Object> properties = common();
        OF_PRODUCERS.forEach(setting -> values.copy(setting, properties));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        addPartitioner(properties);
        addRaw(properties, values.map(ProducerKeys.PROPERTIES), ProducerConfig::configDef);
        properties.computeIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, name -> requestTimeout(properties));
        return properties;
    }

    /**
     * P3: as {@link #producer}, but handlers' threads wait in the client, where a refusal would cost the whole transaction, and
     * nothing is sent longer than a transaction lasts.
     */
    Map<String, Object> transactionalProducer(String transactionalId) {
        Map<String, Object> properties = producer();
        long timeout = values.get(GuaranteeKeys.TRANSACTION_TIMEOUT).toMillis();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(timeout));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(timeout, LONGEST_BLOCK.toMillis()));
        long lifetime = Long.parseLong(String.valueOf(properties.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(Math.min(timeout, lifetime)));
        long linger = Long.parseLong(String.valueOf(properties.get(ProducerConfig.LINGER_MS_CONFIG)));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, Math.min(linger, timeout / 2));
        long longest = Long.parseLong(requestTimeout(properties));
        long request = Long.parseLong(String.valueOf(properties.get(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)));
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(Math.min(longest, request)));
        return properties;
    }

    /** Kafka's own way knows more than a partitioner may: which brokers are slow. */
    private void addPartitioner(Map<String, Object> properties) {
        values.find(ProducerKeys.PARTITIONER)
                .filter(partitioning -> partitioning != Partitioning.MURMUR2_RANDOM)
                .ifPresent(partitioning -> {
                    properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, KeyPartitioner.class);
                    properties.put(KeyPartitioner.PARTITIONING, partitioning);
                });
    }

    /** The producer refuses to wait longer for an answer than a message lives. */
    private String requestTimeout(Map<String, Object> properties) {
        long lifetime = Long.parseLong(String.valueOf(properties.get(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)))
                - Long.parseLong(String.valueOf(properties.get(ProducerConfig.LINGER_MS_CONFIG)));
        long socketTimeout = values.get(ProcessKeys.SOCKET_TIMEOUT).toMillis();
        return String.valueOf(Math.max(1, Math.min(socketTimeout, lifetime)));
    }

    /** Raw consumer properties that an admin client knows as well are needed to connect, so it gets them too. */
    Map<String, Object> admin() {
        Map<String, Object> properties = common();
        values.copy(ProcessKeys.SOCKET_TIMEOUT, properties);
        Duration socketTimeout = values.get(ProcessKeys.SOCKET_TIMEOUT);
        properties.put(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(Math.max(ADMIN_TIMEOUT.toMillis(), socketTimeout.toMillis())));
        Map<String, String> raw = new LinkedHashMap<>(values.map(ConsumerKeys.CONSUMER_PROPERTIES));
        raw.keySet().retainAll(AdminClientConfig.configNames());
        addRaw(properties, raw, AdminClientConfig::configDef);
        return properties;
    }

    private Map<String, Object> common() {
        Map<String, Object> properties = new LinkedHashMap<>();
        values.copy(ProcessKeys.BROKERS, properties);
        values.copy(ProcessKeys.CLIENT_ID, properties);
        properties.putAll(new SecurityProperties(values).properties());
        return properties;
    }

    private static void addRaw(Map<String, Object> properties, Map<String, String> raw, Supplier<ConfigDef> known) {
        raw.forEach((name, value) -> {
            ConfigDef.ConfigKey key = known.get().configKeys().get(name);
            boolean secret = key != null && key.type == ConfigDef.Type.PASSWORD;
            properties.put(name, secret ? new Password(value) : value);
        });
    }
}
