package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.worker.OffsetTracker.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators do with partitions of one loop, on its poll thread. What cannot be done is an IllegalStateException that
 * says why.
 */
public final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final PollLoop loop;

    Operations(PollLoop loop) {
        this.loop = loop;
    }

    /** Whether this worker has the partition. */
    public boolean has(Partition partition) {
        return loop.assignment().get(kafka(partition)) != null;
    }

    /** Applies changed pauses of the consumer as a whole. */
    public void admitAll() {
        loop.partitions().forEach(loop::admit);
    }

    /** Starts nothing more of a partition until it is resumed (R4). */
    public void pause(Partition partition) {
        AssignedPartition it = find(partition);
        if (loop.parts().operatorPauses().contains(partition)) {
            throw new IllegalStateException(partition + " is paused already");
        }
        loop.parts().operatorPauses().add(partition);
        loop.admit(it);
        LOG.info("{}: {} paused by an operator", loop.identity(), partition);
        loop.pauses().tellPaused(partition, it.tracker().committable().offset(), null, null);
    }

    /** Ends an operator's pause, and a pause after a failure too. */
    public void resume(Partition partition) {
        AssignedPartition it = find(partition);
        boolean byOperator = loop.parts().operatorPauses().contains(partition);
        boolean afterFailure = loop.pauses().end(it);
        if (!byOperator && !afterFailure) {
            throw new IllegalStateException(partition + " is not paused");
        }
        loop.parts().operatorPauses().remove(partition);
        loop.admit(it);
        LOG.info("{}: {} resumed by an operator", loop.identity(), partition);
        if (byOperator && !afterFailure) {
            loop.pauses().tellResumed(partition, Duration.ZERO);
        }
    }

    /** Ends a pause after a failure now. */
    public void retryNow(Partition partition) {
        AssignedPartition it = find(partition);
        if (!loop.pauses().end(it)) {
            throw new IllegalStateException(
                    partition + " does not pause after a failure, so there is nothing to retry");
        }
        loop.intake().changed();
        LOG.info("{}: {} retried by an operator", loop.identity(), partition);
    }

    /** Finishes the failing message at that offset without handling it. */
    public void skip(Partition partition, long offset, String requestedBy) {
        AssignedPartition it = find(partition);
        LanePause unreadable = it.fetchPause();
        if (unreadable != null && unreadable.offset() == offset) {
            skipUnreadable(it, offset);
        } else {
            skipFailing(it, offset);
        }
        LOG.warn("{}: {}@{} skipped, as {} asked", loop.identity(), partition, offset, requestedBy);
        loop.parts().listener().skipped();
        loop.committer().soon();
        Skipped event = new Skipped(loop.identity().consumer(), partition, offset, requestedBy);
        loop.parts().events().tell(told -> told.skipped(event));
    }

    /** Nothing below is skipped with it: what is buffered stays to be handled. */
    private void skipUnreadable(AssignedPartition it, long offset) {
        it.tracker().advance(new Position(offset + 1, Optional.empty()));
        loop.fetchFrom(it);
        loop.pauses().endFetch(it);
        loop.intake().changed();
    }

    private void skipFailing(AssignedPartition it, long offset) {
        Map.@Nullable Entry<Long, Integer> failing = it.lane().lowestFailure();
        if (failing == null || failing.getKey() != offset) {
            throw new IllegalStateException(
                    it + (failing == null ? " has no failing message" : " fails at offset " + failing.getKey())
                            + ", so " + offset + " is not skipped; only the failing message can be");
        }
        if (it.lane().isPaused()) {
            it.tracker().finish(offset);
            it.lane().forgive(offset);
            loop.pauses().end(it);
            loop.intake().changed();
        } else {
            newEpoch(it, it.tracker()::nextEpoch);
            it.tracker().finish(offset);
            loop.buffer().add(it.lane().fill(it.tracker().chunks()));
        }
    }

    /** Goes on at that offset. */
    public void seek(Partition partition, long offset) {
        AssignedPartition it = find(partition);
        Set<TopicPartition> one = Set.of(it.topicPartition());
        long beginning = Objects.requireNonNull(loop.starts().beginnings(one).get(it.topicPartition()));
        long end = Objects.requireNonNull(loop.starts().ends(one).get(it.topicPartition()));
        if (offset < beginning || offset > end) {
            throw new IllegalStateException(partition + " holds offsets from " + beginning + " up to its end at " + end
                    + ", so it cannot seek to " + offset);
        }
        seek(it, offset);
        LOG.warn("{}: {} continues at offset {}, as an operator asked", loop.identity(), partition, offset);
    }

    /** Goes on at the first message not older than that, or at the end if there is none. */
    public void seek(Partition partition, Instant time) {
        AssignedPartition it = find(partition);
        TopicPartition kafka = it.topicPartition();
        OffsetAndTimestamp found = loop.client()
                .call(() -> loop.client()
                        .kafka()
                        .offsetsForTimes(
                                Map.of(kafka, time.toEpochMilli()),
                                loop.parts().settings().requestTimeout()))
                .get(kafka);
        long offset = found != null
                ? found.offset()
                : Objects.requireNonNull(loop.starts().ends(Set.of(kafka)).get(kafka));
        seek(it, offset);
        LOG.warn(
                "{}: {} continues at offset {}, the first at or after {}, as an operator asked",
                loop.identity(),
                partition,
                offset,
                time);
    }

    private void seek(AssignedPartition it, long offset) {
        newEpoch(it, lane -> new OffsetTracker(new Position(offset, Optional.empty())));
        loop.fetchFrom(it);
        loop.committer().soon();
    }

    private void newEpoch(AssignedPartition it, Function<Lane<?>, OffsetTracker> tracker) {
        loop.assignment().retire(it);
        Lane<?> lane = loop.newLane(it.partition());
        loop.assignment().startEpoch(it, tracker.apply(lane), lane);
        loop.intake().changed();
    }

    /** The partitions of this worker, now. */
    public List<PartitionView> view() {
        return loop.partitions().stream().map(this::view).toList();
    }

    private PartitionView view(AssignedPartition it) {
        Map.@Nullable Entry<Long, Integer> failing = it.lane().lowestFailure();
        LanePause fetchPause = it.fetchPause();
        boolean byOperator = loop.parts().operatorPauses().covers(it.partition());
        LanePause pause = fetchPause != null ? fetchPause : it.lane().pause();
        return new PartitionView(
                it.partition(),
                loop.identity().worker(),
                it.tracker().next().offset(),
                it.tracker().committable().offset(),
                it.committed() == null ? -1 : it.committed().offset(),
                it.tracker().oldestTimestamp(),
                fetchPause != null ? fetchPause.offset() : failing == null ? -1 : failing.getKey(),
                fetchPause != null ? it.unreadable() : failing == null ? 0 : failing.getValue(),
                byOperator || pause != null,
                byOperator || pause == null ? null : pause.left(loop.nanoTime().getAsLong()),
                fetchPause != null
                        ? fetchPause.error()
                        : failing == null ? null : it.lane().lastFailure());
    }

    private AssignedPartition find(Partition partition) {
        AssignedPartition found = loop.assignment().get(kafka(partition));
        if (found == null) {
            throw new IllegalStateException(partition + " is not assigned to this process now; it has "
                    + (loop.partitions().isEmpty() ? "none" : loop.assignment().names()));
        }
        return found;
    }

    private static TopicPartition kafka(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }
}
