package io.racecar.engine.deadletters;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads a topic, or one partition of it, from its start to where it ended when this was made; again if asked to. Each
 * partition in order. Used by one thread.
 */
final class LetterReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> client;
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private LetterReader(Consumer<byte[], byte[]> client) {
        this.client = client;
    }

    /**
     * Looks up where the topic's partitions begin and end; closes the client if that fails.
     *
     * @throws DeadLettersException if there is no such topic
     */
    static LetterReader of(Consumer<byte[], byte[]> client, String topic) {
        LetterReader reader = new LetterReader(client);
        try {
            reader.assign(partitions(client, topic));
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        return reader;
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> client, String topic) {
        List<PartitionInfo> partitions = client.partitionsFor(topic, Clients.PATIENCE);
        if (partitions.isEmpty()) {
            throw new DeadLettersException(
                    "the dead-letter topic " + topic + " does not exist; create it, or correct deadLetter.topic", null);
        }
        return partitions.stream()
                .map(it -> new TopicPartition(topic, it.partition()))
                .toList();
    }

    private void assign(List<TopicPartition> partitions) {
        client.assign(partitions);
        starts.putAll(client.beginningOffsets(partitions, Clients.PATIENCE));
        ends.putAll(client.endOffsets(partitions, Clients.PATIENCE));
        rewind();
    }

    /** Where its partitions begin. */
    Map<TopicPartition, Long> starts() {
        return starts;
    }

    /** Where its partitions ended. */
    Map<TopicPartition, Long> ends() {
        return ends;
    }

    /** Reads up to there as well, once all of it can be. */
    void extend(Map<TopicPartition, Long> further) {
        further.forEach((partition, end) -> ends.merge(partition, end, Math::max));
    }

    /** How many offsets there are. */
    long total() {
        return ends.entrySet().stream()
                .mapToLong(it -> it.getValue() - starts.getOrDefault(it.getKey(), it.getValue()))
                .sum();
    }

    /** Reads from the start of each partition next. */
    void rewind() {
        rewind(partition -> OptionalLong.of(0));
    }

    /** Reads from there next; nothing of a partition without such a place. */
    void rewind(IntFunction<OptionalLong> firsts) {
        client.resume(client.paused());
        starts.forEach((partition, start) -> {
            long end = ends.getOrDefault(partition, start);
            client.seek(
                    partition,
                    Math.max(start, firsts.apply(partition.partition()).orElse(end)));
        });
    }

    /** Reads only one partition, from that offset on; false if there is no such offset. */
    boolean narrow(int number, long offset) {
        TopicPartition only = ends.keySet().stream()
                .filter(it -> it.partition() == number)
                .findFirst()
                .orElse(null);
        if (only == null || offset < starts.getOrDefault(only, 0L) || offset >= ends.getOrDefault(only, 0L)) {
            return false;
        }
        client.assign(Set.of(only));
        starts.keySet().retainAll(Set.of(only));
        ends.keySet().retainAll(Set.of(only));
        client.seek(only, offset);
        return true;
    }

    /** Hands all over, until there are no more, the action returns false or the observer wants no more. */
    void each(Observer observer, Predicate<ConsumerRecord<byte[], byte[]>> action) {
        long total = total();
        long last = -1;
        long since = System.nanoTime();
        for (long read = read(); !observer.isCancelled(); read = read()) {
            observer.read(read, total);
            if (read >= total) {
                return;
            }
            if (read > last) {
                last = read;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > Clients.PATIENCE.toNanos()) {
                throw stalled();
            }
            for (ConsumerRecord<byte[], byte[]> record : client.poll(POLL)) {
                if (isBeforeEnd(record) && !action.test(record)) {
                    return;
                }
            }
        }
    }

    private RuntimeException stalled() {
        Map<TopicPartition, Long> readable = client.endOffsets(ends.keySet(), Clients.PATIENCE);
        return ends.keySet().stream()
                .filter(it -> readable.getOrDefault(it, 0L) < ends.getOrDefault(it, 0L))
                .findFirst()
                .<RuntimeException>map(it -> new DeadLettersException(
                        "somebody has had a transaction open in " + it.topic() + "/" + it.partition()
                                + " for more than "
                                + Clients.PATIENCE.toSeconds()
                                + " s, which may hide what was put back; do it again once"
                                + " that has ended, and if it never does, see kafka-transactions.sh find-hanging",
                        null))
                .orElseGet(
                        () -> new TimeoutException("nothing could be read for " + Clients.PATIENCE.toSeconds() + " s"));
    }

    private boolean isBeforeEnd(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    }

    /** How many offsets are behind it; what has been read to its end is read no further. */
    private long read() {
        long read = 0;
        for (Map.Entry<TopicPartition, Long> it : ends.entrySet()) {
            long position = client.position(it.getKey(), Clients.PATIENCE);
            read += Math.min(position, it.getValue()) - starts.getOrDefault(it.getKey(), 0L);
            if (position >= it.getValue()) {
                client.pause(Set.of(it.getKey()));
            }
        }
        return read;
    }

    @Override
    public void close() {
        client.close();
    }
}
