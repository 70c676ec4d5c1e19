package io.racecar.engine.worker;

import io.racecar.engine.worker.Backlog.Amount;
import io.racecar.engine.worker.OffsetTracker.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hands over what was polled, and pauses partitions at the client so that what waits stays bounded and fairly shared (L3).
 *
 * <p>Past half of the buffer only partitions below their share are fetched, past all of it none, until half of it is
 * gone; where that is soon, none at all meanwhile. Only the poll thread calls it, but for {@link #mayResume}.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** Long against the time in which quick handlers make room, short against what matters to those who wait. */
    private static final long BRIEFLY_NANOS = Duration.ofMillis(500).toNanos();

    /** A partition that may run no further ahead for so long is worth a warning. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Identity identity;
    private final Consumer<byte[], byte[]> client;
    private final Map<TopicPartition, AssignedPartition> assigned;
    private final Buffer buffer;
    private final int maxUncommittedSpan;
    private final HeaderFilter filter;
    private final Predicate<AssignedPartition> unwanted;
    private final LongSupplier nanoTime;
    /** Some partition is not fetched for want of room in the buffer. */
    private volatile boolean bufferIsShort;

    /** Some partition is not fetched: for want of room, or because too much lies behind its lowest unfinished message. */
    private boolean anyWaits;

    private long shortSince;
    private boolean changed = true;

    /**
     * @param maxUncommittedSpan how many messages a partition may run ahead of its lowest unfinished one: it has to know of each
     *     whether it is finished
     * @param filter leaves out what is not to be handled
     * @param unwanted what must not be fetched now for other reasons: paused or stopping
     */
    Intake(
            Identity identity,
            Consumer<byte[], byte[]> client,
            Map<TopicPartition, AssignedPartition> assigned,
            Buffer buffer,
            int maxUncommittedSpan,
            HeaderFilter filter,
            Predicate<AssignedPartition> unwanted,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.maxUncommittedSpan = maxUncommittedSpan;
        this.client = client;
        this.assigned = assigned;
        this.buffer = buffer;
        this.filter = filter;
        this.unwanted = unwanted;
        this.nanoTime = nanoTime;
    }

    void handOver(ConsumerRecords<byte[], byte[]> polled) {
        if (polled.isEmpty() && polled.nextOffsets().isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> nextOffsets = polled.nextOffsets();
        for (TopicPartition partition : polled.partitions()) {
            AssignedPartition to = assigned.get(partition);
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            if (to != null && !records.isEmpty()) {
                handOver(to, filter.of(records), next(nextOffsets.get(partition), records));
            }
        }
        if (nextOffsets.size() > polled.partitions().size()) {
            nextOffsets.forEach((partition, next) -> advance(polled.partitions(), partition, next));
        }
    }

    private void handOver(AssignedPartition to, List<ConsumerRecord<byte[], byte[]>> records, Position next) {
        if (records.isEmpty()) {
            to.tracker().advance(next);
            return;
        }
        List<Chunk> chunks = to.lanes().chunks(records);
        for (Chunk it : chunks) {
            boolean last = it.lastOffset() == records.get(records.size() - 1).offset();
            to.tracker().add(it, last ? next : new Position(it.lastOffset() + 1, it.leaderEpoch(0)));
        }
        changed |= isFarAhead(to);
        chunks.forEach(to.lanes()::add);
    }

    private static Position next(@Nullable OffsetAndMetadata next, List<ConsumerRecord<byte[], byte[]>> records) {
        if (next != null) {
            return new Position(next.offset(), next.leaderEpoch());
        }
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return new Position(last.offset() + 1, last.leaderEpoch());
    }

    private void advance(Set<TopicPartition> withRecords, TopicPartition partition, OffsetAndMetadata next) {
        AssignedPartition to = assigned.get(partition);
        if (to != null && !withRecords.contains(partition)) {
            to.tracker().advance(new Position(next.offset(), next.leaderEpoch()));
        }
    }

    /** Whether what is fetched beyond one unfinished message is more than a partition may hold on to. */
    private boolean isFarAhead(AssignedPartition partition) {
        return partition.tracker().span() >= maxUncommittedSpan;
    }

    /** What waits for room, and when that is worth a look. */
    private void look() {
        int lowWater = buffer.shareOfMessages(assigned.size()) / 2;
        boolean waits = false;
        boolean isShort = false;
        for (AssignedPartition it : assigned.values()) {
            lookAtSpan(it);
            it.full(isFull(it));
            waits |= it.isFull();
            isShort |= it.isFull() && waitsForOthers(it);
            it.lanes().wakeAt(isFarAhead(it) ? Integer.MAX_VALUE : it.isFull() ? lowWater : Lanes.NEVER);
        }
        anyWaits = waits;
        if (isShort && !bufferIsShort) {
            shortSince = nanoTime.getAsLong();
        }
        bufferIsShort = isShort;
    }

    /**
     * Whether nothing at all is fetched: room is short, and will be there again in a moment if handlers are quick. A request for
     * the other partitions alone, if nothing is there, is held by the broker for up to {@code maxWaitTime}, and until it is
     * answered the client asks that broker for nothing else.
     */
    private boolean isBrieflyShort() {
        return bufferIsShort && nanoTime.getAsLong() - shortSince < BRIEFLY_NANOS;
    }

    /** How long a poll may take until what is to be fetched may change by itself. */
    long nanosLeft() {
        return isBrieflyShort() ? Math.max(1, shortSince + BRIEFLY_NANOS - nanoTime.getAsLong()) : Long.MAX_VALUE;
    }

    /** Makes the client's pauses what they should be; it forgets them when it is assigned anew (R2). */
    void reconcile() {
        if (!changed && !anyWaits && buffer.isHalfEmpty()) {
            return;
        }
        changed = false;
        Set<TopicPartition> paused = client.paused();
        Collection<TopicPartition> toPause = new ArrayList<>();
        Collection<TopicPartition> toResume = new ArrayList<>();
        look();
        boolean nothing = isBrieflyShort();
        for (AssignedPartition it : assigned.values()) {
            boolean pause = nothing || it.isFull() || unwanted.test(it);
            if (pause != paused.contains(it.topicPartition())) {
                (pause ? toPause : toResume).add(it.topicPartition());
            }
        }
        if (!toPause.isEmpty()) {
            client.pause(toPause);
        }
        if (!toResume.isEmpty()) {
            client.resume(toResume);
        }
    }

    /** Whether room that is made in other partitions helps it. */
    private boolean waitsForOthers(AssignedPartition partition) {
        boolean byItself = isFarAhead(partition) || partition.isCut() || isFailing(partition);
        return buffer.isFull() || !byItself;
    }

    private static boolean isFailing(AssignedPartition partition) {
        return !partition.lanes().failures().isEmpty();
    }

    /** Says once that a partition waits for messages that fail, and once that it goes on; else it is only handled slowly. */
    private void lookAtSpan(AssignedPartition partition) {
        partition.tracker().dropFinished();
        SpanWait now = spanWait(partition);
        if (now.compareTo(partition.spanWait()) > 0) {
            LOG.atLevel(level(now))
                    .log(
                            "{}: {} waits: {} messages lie behind its lowest unfinished one, offset {}, {}",
                            identity,
                            partition,
                            partition.tracker().span(),
                            partition.tracker().committable().offset(),
                            reason(now));
        } else if (now == SpanWait.NONE && partition.spanWait() != SpanWait.NONE) {
            LOG.atLevel(level(partition.spanWait()))
                    .log("{}: {} goes on, as what it waited for is finished", identity, partition);
        } else {
            return;
        }
        partition.spanWait(now, nanoTime.getAsLong());
    }

    private static String reason(SpanWait wait) {
        return switch (wait) {
            case FULL ->
                "and what waits behind failing ones takes its share of maxBufferedMessages or maxBufferedBytes";
            case STALLED ->
                "as many as maxUncommittedSpan allows, and its handler still runs, or what that produced is not"
                        + " acknowledged";
            default -> "as many as maxUncommittedSpan allows";
        };
    }

    private SpanWait spanWait(AssignedPartition partition) {
        if (isFarAhead(partition)) {
            return isFailing(partition) ? SpanWait.FAILING : isStalled(partition) ? SpanWait.STALLED : SpanWait.BUSY;
        }
        return partition.isCut() && isFailing(partition) ? SpanWait.FULL : SpanWait.NONE;
    }

    private boolean isStalled(AssignedPartition partition) {
        return partition.spanWait() != SpanWait.NONE
                && nanoTime.getAsLong() - partition.spanWaitSince() > PATIENCE_NANOS;
    }

    private static Level level(SpanWait wait) {
        return wait == SpanWait.BUSY ? Level.DEBUG : Level.WARN;
    }

    /** Those with many lanes that are not fetched for want of room: perhaps all that they hold waits behind failures. */
    List<AssignedPartition> full() {
        if (!anyWaits) {
            return List.of();
        }
        List<AssignedPartition> full = new ArrayList<>();
        for (AssignedPartition it : assigned.values()) {
            if (it.isFull() && !it.lanes().isOne()) {
                full.add(it);
            }
        }
        return full;
    }

    /** What is not handled yet holds at most its share, however much room there is: nobody knows how long it waits. */
    private boolean isFull(AssignedPartition partition) {
        if (isFarAhead(partition)) {
            return true;
        }
        Amount held = partition.lanes().amount();
        int messages = buffer.shareOfMessages(assigned.size());
        long bytes = buffer.shareOfBytes(assigned.size());
        if (partition.isCut()) { // or it would be fetched and cut again and again, as long as all its lanes rest
            partition.cut(held.messages() > messages / 2 || held.bytes() > bytes / 2);
            return partition.isCut() || buffer.isFull();
        }
        if (buffer.isFull() || (buffer.isHalfEmpty() && partition.isOpen() && !isFailing(partition))) {
            return buffer.isFull();
        }
        return held.messages() >= messages
                || held.bytes() >= bytes
                || (partition.isFull() && (held.messages() > messages / 2 || held.bytes() > bytes / 2));
    }

    /** Whether what is not fetched for want of room in the buffer may be now. Any thread. */
    boolean mayResume() {
        return bufferIsShort && buffer.isHalfEmpty();
    }

    /** Whether something that is not fetched for want of room may be now: room that was made since the last reconciliation. */
    boolean hasRoom() {
        if (anyWaits) {
            for (AssignedPartition it : assigned.values()) {
                it.tracker().dropFinished();
                if (it.isFull() && !isFull(it)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What must not be fetched may have changed. */
    void changed() {
        changed = true;
    }
}
