package io.racecar.engine.produce;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka producers with what this package relies on: idempotent, acknowledged by all replicas, never blocking (P1). */
public final class KafkaProducers implements Supplier<Producer<byte[], byte[]>> {
    private final Map<String, Object> properties;

    /**
     * Producers with these properties.
     *
     * @param properties Kafka producer properties; those that this package relies on are overridden
     */
    public KafkaProducers(Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0L);
        this.properties = Map.copyOf(all);
    }

    @Override
    public Producer<byte[], byte[]> get() {
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
