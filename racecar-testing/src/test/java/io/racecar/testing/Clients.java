package io.racecar.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own clients for a cluster under test. */
final class Clients {
    private static final Duration WITHIN = Duration.ofSeconds(20);

    private final EmbeddedKafka kafka;

    Clients(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    Admin admin() {
        return Admin.create(with(Map.of()));
    }

    KafkaProducer<String, String> producer(Map<String, Object> properties) {
        return new KafkaProducer<>(with(properties), new StringSerializer(), new StringSerializer());
    }

    /** What a new member of a group gets first, from the beginning; commits it and leaves. */
    List<String> consume(String group, String protocol, String topic, int count) {
        Map<String, Object> properties =
                Map.of("group.id", group, "group.protocol", protocol, "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(with(properties), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<String> values = values(count, () -> consumer.poll(Duration.ofMillis(100)));
            consumer.commitSync();
            return values;
        }
    }

    List<String> share(String group, String topic, int count) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        AlterConfigOp fromTheBeginning =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(fromTheBeginning)))
                    .all()
                    .get();
        }
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                with(Map.of("group.id", group)), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            return values(count, () -> consumer.poll(Duration.ofMillis(100)));
        }
    }

    private static List<String> values(int count, Supplier<ConsumerRecords<String, String>> poll) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + WITHIN.toNanos();
        while (values.size() < count && System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<String, String> message : poll.get()) {
                values.add(message.value());
            }
        }
        return values;
    }

    private Map<String, Object> with(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", kafka.brokers());
        return all;
    }
}
