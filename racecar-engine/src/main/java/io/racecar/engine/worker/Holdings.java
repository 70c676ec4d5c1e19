package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.UnprocessableMessageException;
import io.racecar.engine.worker.Failures.Failing;
import io.racecar.engine.worker.ShareClient.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that a member of a share group has taken, in their lanes, until each is acknowledged or lost (G1). Only the
 * poll thread calls it, but for {@link #handled}.
 */
final class Holdings {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final WorkerParts parts;
    private final ShareClient client;
    private final Set<Lanes<?>> fenced;
    private final Function<SharedBatch, SharedLanes<?>> lanes;
    private final HeaderFilter filter;
    private final List<SharedLanes<?>> held = new CopyOnWriteArrayList<>();

    /** Those of which there have been messages. */
    private final Set<Partition> seen = new HashSet<>();

    private final LogBudget refusals = new LogBudget();

    /** @param lanes makes the lanes of what one poll has brought of a partition */
    Holdings(WorkerParts parts, ShareClient client, Set<Lanes<?>> fenced, Function<SharedBatch, SharedLanes<?>> lanes) {
        this.parts = parts;
        this.client = client;
        this.fenced = fenced;
        this.lanes = lanes;
        this.filter = new HeaderFilter(parts.settings().onlyIf());
    }

    List<SharedLanes<?>> held() {
        return held;
    }

    /** Null if these are no longer held. */
    @SuppressWarnings("ReferenceEquality") // those very lanes
    @Nullable SharedLanes<?> find(Lanes<?> wanted) {
        return held.stream().filter(it -> it == wanted).findFirst().orElse(null);
    }

    /** Takes what was polled, held until {@link #open}; false if there was nothing new among it. */
    boolean take(ConsumerRecords<byte[], byte[]> polled, ShareLimits limits) {
        boolean any = false;
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            List<ConsumerRecord<byte[], byte[]>> last = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> it : polled.records(partition)) {
                if (!isRenewed(partition, it.offset())) {
                    (limits.isLast(SharedBatch.delivery(it)) ? last : records).add(it);
                }
            }
            Partition name = new Partition(partition.topic(), partition.partition());
            take(name, wanted(records));
            takeLast(name, wanted(last));
            any |= !records.isEmpty() || !last.isEmpty();
        }
        return any;
    }

    private boolean isRenewed(TopicPartition partition, long offset) {
        for (SharedLanes<?> it : held) {
            if (isOf(it, partition) && it.renewed(offset)) {
                return true;
            }
        }
        return false;
    }

    /** The others are as good as handled. */
    private List<ConsumerRecord<byte[], byte[]>> wanted(List<ConsumerRecord<byte[], byte[]>> records) {
        List<ConsumerRecord<byte[], byte[]>> wanted = filter.of(records);
        if (wanted.size() < records.size()) {
            Set<ConsumerRecord<byte[], byte[]>> others =
                    new HashSet<>(records); // by identity, as records have no equality
            wanted.forEach(others::remove);
            others.forEach(it -> client.acknowledge(it, AcknowledgeType.ACCEPT));
        }
        return wanted;
    }

    private static boolean isOf(SharedLanes<?> lanes, TopicPartition partition) {
        return lanes.partition().number() == partition.partition()
                && lanes.partition().topic().equals(partition.topic());
    }

    private void take(Partition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        if (!records.isEmpty()) {
            see(partition);
            held.add(lanes.apply(new SharedBatch(partition, records)));
        }
    }

    /** The brokers drop these without a word if this delivery comes to nothing, so they are given up at once. */
    private void takeLast(Partition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return;
        }
        SharedLanes<?> alone = lanes.apply(new SharedBatch(partition, records));
        for (ConsumerRecord<byte[], byte[]> it : records) {
            int delivery = SharedBatch.delivery(it);
            UnprocessableMessageException why = new UnprocessableMessageException(
                    "delivered " + delivery
                            + " times, which is the group's limit: the handlings before this have failed,"
                            + " or have ended with their process",
                    null);
            alone.giveUp(it.offset(), new Failing(delivery - 1, why, false));
        }
        see(partition);
        held.add(alone);
        alone.open();
    }

    /** Lets all of it be started. */
    void open() {
        held.forEach(Lanes::open);
    }

    /** Starts nothing more, and leaves what has not been started to others; but nothing that nobody would get any more. */
    void releaseUnstarted() {
        for (SharedLanes<?> it : held) {
            if (!it.isGivingUp()) {
                it.hold();
                it.releaseUnstarted();
            }
        }
    }

    void interrupt() {
        held.forEach(Lanes::interrupt);
    }

    /** Has the client know what is finished. */
    void settle() {
        held.forEach(it -> it.settle(client));
        for (SharedLanes<?> it : held) {
            if (it.isSettled() && !it.isRunning()) {
                retire(it);
            }
        }
    }

    private void retire(SharedLanes<?> lanes) {
        parts.listener().retired(lanes.handled());
        held.remove(lanes);
        if (lanes.isRunning()) {
            fenced.add(lanes);
        }
    }

    /** Whether nothing of it is left to do for this member. */
    boolean isSettled() {
        return held.stream().allMatch(SharedLanes::isSettled);
    }

    /** Whether no handler runs, nothing is outstanding, and nothing waits to be given up. */
    boolean isQuiet() {
        return held.stream().allMatch(SharedLanes::isQuiet) && !isGivingUp();
    }

    /** Whether there is something that is lost unless it is given up here. */
    boolean isGivingUp() {
        return held.stream().anyMatch(SharedLanes::isGivingUp);
    }

    List<Partition> busy() {
        return held.stream().filter(it -> !it.isQuiet()).map(Lanes::partition).toList();
    }

    /** How many of these messages are not just given back by the client after their renewal. */
    int countNew(ConsumerRecords<byte[], byte[]> polled) {
        int count = 0;
        for (ConsumerRecord<byte[], byte[]> it : polled) {
            TopicPartition partition = new TopicPartition(it.topic(), it.partition());
            count += held.stream().anyMatch(lanes -> isOf(lanes, partition) && lanes.isRenewing(it.offset())) ? 0 : 1;
        }
        return count;
    }

    boolean isRenewing() {
        return held.stream().anyMatch(SharedLanes::isRenewing);
    }

    /** Has the client keep what is not acknowledged for another while. */
    void renew() {
        held.forEach(it -> it.renew(client));
    }

    /**
     * Looks at what the brokers did not take from the client: messages that are not this member's any more. Of renewals, that
     * ends the lanes; what was acknowledged just comes again, to anybody, perhaps at once to this member.
     *
     * @return the lanes that this ends
     */
    List<SharedLanes<?>> takeRefused(@Nullable ShareLimits limits) {
        List<SharedLanes<?>> lost = new ArrayList<>();
        for (Refused refused : client.takeRefused()) {
            for (SharedLanes<?> it : held) {
                if (isOf(it, refused.partition()) && refused.offsets().stream().anyMatch(it::isRenewing)) {
                    lose(it, limits);
                    lost.add(it);
                }
            }
            log(refused);
        }
        return lost;
    }

    private void log(Refused refused) {
        int unlogged = refusals.take(parts.nanoTime().getAsLong());
        if (unlogged > 0) {
            LOG.warn("{}: {} more refusals were not logged", parts.identity(), unlogged);
        }
        if (unlogged >= 0) {
            LOG.warn(
                    "{}: {} messages of {} are no longer this member's and are delivered again: {}",
                    parts.identity(),
                    refused.offsets().size(),
                    refused.partition(),
                    Committer.shortened(refused.error()));
        }
    }

    /** The client is about to leave, which releases what it still has; handlers of that which run on do not count. */
    void giveBack(@Nullable ShareLimits limits) {
        held.forEach(it -> lose(it, limits));
    }

    private void lose(SharedLanes<?> lanes, @Nullable ShareLimits limits) {
        if (limits != null && !lanes.isSettled() && !lanes.lastOf(limits).isEmpty()) {
            LOG.error(
                    "{}: the group drops messages of {} that were delivered {} times and could not be given up: {}",
                    parts.identity(),
                    lanes.partition(),
                    limits.deliveries(),
                    lanes.lastOf(limits));
        }
        lanes.lose();
        retire(lanes);
    }

    /** Those whose handlers run on. */
    Set<Lanes<?>> fenced() {
        fenced.removeIf(it -> !it.isRunning());
        return fenced;
    }

    /** Messages that handlers have returned from in the present lanes. Any thread; approximate. */
    long handled() {
        return held.stream().mapToLong(SharedLanes::handled).sum();
    }

    /** The partitions of which there have been messages. Positions are the group's, and not known here. */
    Set<Partition> seen() {
        return seen;
    }

    /** For those who show partitions, they are this member's from then on. */
    private void see(Partition partition) {
        if (seen.add(partition)) {
            PartitionsAssigned event = new PartitionsAssigned(
                    parts.identity().consumer(), parts.identity().worker(), Set.of(partition));
            parts.events().tell(it -> it.partitionsAssigned(event));
        }
    }

    /** The client has left. */
    void forgetAll() {
        if (!seen.isEmpty()) {
            PartitionsRevoked event = new PartitionsRevoked(
                    parts.identity().consumer(), parts.identity().worker(), Set.copyOf(seen), false);
            seen.clear();
            parts.events().tell(it -> it.partitionsRevoked(event));
        }
    }

    PartitionView view(Partition partition) {
        List<SharedLanes<?>> here =
                held.stream().filter(it -> it.partition().equals(partition)).toList();
        SharedLanes<?> failing = here.stream()
                .filter(it -> it.failures().lowest() != null)
                .findFirst()
                .orElse(null);
        Map.@Nullable Entry<Long, Failing> lowest =
                failing == null ? null : failing.failures().lowest();
        LanePause pause = failing == null || lowest == null ? null : failing.pause(lowest.getKey());
        return new PartitionView(
                partition,
                parts.identity().worker(),
                -1,
                -1,
                -1,
                here.stream()
                        .mapToLong(SharedLanes::oldestTimestamp)
                        .filter(it -> it >= 0)
                        .min()
                        .orElse(-1),
                lowest == null ? -1 : lowest.getKey(),
                lowest == null ? 0 : lowest.getValue().attempts(),
                parts.operatorPauses().everything() || pause != null,
                pause == null ? null : pause.left(parts.nanoTime().getAsLong()),
                lowest == null ? null : lowest.getValue().error());
    }
}
