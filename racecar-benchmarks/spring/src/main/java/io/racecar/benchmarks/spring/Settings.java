package io.racecar.benchmarks.spring;

import io.racecar.benchmarks.probe.Run;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** What a run sets: Spring's under {@code spring.}, the rest is the Kafka client's. */
final class Settings {
    private static final String CONCURRENCY = "spring.concurrency";
    private static final String OUTPUT = "spring.output";

    private final Run run;

    Settings(Run run) {
        this.run = run;
    }

    String topic() {
        return run.topic();
    }

    int concurrency() {
        return Integer.parseInt(run.settings().getOrDefault(CONCURRENCY, "1"));
    }

    /** Whether a batch listener waits for all outputs of a poll, or a listener of single messages for none. */
    boolean waitsForOutput() {
        return "awaited".equals(run.settings().get(OUTPUT));
    }

    ConsumerFactory<byte[], byte[]> consumers() {
        Map<String, Object> properties = new HashMap<>(run.settings());
        properties.remove(CONCURRENCY);
        properties.remove(OUTPUT);
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, run.brokers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, run.group());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new DefaultKafkaConsumerFactory<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaTemplate<byte[], byte[]> template(String interceptor) {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                run.brokers(),
                ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
                interceptor);
        return new KafkaTemplate<>(
                new DefaultKafkaProducerFactory<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }
}
