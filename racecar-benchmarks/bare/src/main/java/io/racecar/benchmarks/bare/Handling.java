package io.racecar.benchmarks.bare;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What the loop does with what a poll returned. */
@FunctionalInterface
interface Handling {

    void handle(ConsumerRecords<byte[], byte[]> records) throws Exception;

    /** After each poll; nothing where the client commits by itself. */
    default void commit(KafkaConsumer<byte[], byte[]> consumer) {}
}
