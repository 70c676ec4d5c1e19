package io.racecar.testing.guarantees;

import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.testing.EmbeddedKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Produces to topics that nobody else produces to: in each partition the number of a message is its offset. Thread-safe. */
final class NumberedMessages {
    private final EmbeddedKafka kafka;
    private final Map<Partition, Long> next = new HashMap<>();
    private int keys;

    NumberedMessages(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    /** From now on messages have so many keys in turn, in each partition; none with 0. */
    synchronized void keys(int ofEach) {
        keys = ofEach;
    }

    /** From now on messages are produced to so many partitions of the topic. */
    synchronized void add(String topic, int partitions) {
        for (int i = 0; i < partitions; i++) {
            next.putIfAbsent(new Partition(topic, i), 0L);
        }
    }

    /** The topic is gone, and what was produced to it; returns its partitions. */
    synchronized List<Partition> remove(String topic) {
        List<Partition> gone =
                next.keySet().stream().filter(it -> it.topic().equals(topic)).toList();
        gone.forEach(next::remove);
        return gone;
    }

    /** Produces the next so many messages of each partition, and waits until the brokers have them. */
    synchronized void produce(int ofEach) {
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int i = 0; i < ofEach; i++) {
            next.replaceAll((partition, number) -> {
                messages.add(message(partition, number));
                return number + 1;
            });
        }
        kafka.produce(messages.toArray(OutgoingMessage[]::new));
    }

    private OutgoingMessage message(Partition partition, long number) {
        return OutgoingMessage.to(partition.topic())
                .key(keys == 0 ? null : "key " + number % keys)
                .partition(partition.number())
                .value(Long.toString(number));
    }

    /** How many there are in each partition. */
    synchronized Map<Partition, Long> counts() {
        return Map.copyOf(next);
    }
}
