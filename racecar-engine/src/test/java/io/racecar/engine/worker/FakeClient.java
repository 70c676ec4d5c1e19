package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Kafka's MockConsumer on a {@link FakeKafka}, and in what matters here as the real one: asynchronous commits are answered
 * in a later call, seeks fetch again, and pauses are forgotten with the assignment.
 */
final class FakeClient extends MockConsumer<byte[], byte[]> {
    private final FakeKafka kafka;
    private final int maxPollRecords;
    private final Set<TopicPartition> paused = new HashSet<>();
    private final Queue<Runnable> unanswered = new ArrayDeque<>();
    private final Queue<KafkaException> commitErrors = new ArrayDeque<>();
    private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> seeks = new LinkedHashMap<>();
    private KafkaException assignmentError;
    private Runnable duringPoll = () -> {};
    private Runnable duringPause = () -> {};
    private Runnable afterLookUp = () -> {};
    private LongConsumer whileWaiting = nanos -> {};
    private BiConsumer<Set<TopicPartition>, Duration> duringCommit = (partitions, timeout) -> {};
    private CloseOptions closedWith;
    private boolean losing;
    private boolean mayCommit = true;
    private boolean killed;
    private boolean holdingCommits;
    private boolean woken;
    private int scheduled;
    private int wakeups;
    private long polled;
    private int generation;

    FakeClient(FakeKafka kafka, int maxPollRecords) {
        super("none");
        this.kafka = kafka;
        this.maxPollRecords = maxPollRecords;
    }

    // ---- what tests make happen

    /** The next poll brings that assignment; partitions that stay are not touched. */
    void rebalanceInPoll(Collection<TopicPartition> assignment) {
        schedulePollTask(() -> rebalance(assignment));
    }

    /** As the eager protocol does it: the next poll revokes everything, and brings that assignment. */
    void eagerRebalanceInPoll(Collection<TopicPartition> assignment) {
        schedulePollTask(() -> {
            rebalance(List.of());
            rebalance(assignment);
        });
    }

    /** The next poll finds out that those are somebody else's. */
    void loseInPoll(Collection<TopicPartition> lost) {
        schedulePollTask(() -> {
            losing = assignment().stream().anyMatch(lost::contains);
            rebalance(assignment().stream().filter(it -> !lost.contains(it)).toList());
        });
    }

    /** The next commit fails. */
    void failCommit(KafkaException error) {
        commitErrors.add(error);
    }

    /** The next look for commits fails. */
    void failCommitted(KafkaException error) {
        assignmentError = error;
    }

    /** Happens in each poll, when it has fetched already; a wakeup then comes too late for this poll. */
    void duringPoll(Runnable event) {
        duringPoll = event;
    }

    /** Happens where a poll that has nothing to return waits, with how long it may. */
    void whileWaiting(LongConsumer event) {
        whileWaiting = event;
    }

    /** Happens in each commit that waits, with how long it may. */
    void duringCommit(BiConsumer<Set<TopicPartition>, Duration> event) {
        duringCommit = event;
    }

    /** Asynchronous commits stay unanswered until the test answers them. */
    void holdCommits() {
        holdingCommits = true;
    }

    int commitsInFlight() {
        return unanswered.size();
    }

    /** Happens when partitions are paused. */
    void duringPause(Runnable event) {
        duringPause = event;
    }

    /** Happens once, behind the next look for an end or a time. */
    void afterLookUp(Runnable event) {
        afterLookUp = event;
    }

    private <T> T lookedUp(T found) {
        Runnable event = afterLookUp;
        afterLookUp = () -> {};
        event.run();
        return found;
    }

    @Override
    public synchronized void rebalance(Collection<TopicPartition> assignment) {
        super.rebalance(assignment);
        generation = kafka.nextGeneration();
    }

    @Override
    public synchronized ConsumerGroupMetadata groupMetadata() {
        return new ConsumerGroupMetadata("tested-group", generation, "member", Optional.empty());
    }

    boolean isMember(ConsumerGroupMetadata metadata) {
        return !killed && !closed() && metadata.generationId() == generation;
    }

    /** Its process is gone: nothing of what it still does reaches the brokers. */
    void kill() {
        killed = true;
    }

    /** The broker answers asynchronous commits; the client tells in its next call. */
    void answerCommits() {
        for (Runnable next; (next = unanswered.poll()) != null; ) {
            next.run();
        }
    }

    @Override
    public synchronized void schedulePollTask(Runnable task) {
        scheduled++;
        super.schedulePollTask(() -> {
            scheduled--;
            task.run();
        });
    }

    // ---- what tests look at

    boolean hasNothingScheduled() {
        return scheduled == 0;
    }

    List<Map<TopicPartition, OffsetAndMetadata>> commits() {
        return commits;
    }

    OffsetAndMetadata lastSeek(TopicPartition partition) {
        return seeks.get(partition);
    }

    CloseOptions closedWith() {
        return closedWith;
    }

    int wakeups() {
        return wakeups;
    }

    long polled() {
        return polled;
    }

    // ---- the client

