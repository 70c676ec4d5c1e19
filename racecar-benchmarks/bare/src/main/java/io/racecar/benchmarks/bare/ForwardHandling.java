package io.racecar.benchmarks.bare;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends all of a poll, waits for their acknowledgements, and only then commits: at least once. */
final class ForwardHandling implements Handling {
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

    ForwardHandling(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void handle(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var unused = producer.send(new ProducerRecord<>(topic, record.key(), record.value()), this::noteFailure);
        }
        producer.flush();
        Exception failure = firstFailure.get();
        if (failure != null) {
            throw new IllegalStateException("an output was not acknowledged", failure);
        }
    }

    private void noteFailure(RecordMetadata metadata, @Nullable Exception error) {
        if (error != null) {
            firstFailure.compareAndSet(null, error);
        }
    }

    @Override
    public void commit(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.commitSync();
    }
}
