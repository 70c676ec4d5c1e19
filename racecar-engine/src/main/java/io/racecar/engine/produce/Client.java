package io.racecar.engine.produce;

import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;

/** One Kafka producer in the row of those that a SharedProducer uses. */
final class Client {
    private final Producer<byte[], byte[]> kafka;

    Client(Producer<byte[], byte[]> kafka) {
        this.kafka = kafka;
    }

    Producer<byte[], byte[]> kafka() {
        return kafka;
    }

    /** How many partitions a topic has, at least 1; a TimeoutException if it is not known, and asks for it. */
    int partitionsOf(String topic) {
        List<PartitionInfo> partitions = kafka.partitionsFor(topic);
        if (partitions.isEmpty()) {
            throw new TimeoutException("No partitions of topic " + topic + " are known");
        }
        return partitions.size();
    }
}
