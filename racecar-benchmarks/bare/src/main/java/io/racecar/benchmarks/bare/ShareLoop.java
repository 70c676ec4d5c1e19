package io.racecar.benchmarks.bare;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The loop of a share group's member: what was polled is accepted by the next poll. */
final class ShareLoop {
    private static final Duration POLL = Duration.ofMillis(100);

    private ShareLoop() {}

    static void run(String topic, Properties properties, Handling handling) {
        startAtBeginning(properties);
        try (KafkaShareConsumer<byte[], byte[]> consumer =
                new KafkaShareConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (true) {
                handling.handle(consumer.poll(POLL));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the loop has ended", e);
        }
    }

    /** Where a share group starts is a setting of the group, not of its members. */
    private static void startAtBeginning(Properties properties) {
        ConfigResource group =
                new ConfigResource(ConfigResource.Type.GROUP, properties.getProperty(ConsumerConfig.GROUP_ID_CONFIG));
        AlterConfigOp earliest = new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), OpType.SET);
        Map<String, Object> brokers = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.getProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG));
        try (Admin admin = Admin.create(brokers)) {
            admin.incrementalAlterConfigs(Map.of(group, List.of(earliest)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException("the group's start cannot be set", e);
        }
    }
}