    @Override
    public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, losingOr(listener));
        super.commitAsync(kafka.committed(), null);
    }

    @Override
    public synchronized void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        super.subscribe(pattern, losingOr(listener));
        super.commitAsync(kafka.committed(), null);
    }

    private ConsumerRebalanceListener losingOr(ConsumerRebalanceListener listener) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                if (losing) {
                    losing = false;
                    mayCommit = false;
                    listener.onPartitionsLost(partitions);
                    mayCommit = true;
                } else {
                    listener.onPartitionsRevoked(partitions);
                }
                paused.removeAll(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
            }
        };
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (!holdingCommits) {
            answerCommits();
        }
        super.poll(timeout);
        throwIfWoken();
        ConsumerRecords<byte[], byte[]> fetched = fetch();
        duringPoll.run();
        if (fetched.isEmpty()) {
            whileWaiting.accept(timeout.toNanos());
            throwIfWoken();
        }
        return fetched;
    }

    private void throwIfWoken() {
        if (woken) {
            woken = false;
            throw new WakeupException();
        }
    }

    private ConsumerRecords<byte[], byte[]> fetch() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        int room = maxPollRecords;
        for (TopicPartition it : assignment()) {
            if (paused.contains(it) || room == 0) {
                continue;
            }
            long position = position(it);
            FakeKafka.Log log = kafka.log(it);
            KafkaException error = error(it, log, position);
            if (error != null) {
                if (next.isEmpty()) {
                    throw error;
                }
                break; // with what there is; the next poll throws
            }
            List<ConsumerRecord<byte[], byte[]>> read = log.read(position, room);
            long after = log.after(position, read.size());
            if (after != position) {
                room -= read.size();
                polled += read.size();
                if (!read.isEmpty()) {
                    records.put(it, read);
                }
                next.put(it, new OffsetAndMetadata(after, Optional.of(log.leaderEpoch()), ""));
                super.seek(it, after);
            }
        }
        return new ConsumerRecords<>(records, next);
    }

    private static KafkaException error(TopicPartition partition, FakeKafka.Log log, long position) {
        if (position < log.start() || position > log.end()) {
            return new OffsetOutOfRangeException(Map.of(partition, position));
        }
        return log.isUnreadable(position) ? unreadable(partition) : null;
    }

    /** As the client words it. */
    static KafkaException unreadable(TopicPartition partition) {
        return new KafkaException("Received exception when fetching the next record from " + partition
                + ". If needed, please seek past the record to continue consumption.");
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        check(offsets);
        KafkaException error = commitError(offsets);
        unanswered.add(() -> {
            if (error == null) {
                commit(offsets);
            }
            callback.onComplete(offsets, error);
        });
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        throwIfWoken();
        check(offsets);
        answerCommits();
        duringCommit.accept(offsets.keySet(), timeout);
        KafkaException error = commitError(offsets);
        if (error != null) {
            throw error;
        }
        commit(offsets);
    }

    private KafkaException commitError(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return kafka.isTooLarge(offsets) ? new OffsetMetadataTooLarge() : commitErrors.poll();
    }

    private void check(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!killed) {
            kafka.askCommit(offsets);
        }
        assertThat(closed()).isFalse();
        assertThat(mayCommit).as("commit of lost partitions").isTrue();
        assertThat(assignment()).as("commit of %s", offsets).containsAll(offsets.keySet());
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (killed) {
            return;
        }
        commits.add(offsets);
        kafka.commit(offsets);
        super.commitAsync(offsets, null);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
            Set<TopicPartition> partitions, Duration timeout) {
        throwIfWoken();
        if (assignmentError != null) {
            KafkaException error = assignmentError;
            assignmentError = null;
            throw error;
        }
        Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
        partitions.forEach(it -> found.put(it, kafka.askCommitted(it)));
        return found;
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        seeks.put(partition, offset);
        super.seek(partition, offset);
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> partitions) {
        super.pause(partitions);
        paused.addAll(partitions);
        duringPause.run();
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> partitions) {
        super.resume(partitions);
        paused.removeAll(partitions);
    }

    @Override
    public synchronized Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }

    @Override
    public synchronized void wakeup() {
        wakeups++;
        woken = true;
    }

    @Override
    public void close(CloseOptions options) {
        closedWith = options;
        super.close(options);
    }

    // ---- look-ups

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return offsets(partitions, FakeKafka.Log::start);
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
        return lookedUp(offsets(partitions, FakeKafka.Log::end));
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, ToLongFunction<FakeKafka.Log> offset) {
        throwIfWoken();
        return partitions.stream()
                .collect(Collectors.toMap(Function.identity(), it -> offset.applyAsLong(kafka.log(it))));
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        return kafka.partitions(topic);
    }

    @Override
    public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
        return kafka.topics();
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times, Duration timeout) {
        assertThat(times.values()).as("times as Kafka takes them").allMatch(it -> it >= 0);
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        times.forEach((partition, time) -> kafka.log(partition).records().stream()
                .filter(it -> it.timestamp() >= time)
                .findFirst()
                .ifPresent(it -> found.put(partition, new OffsetAndTimestamp(it.offset(), it.timestamp()))));
        return lookedUp(found);
    }
}
