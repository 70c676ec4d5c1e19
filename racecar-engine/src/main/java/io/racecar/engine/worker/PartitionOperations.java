package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.worker.Failures.Failing;
import io.racecar.engine.worker.OffsetTracker.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators do with partitions of one loop. */
final class PartitionOperations implements Operations {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final PollLoop loop;

    PartitionOperations(PollLoop loop) {
        this.loop = loop;
    }

    @Override
    public boolean has(Partition partition) {
        return loop.assignment().get(kafka(partition)) != null;
    }

    @Override
    public void admitAll() {
        loop.partitions().forEach(loop::admit);
    }

    @Override
    public void giveWay() {
        loop.partitions().forEach(it -> it.lanes().giveWay());
    }

    @Override
    public void pause(Partition partition) {
        AssignedPartition it = find(partition);
        if (loop.parts().operatorPauses().contains(partition)) {
            throw new IllegalStateException(partition + " is paused already");
        }
        loop.parts().operatorPauses().add(partition, now());
        loop.admit(it);
        LOG.info("{}: {} paused by an operator", loop.identity(), partition);
        loop.pauses().tellPaused(partition, it.tracker().committable().offset());
    }

    @Override
    public void resume(Partition partition) {
        AssignedPartition it = find(partition);
        Long byOperatorSince = loop.parts().operatorPauses().remove(partition);
        boolean afterFailure = loop.pauses().end(it);
        if (byOperatorSince == null && !afterFailure) {
            throw new IllegalStateException(partition + " is not paused");
        }
        loop.admit(it);
        LOG.info("{}: {} resumed by an operator", loop.identity(), partition);
        if (byOperatorSince != null) {
            loop.pauses().tellResumed(partition, null, Duration.ofNanos(now() - byOperatorSince));
        }
    }

    @Override
    public void retryNow(Partition partition) {
        AssignedPartition it = find(partition);
        if (!loop.pauses().end(it)) {
            throw new IllegalStateException(
                    partition + " does not pause after a failure, so there is nothing to retry");
        }
        loop.intake().changed();
        LOG.info("{}: {} retried by an operator", loop.identity(), partition);
    }

    @Override
    public void skip(Partition partition, long offset, String requestedBy) {
        AssignedPartition it = find(partition);
        LanePause unreadable = it.fetchPause();
        Runnable told = () -> skipped(partition, offset, requestedBy);
        if (unreadable != null && unreadable.offset() == offset) {
            skipUnreadable(it, offset);
            told.run();
        } else if (loop.parts().deadLetters().isEnabled()) {
            skipFailing(it, offset, told);
            LOG.warn(
                    "{}: {}@{} is sent to the dead-letter topic, as {} asked",
                    loop.identity(),
                    partition,
                    offset,
                    requestedBy);
        } else {
            skipFailing(it, offset, told);
            told.run();
        }
        loop.committer().soon();
    }

    /** Any thread. */
    private void skipped(Partition partition, long offset, String requestedBy) {
        LOG.warn("{}: {}@{} skipped, as {} asked", loop.identity(), partition, offset, requestedBy);
        loop.parts().listener().skipped();
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

    /** @param skipped told once it is in the dead-letter topic, where there is one */
    private void skipFailing(AssignedPartition it, long offset, Runnable skipped) {
        Failing failing = it.lanes().failures().get(offset);
        if (failing != null && failing.buried()) {
            throw new IllegalStateException(it + "@" + offset + " is on its way to the dead-letter topic already");
        }
        if (failing == null) {
            Map.@Nullable Entry<Long, Failing> lowest = it.lanes().failures().lowest();
            throw new IllegalStateException(
                    it + (lowest == null ? " has no failing message" : " fails at offset " + lowest.getKey()) + ", so "
                            + offset + " is not skipped; only the failing message can be");
        }
        Optional<? extends Lane<?>> paused = it.lanes().paused().stream()
                .filter(lane -> isAt(lane.pause(), offset))
                .findFirst();
        if (paused.isPresent()) {
            skipPaused(it, paused.get(), offset, failing.skippedBy(skipped));
        } else {
            skipRunning(it, offset, failing.skippedBy(skipped));
        }
    }

    private static boolean isAt(@Nullable LanePause pause, long offset) {
        return pause != null && pause.offset() == offset;
    }

    /** With a dead-letter topic the message is kept there. */
    private void skipPaused(AssignedPartition it, Lane<?> lane, long offset, Failing failing) {
        if (loop.parts().deadLetters().isEnabled()) {
            it.lanes().condemn(offset, failing);
        } else {
            it.tracker().finish(offset);
            it.lanes().failures().forget(offset);
        }
        loop.pauses().end(it, lane);
        loop.intake().changed();
    }

    /** It is being tried again just now: whatever comes of that no longer counts (O7). */
    private void skipRunning(AssignedPartition it, long offset, Failing failing) {
        Lanes<?> before = it.lanes();
        newEpoch(it, () -> it.tracker().nextEpoch()); // which may be another once the epoch has ended
        it.lanes().condemnAll(before);
        it.lanes()
                .failures()
                .addAll(
                        before.failures(),
                        other -> other != offset && it.tracker().isUnfinished(other));
        if (loop.parts().deadLetters().isEnabled()) {
            it.lanes().fillAndBury(it.tracker().chunks(), offset, failing);
        } else {
            it.tracker().finish(offset);
            it.lanes().fill(it.tracker().chunks());
        }
    }

    @Override
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

    @Override
    public void seek(Partition partition, Instant time) {
        AssignedPartition it = find(partition);
        TopicPartition kafka = it.topicPartition();
        long offset =
                Objects.requireNonNull(loop.starts().since(Set.of(kafka), time).get(kafka));
        seek(it, offset);
        LOG.warn(
                "{}: {} continues at offset {}, the first at or after {}, as an operator asked",
                loop.identity(),
                partition,
                offset,
                time);
    }

    private void seek(AssignedPartition it, long offset) {
        newEpoch(it, () -> new OffsetTracker(new Position(offset, Optional.empty())));
        loop.fetchFrom(it);
        loop.committer().soon();
    }

    private void newEpoch(AssignedPartition it, Supplier<OffsetTracker> tracker) {
        loop.assignment().startEpoch(it, tracker);
        loop.intake().changed();
    }

    @Override
    public List<PartitionView> view() {
        return loop.partitions().stream().map(this::view).toList();
    }

    private PartitionView view(AssignedPartition it) {
        Map.@Nullable Entry<Long, Failing> lowest = it.lanes().failures().lowest();
        LanePause fetchPause = it.fetchPause();
        long failingOffset = fetchPause != null ? fetchPause.offset() : lowest == null ? -1 : lowest.getKey();
        boolean byOperator = loop.parts().operatorPauses().covers(it.partition());
        LanePause pause = fetchPause != null ? fetchPause : it.lanes().pause(failingOffset);
        return new PartitionView(
                it.partition(),
                loop.identity().worker(),
                it.tracker().next().offset(),
                it.tracker().committable().offset(),
                it.committed() == null ? -1 : it.committed().offset(),
                it.tracker().oldestTimestamp(),
                failingOffset,
                fetchPause != null
                        ? it.unreadable()
                        : lowest == null ? 0 : lowest.getValue().attempts(),
                byOperator || pause != null,
                byOperator || pause == null ? null : pause.left(loop.nanoTime().getAsLong()),
                fetchPause != null
                        ? fetchPause.error()
                        : lowest == null ? null : lowest.getValue().error());
    }

    private long now() {
        return loop.nanoTime().getAsLong();
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
