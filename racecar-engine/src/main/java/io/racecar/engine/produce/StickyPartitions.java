package io.racecar.engine.produce;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions for messages that may go anywhere: per topic one for a short while, so that they travel in few batches, then
 * another. Thread-safe.
 */
final class StickyPartitions {
    /** As in librdkafka. */
    private static final long WHILE = Duration.ofMillis(10).toNanos();

    private final LongSupplier clock;
    private final IntUnaryOperator random;
    private final Map<String, Choice> choices = new ConcurrentHashMap<>();

    private record Choice(int partition, long since) {}

    /** Takes nanoseconds, and what gives a random number from 0 to below its argument. */
    StickyPartitions(LongSupplier clock, IntUnaryOperator random) {
        this.clock = clock;
        this.random = random;
    }

    int partition(String topic, Cluster cluster) {
        Choice choice = choices.get(topic);
        if (choice == null || clock.getAsLong() - choice.since() >= WHILE || isDown(topic, choice, cluster)) {
            choice = new Choice(any(topic, cluster), clock.getAsLong());
            choices.put(topic, choice);
        }
        return choice.partition();
    }

    private static boolean isDown(String topic, Choice choice, Cluster cluster) {
        PartitionInfo partition = cluster.partition(new TopicPartition(topic, choice.partition()));
        return partition == null || partition.leader() == null;
    }

    /** One that has a leader, if there is any such. */
    private int any(String topic, Cluster cluster) {
        List<PartitionInfo> up = cluster.availablePartitionsForTopic(topic);
        return up.isEmpty()
                ? random.applyAsInt(cluster.partitionCountForTopic(topic))
                : up.get(random.applyAsInt(up.size())).partition();
    }
}
