package io.racecar.benchmarks.bare;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** One transaction for each poll, with its offsets: exactly once, as long as nothing fails. Not thread-safe. */
final class TransactionHandling implements Handling {
    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private Map<TopicPartition, OffsetAndMetadata> offsets = Map.of();

    /** @param producer with a transactional id */
    TransactionHandling(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
        producer.initTransactions();
    }

    @Override
    public void handle(ConsumerRecords<byte[], byte[]> records) {
        offsets = records.nextOffsets();
        if (offsets.isEmpty()) {
            return;
        }
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var unused = producer.send(new ProducerRecord<>(topic, record.key(), record.value()));
        }
    }

    @Override
    public void commit(KafkaConsumer<byte[], byte[]> consumer) {
        if (!offsets.isEmpty()) {
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
        }
    }
}
