package io.racecar.testing.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** What a handler produces that copies its messages to another topic: in the same partition, the offset of each. */
final class Copies {
    /** Kafka's producer never ends splitting a batch that is too large for the broker if its small messages are tiny. */
    private static final String TEXT = "copy of message ";

    private final Race race;
    private final String topic;

    Copies(Race race) {
        this.race = race;
        this.topic = topicOf(race.topic());
    }

    /** Where the messages of a topic are copied to. */
    static String topicOf(String original) {
        return original + "-copies";
    }

    static OutgoingMessage of(Message<?> message) {
        return OutgoingMessage.to(topicOf(message.topic()))
                .partition(message.partition())
                .value(TEXT + message.offset());
    }

    String topic() {
        return topic;
    }

    /** Asserts that every message from those offsets on, and before the others, was copied at least once. */
    void assertAll(Map<Partition, Long> from, Map<Partition, Long> to) {
        Map<Partition, List<Long>> copies = read();
        to.forEach((partition, end) -> assertThat(new TreeSet<>(copies.getOrDefault(partition, List.of())))
                .as("copies of %s", partition)
                .containsAll(LongStream.range(from.getOrDefault(partition, 0L), end)
                        .boxed()
                        .toList()));
    }

    /** Asserts that every message before those offsets was copied. */
    void assertAll(Map<Partition, Long> to) {
        assertAll(Map.of(), to);
    }

    /** Asserts that copies stand in the order of each lane; repeats may step back, but nothing is ahead of its turn. */
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

    private Map<Partition, List<Long>> read() {
        Map<Partition, List<Long>> copies = new HashMap<>();
        long count = race.brokers().messages(topic);
        if (count > 0) {
            race.kafka()
                    .read(topic, Math.toIntExact(count), Race.LONG)
                    .forEach(copy -> copies.computeIfAbsent(race.partition(copy.partition()), it -> new ArrayList<>())
                            .add(original(copy)));
        }
        return copies;
    }

    private static long original(Message<byte[]> copy) {
        return Long.parseLong(new String(copy.valueBytes(), UTF_8).substring(TEXT.length()));
    }
}
