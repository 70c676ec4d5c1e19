package io.racecar.testing;

import io.racecar.Message;
import io.racecar.engine.codec.RecordMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the first messages of a topic, once, on one thread. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final int count;
    private final Duration timeout;
    private final long deadline;
    private final KafkaConsumer<byte[], byte[]> consumer;
    /** By partition number. */
    private final List<Deque<ConsumerRecord<byte[], byte[]>>> found = new ArrayList<>();

    TopicReader(String brokers, String topic, int count, Duration timeout) {
        this.topic = topic;
        this.count = count;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                (int) POLL.toMillis());
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    List<Message<byte[]>> read() {
        try {
            assignAll();
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), remaining());
            while (size() < count || !isDecided(ends) && isTimeLeft()) {
                poll();
            }
            return first();
        } catch (TimeoutException e) {
            throw tooFew(e);
        }
    }

    private void assignAll() {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, remaining());
        while (partitions.isEmpty()) {
            requireTimeLeft();
            partitions = consumer.partitionsFor(topic, remaining());
        }
        partitions.forEach(partition -> found.add(new ArrayDeque<>()));
        consumer.assign(partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    private void poll() {
        requireTimeLeft();
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            found.get(message.partition()).add(message);
        }
    }

    /** Whether no partition has a message, from before the reading began, that might still be one of the first. */
    private boolean isDecided(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> found.get(end.getKey().partition()).size() >= count
                        || consumer.position(end.getKey(), remaining()) >= end.getValue());
    }

    /** By their times, but never against the order within a partition. */
    private List<Message<byte[]>> first() {
        PriorityQueue<Deque<ConsumerRecord<byte[], byte[]>>> heads =
                new PriorityQueue<>(Comparator.comparingLong((Deque<ConsumerRecord<byte[], byte[]>> partition) ->
                                partition.getFirst().timestamp())
                        .thenComparing(partition -> partition.getFirst().partition()));
        found.stream().filter(partition -> !partition.isEmpty()).forEach(heads::add);
        List<Message<byte[]>> first = new ArrayList<>(count);
        while (first.size() < count) {
            Deque<ConsumerRecord<byte[], byte[]>> partition = heads.remove();
            first.add(RecordMessage.of(partition.removeFirst(), ConsumerRecord::value));
            if (!partition.isEmpty()) {
                heads.add(partition);
            }
        }
        return first;
    }

    private int size() {
        return found.stream().mapToInt(Deque::size).sum();
    }

    private Duration remaining() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private boolean isTimeLeft() {
        return !remaining().isZero();
    }

    private void requireTimeLeft() {
        if (!isTimeLeft()) {
            throw tooFew(null);
        }
    }

    private AssertionError tooFew(@Nullable Throwable cause) {
        String holds = found.isEmpty() ? "was not found" : "held " + size();
        return new AssertionError(
                "topic " + topic + " was to hold " + count + " messages but " + holds + " after " + timeout.toMillis()
                        + " ms",
                cause);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
