package io.racecar.testing.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a reader of committed messages sees of the copies that handlers make in transactions, in a topic of their own. */
final class CommittedCopies {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Race race;
    private final String topic;

    CommittedCopies(Race race) {
        this.race = race;
        this.topic = Copies.topicOf(race.topic());
    }

    /** Creates the topic. */
    CommittedCopies partitions(int partitions) {
        race.kafka().createTopic(topic, partitions);
        return this;
    }

    String topic() {
        return topic;
    }

    static OutgoingMessage of(io.racecar.Message<?> message) {
        return OutgoingMessage.to(Copies.topicOf(message.topic()))
                .partition(message.partition())
                .value(Long.toString(message.offset()));
    }

    /** Asserts that all that was produced has been copied once. */
    void assertEachOnce() {
        Map<Partition, List<Long>> copies = read();
        race.produced()
                .forEach((partition, count) -> assertThat(copies.getOrDefault(partition, List.of()).stream()
                                .sorted()
                                .toList())
                        .as("copies of %s", partition)
                        .isEqualTo(LongStream.range(0, count).boxed().toList()));
    }

    /** Asserts that copies stand in the order of each lane. */
    void assertInOrder() {
        int lanes = race.ledger().lanes();
        read().forEach((partition, offsets) -> {
            Set<Long> seen = new HashSet<>();
            assertThat(offsets).as("copies of %s", partition).allMatch(offset -> {
                seen.add(offset);
                return offset < lanes || seen.contains(offset - lanes);
            });
        });
    }

    /** How many are visible now. */
    int count() {
        return read().values().stream().mapToInt(List::size).sum();
    }

    /** By partition of the original, in order. */
    Map<Partition, List<Long>> read() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                race.kafka().brokers(),
                "isolation.level",
                "read_committed",
                "fetch.max.wait.ms",
                100);
        Map<Partition, List<Long>> copies = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
                for (ConsumerRecord<byte[], byte[]> copy : reader.poll(POLL)) {
                    copies.computeIfAbsent(race.partition(copy.partition()), it -> new ArrayList<>())
                            .add(Long.parseLong(new String(copy.value(), UTF_8)));
                }
            }
        }
        return copies;
    }
}
