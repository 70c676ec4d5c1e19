package io.racecar.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.AcknowledgementCommitCallback;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A share client that keeps to the rules of explicit acknowledgement, as Kafka's does: it polls only when all it has given is
 * acknowledged, and gives back what is renewed before anything else. Has one partition.
 */
final class FakeShareClient extends MockShareConsumer<byte[], byte[]> {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final List<ConsumerRecord<byte[], byte[]>> available = new ArrayList<>();
    private final Map<Long, ConsumerRecord<byte[], byte[]>> given = new TreeMap<>();
    private final Map<Long, ConsumerRecord<byte[], byte[]>> renewed = new TreeMap<>();
    private final Map<Long, AcknowledgeType> unsent = new LinkedHashMap<>();
    private final List<String> sent = new ArrayList<>();
    private final Set<Long> unread = new HashSet<>();
    private AcknowledgementCommitCallback callback = (offsets, error) -> {};
    private boolean refusesRenewals;
    private boolean refusesNext;
    private int most = Integer.MAX_VALUE;
    private boolean wakesNextPoll;
    private int unreadable;
    private boolean closed;

    /** The next messages at the broker, delivered so often with that. */
    FakeShareClient add(int delivery, String... values) {
        for (String value : values) {
            long offset = available.size() + given.size() + sent.size();
            available.add(record(offset, delivery, value));
        }
        return this;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int delivery, String value) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                value.length(),
                null,
                value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.of(0),
                Optional.of((short) delivery));
    }

    FakeShareClient pollsAtMost(int records) {
        most = records;
        return this;
    }

    /** The locks have run out. */
    void refuseRenewals() {
        refusesRenewals = true;
    }

    /** The next acknowledgements come too late: the messages are delivered again. */
    void refuseNext() {
        refusesNext = true;
    }

    /** The next poll ends before it has done anything. */
    void wakeNextPoll() {
        wakesNextPoll = true;
    }

    /** The next so many messages at the broker are a batch that cannot be read. */
    FakeShareClient addUnreadable(int messages) {
        unreadable = messages;
        return this;
    }

    /** What the brokers were told, as "ACCEPT 3". */
    List<String> sent() {
        return List.copyOf(sent);
    }

    List<String> takeSent() {
        List<String> taken = sent();
        sent.clear();
        return taken;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!unsent.keySet().containsAll(given.keySet())) {
            throw new IllegalStateException("All records must be acknowledged in explicit acknowledgement mode.");
        }
        if (wakesNextPoll) {
            wakesNextPoll = false;
            throw new WakeupException();
        }
        send();
        if (unreadable > 0) {
            failUnreadable();
        }
        if (renewed.isEmpty()) {
            while (given.size() < most && !available.isEmpty()) {
                ConsumerRecord<byte[], byte[]> next = available.remove(0);
                given.put(next.offset(), next);
            }
        } else {
            given.putAll(renewed);
            renewed.clear();
        }
        return given.isEmpty()
                ? ConsumerRecords.empty()
                : new ConsumerRecords<>(Map.of(PARTITION, List.copyOf(given.values())), Map.of());
    }

    @Override
    public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        if (!given.containsKey(record.offset())) {
            throw new IllegalStateException("The record cannot be acknowledged.");
        }
        unsent.put(record.offset(), type);
    }

    /** As Kafka's client does: such messages are rejected unless they are acknowledged otherwise. */
    private void failUnreadable() {
        long first = available.size() + given.size() + sent.size();
        for (long offset = first; offset < first + unreadable; offset++) {
            unread.add(offset);
            unsent.put(offset, AcknowledgeType.REJECT);
        }
        unreadable = 0;
        throw new CorruptRecordException("Record batch for partition " + PARTITION + " at offset " + first
                + " is invalid, cause: Record is corrupt");
    }

    @Override
    public synchronized void acknowledge(String topic, int partition, long offset, AcknowledgeType type) {
        if (!unread.contains(offset)) {
            throw new IllegalStateException("The record cannot be acknowledged.");
        }
        unsent.put(offset, type);
    }

    private void send() {
        Set<Long> refused = new HashSet<>();
        unsent.forEach((offset, type) -> {
            ConsumerRecord<byte[], byte[]> record = given.remove(offset);
            sent.add(type.name() + " " + offset);
            if (refusesNext) {
                refused.add(offset);
                available.add(record(offset, 2, new String(record.value(), UTF_8)));
            } else if (type == AcknowledgeType.RENEW && refusesRenewals) {
                refused.add(offset);
            } else if (type == AcknowledgeType.RENEW) {
                renewed.put(offset, record);
            }
        });
        refusesNext &= unsent.isEmpty();
        unsent.clear();
        unread.clear();
        if (!refused.isEmpty()) {
            TopicIdPartition partition = new TopicIdPartition(Uuid.ZERO_UUID, PARTITION);
            callback.onComplete(Map.of(partition, refused), new InvalidRecordStateException("the lock is over"));
        }
    }

    @Override
    public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
        send();
        return new HashMap<>();
    }

    @Override
    public synchronized void commitAsync() {
        send();
    }

    @Override
    public void setAcknowledgementCommitCallback(AcknowledgementCommitCallback callback) {
        this.callback = callback;
    }

    @Override
    public Optional<Integer> acquisitionLockTimeoutMs() {
        return Optional.of(30_000);
    }

    @Override
    public synchronized void close(Duration timeout) {
        closed = true;
        super.close(timeout);
    }
}
