package io.racecar.engine.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** The Kafka client of a member of a share group. Only the poll thread calls it, but for {@link #wakeUp} (L2). */
final class ShareClient {
    private enum State {
        BUSY,
        IN_POLL,
        WOKEN
    }

    private static final String REBALANCES = "rebalance-total";

    private final ShareConsumer<byte[], byte[]> kafka;
    private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
    private final Set<Refused> refused = new HashSet<>();

    /** Acknowledgements that have not been sent. */
    private boolean unsent;

    /** Messages whose acknowledgement the brokers did not take: they deliver them again. */
    record Refused(TopicPartition partition, Set<Long> offsets, Exception error) {}

    ShareClient(ShareConsumer<byte[], byte[]> kafka) {
        this.kafka = kafka;
        kafka.setAcknowledgementCommitCallback(this::acknowledged);
    }

    private void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception error) {
        if (error != null) {
            offsets.forEach((partition, it) -> refused.add(new Refused(partition.topicPartition(), it, error)));
        }
    }

    /** What was refused since the last call. */
    Set<Refused> takeRefused() {
        if (refused.isEmpty()) {
            return Set.of();
        }
        Set<Refused> taken = Set.copyOf(refused);
        refused.clear();
        return taken;
    }

    void subscribe(Set<String> topics) {
        kafka.subscribe(topics);
    }

    /**
     * Sends what is acknowledged, and polls, without waiting if there is something to do already.
     *
     * @param pressing whether there is; asked after wakeups are possible, so that none is lost
     */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout, BooleanSupplier pressing) {
        state.set(State.IN_POLL);
        unsent = false;
        try {
            return kafka.poll(pressing.getAsBoolean() ? Duration.ZERO : timeout);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } finally {
            state.set(State.BUSY);
        }
    }

    /** Ends a poll early; does nothing outside of one. Any thread. */
    void wakeUp() {
        if (state.compareAndSet(State.IN_POLL, State.WOKEN)) {
            kafka.wakeup();
        }
    }

    /** Goes with the next poll or commit. A message that the client no longer has is refused. */
    void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        try {
            kafka.acknowledge(record, type);
            unsent = true;
        } catch (IllegalStateException e) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            refused.add(new Refused(partition, Set.of(record.offset()), e));
        }
    }

    boolean hasUnsent() {
        return unsent;
    }

    /** Sends what is acknowledged, without waiting. */
    void send() {
        unsent = false;
        kafka.commitAsync();
    }

    /** Sends what is acknowledged and waits for the answer; what comes of a late one is seen by the next poll. */
    void commit(Duration timeout) {
        unsent = false;
        try {
            kafka.commitSync(timeout);
        } catch (WakeupException late) { // sent at the end of an earlier poll; the request is under way
            return;
        } catch (TimeoutException e) {
            return;
        }
    }

    /** For how long what was polled last is this member's, if the brokers have said so. */
    Optional<Duration> lock() {
        return kafka.acquisitionLockTimeoutMs().map(Duration::ofMillis);
    }

    Map<MetricName, ? extends Metric> metrics() {
        return kafka.metrics();
    }

    /** Whether the group has told the client its partitions, as far as the client shows that. */
    boolean hasJoined() {
        for (Map.Entry<MetricName, ? extends Metric> it : kafka.metrics().entrySet()) {
            if (it.getKey().name().equals(REBALANCES) && it.getValue().metricValue() instanceof Number count) {
                return count.doubleValue() > 0;
            }
        }
        return true;
    }

    /** Sends what is acknowledged, releases the rest, and leaves the group. */
    void close(Duration timeout) {
        kafka.close(timeout);
    }
}
