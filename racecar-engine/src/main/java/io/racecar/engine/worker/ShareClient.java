package io.racecar.engine.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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

/**
 * The Kafka client of a member of a share group. Only the poll thread calls it, but for {@link #wakeUp} (L2). There is none
 * before it subscribes: as long as no broker can be reached, a thread of Kafka's client never rests.
 */
final class ShareClient {
    private static final String REBALANCES = "rebalance-total";

    private final Supplier<? extends ShareConsumer<byte[], byte[]>> clients;
    private final Wakeups wakeups = new Wakeups(() -> kafka().wakeup());
    private final Set<Refused> refused = new HashSet<>();

    private @Nullable ShareConsumer<byte[], byte[]> made;

    /** Acknowledgements that have not been sent. */
    private boolean unsent;

    /** Messages whose acknowledgement the brokers did not take: they deliver them again. */
    record Refused(TopicPartition partition, Set<Long> offsets, Exception error) {}

    /** @param clients makes it */
    ShareClient(Supplier<? extends ShareConsumer<byte[], byte[]>> clients) {
        this.clients = clients;
    }

    private ShareConsumer<byte[], byte[]> kafka() {
        return Objects.requireNonNull(made, "not subscribed yet");
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
        made = clients.get();
        made.setAcknowledgementCommitCallback(this::acknowledged);
        made.subscribe(topics);
    }

    /**
     * Sends what is acknowledged, and polls, without waiting if there is something to do already.
     *
     * @param pressing whether there is; asked after wakeups are possible, so that none is lost
     */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout, BooleanSupplier pressing) {
        wakeups.begin();
        try {
            ConsumerRecords<byte[], byte[]> polled = kafka().poll(pressing.getAsBoolean() ? Duration.ZERO : timeout);
            unsent = false;
            return polled;
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } finally {
            wakeups.end();
        }
    }

    /** Ends a poll early; does nothing outside of one. Any thread. */
    void wakeUp() {
        wakeups.send();
    }

    /** Goes with the next poll or commit. A message that the client no longer has is refused. */
    void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        try {
            kafka().acknowledge(record, type);
            unsent = true;
        } catch (IllegalStateException e) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            refused.add(new Refused(partition, Set.of(record.offset()), e));
        }
    }

    /**
     * Has messages delivered again that could not be read, which the client would else reject; only right after the poll that
     * said so.
     *
     * @param from the offset at which their batch begins
     * @param span how many offsets behind that are tried, as nobody says which of them are this member's
     * @return how many those are
     */
    int releaseUnreadable(TopicPartition partition, long from, int span) {
        int released = 0;
        for (long offset = from; offset < from + span; offset++) {
            try {
                kafka().acknowledge(partition.topic(), partition.partition(), offset, AcknowledgeType.RELEASE);
                unsent = true;
                released++;
            } catch (IllegalStateException e) {
                continue;
            }
        }
        return released;
    }

    boolean hasUnsent() {
        return unsent;
    }

    /** Sends what is acknowledged, without waiting. */
    void send() {
        unsent = false;
        kafka().commitAsync();
    }

    /** Sends what is acknowledged and waits for the answer; what comes of a late one is seen by the next poll. */
    void commit(Duration timeout) {
        unsent = false;
        try {
            kafka().commitSync(timeout);
        } catch (WakeupException late) { // sent at the end of an earlier poll; the request is under way
            return;
        } catch (TimeoutException e) {
            return;
        }
    }

    /** For how long what was polled last is this member's, if the brokers have said so. */
    Optional<Duration> lock() {
        return kafka().acquisitionLockTimeoutMs().map(Duration::ofMillis);
    }

    Map<MetricName, ? extends Metric> metrics() {
        return kafka().metrics();
    }

    /** Whether the group has told the client its partitions, as far as the client shows that. */
    boolean hasJoined() {
        for (Map.Entry<MetricName, ? extends Metric> it : kafka().metrics().entrySet()) {
            if (it.getKey().name().equals(REBALANCES) && it.getValue().metricValue() instanceof Number count) {
                return count.doubleValue() > 0;
            }
        }
        return true;
    }

    /** Sends what is acknowledged, releases the rest, and leaves the group. */
    void close(Duration timeout) {
        if (made != null) {
            made.close(timeout);
        }
    }
}
