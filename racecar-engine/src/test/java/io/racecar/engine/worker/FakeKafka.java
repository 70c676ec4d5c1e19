package io.racecar.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What brokers keep: logs and one group's commits. It outlives the clients. */
final class FakeKafka {
    private final Map<String, Integer> topics = new TreeMap<>();
    private final Map<TopicPartition, Log> logs = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private BiConsumer<TopicPartition, OffsetAndMetadata> onCommit = (partition, offset) -> {};
    private BiConsumer<TopicPartition, OffsetAndMetadata> onCommitAsked = (partition, offset) -> {};
    private BiConsumer<TopicPartition, OffsetAndMetadata> onCommittedAsked = (partition, offset) -> {};
    private int longestMetadata = 4096;
    private int generation;

    /** One partition's records, with gaps where a test wants them. */
    static final class Log {
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final List<Long> written = new ArrayList<>();
        private final Set<Long> unreadable = new HashSet<>();
        private long start;
        private long end;
        private int leaderEpoch = 5;

        long start() {
            return start;
        }

        long end() {
            return end;
        }

        int leaderEpoch() {
            return leaderEpoch;
        }

        List<ConsumerRecord<byte[], byte[]>> records() {
            return records;
        }

        /** The offsets of all records that were ever written. */
        List<Long> written() {
            return written;
        }

        /** Offsets of records that cannot be read. */
        Set<Long> unreadable() {
            return unreadable;
        }

        /** At most so many records from that offset on, up to one that cannot be read. */
        List<ConsumerRecord<byte[], byte[]>> read(long offset, int most) {
            List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
            for (int i = indexOf(offset); i < records.size() && read.size() < most; i++) {
                if (unreadable.contains(records.get(i).offset())) {
                    break;
                }
                read.add(records.get(i));
            }
            return read;
        }

        /** Where a fetch goes on that read so many records from that offset on. */
        long after(long offset, int read) {
            int next = indexOf(offset) + read;
            return next == records.size()
                    ? end
                    : read == 0 ? offset : records.get(next - 1).offset() + 1;
        }

        boolean isUnreadable(long offset) {
            int next = indexOf(offset);
            return next < records.size()
                    && unreadable.contains(records.get(next).offset());
        }

        private int indexOf(long offset) {
            int low = 0;
            int high = records.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (records.get(middle).offset() < offset) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** Makes a topic, or gives one more partitions. */
    void topic(String name, int partitions) {
        topics.put(name, partitions);
        for (int i = 0; i < partitions; i++) {
            logs.computeIfAbsent(new TopicPartition(name, i), it -> new Log());
        }
    }

    List<PartitionInfo> partitions(String topic) {
        List<PartitionInfo> found = new ArrayList<>();
        for (int i = 0; i < topics.getOrDefault(topic, 0); i++) {
            found.add(new PartitionInfo(topic, i, null, null, null));
        }
        return found;
    }

    Map<String, List<PartitionInfo>> topics() {
        Map<String, List<PartitionInfo>> all = new HashMap<>();
        topics.keySet().forEach(it -> all.put(it, partitions(it)));
        return all;
    }

    Log log(TopicPartition partition) {
        return logs.get(partition);
    }

    void append(TopicPartition partition, String... values) {
        appendWithKey(partition, null, values);
    }

    /** @param key null for none */
    void appendWithKey(TopicPartition partition, String key, String... values) {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        for (String value : values) {
            append(partition, keyBytes, value == null ? null : value.getBytes(UTF_8), new RecordHeaders());
        }
    }

    void append(TopicPartition partition, byte[] key, byte[] value, RecordHeaders headers) {
        append(partition, 1000 * log(partition).end, key, value, headers);
    }

    /** @param timestamp in milliseconds; -1 as where none was written */
    void append(TopicPartition partition, long timestamp, byte[] key, byte[] value, RecordHeaders headers) {
        Log log = log(partition);
        log.records.add(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                log.end,
                timestamp,
                TimestampType.CREATE_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                headers,
                Optional.of(log.leaderEpoch)));
        log.written.add(log.end);
        log.end++;
    }

    /** Offsets without records, as compaction and transaction markers leave them. */
    void gap(TopicPartition partition, int offsets) {
        log(partition).end += offsets;
    }

    /** What is below is deleted, as retention does. */
    void deleteBefore(TopicPartition partition, long offset) {
        Log log = log(partition);
        log.start = Math.max(log.start, offset);
        log.records.removeIf(it -> it.offset() < offset);
    }

    /** What is at and above the offset has never been written, as an unclean leader election makes believe. */
    void truncate(TopicPartition partition, long end) {
        Log log = log(partition);
        log.end = end;
        log.records.removeIf(it -> it.offset() >= end);
    }

    void leaderEpoch(TopicPartition partition, int epoch) {
        log(partition).leaderEpoch = epoch;
    }

    OffsetAndMetadata committed(TopicPartition partition) {
        return committed.get(partition);
    }

    /** A client asks what is committed. */
    OffsetAndMetadata askCommitted(TopicPartition partition) {
        OffsetAndMetadata known = committed.get(partition);
        onCommittedAsked.accept(partition, known);
        return known;
    }

    /** A client asks for a commit, which may fail. */
    void askCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(onCommitAsked);
    }

    /** Commits with longer metadata are refused. */
    void longestMetadata(int characters) {
        longestMetadata = characters;
    }

    boolean isTooLarge(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return offsets.values().stream().anyMatch(it -> it.metadata().length() > longestMetadata);
    }

    Map<TopicPartition, OffsetAndMetadata> committed() {
        return Map.copyOf(committed);
    }

    /** Somebody else has committed. */
    void committed(TopicPartition partition, OffsetAndMetadata offset) {
        committed.put(partition, offset);
    }

    /** Of the group, as its members change. */
    int nextGeneration() {
        return ++generation;
    }

    void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(onCommit);
        committed.putAll(offsets);
    }

    /** Looks at each offset before it is committed. */
    void onCommit(BiConsumer<TopicPartition, OffsetAndMetadata> look) {
        onCommit = look;
    }

    /** Looks at each offset that is to be committed, when a client asks for that. */
    void onCommitAsked(BiConsumer<TopicPartition, OffsetAndMetadata> look) {
        onCommitAsked = look;
    }

    /** Looks at each committed offset that a client is told of; null if there is none. */
    void onCommittedAsked(BiConsumer<TopicPartition, OffsetAndMetadata> look) {
        onCommittedAsked = look;
    }
}
