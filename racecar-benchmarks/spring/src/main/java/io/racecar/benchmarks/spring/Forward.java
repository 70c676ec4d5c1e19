package io.racecar.benchmarks.spring;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.core.KafkaTemplate;

/** Sends on what it gets. */
final class Forward {
    private final KafkaTemplate<byte[], byte[]> template;
    private final String topic;

    Forward(KafkaTemplate<byte[], byte[]> template, String topic) {
        this.template = template;
        this.topic = topic;
    }

    /** Does not wait: the offset may be committed before the output is there, so this is not at least once. */
    void send(ConsumerRecord<byte[], byte[]> record) {
        var unused = template.send(topic, record.key(), record.value());
    }

    /** Waits for all of a poll, which is at least once. */
    void sendAndWait(List<ConsumerRecord<byte[], byte[]>> records) {
        CompletableFuture<?>[] sent = records.stream()
                .map(record -> template.send(topic, record.key(), record.value()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(sent).join();
    }
}
