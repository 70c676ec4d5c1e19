package io.racecar.benchmarks.bare;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends all of a poll, waits for their acknowledgements, and only then commits: at least once. */
final class ForwardHandling implements Handling {
    private final Producer<byte[], byte[]> producer;
    private final String topic;

    ForwardHandling(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void handle(ConsumerRecords<byte[], byte[]> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            producer.send(new ProducerRecord<>(topic, record.key(), record.value()));
        }
        producer.flush();
    }

    @Override
    public void commit(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.commitSync();
    }
}
