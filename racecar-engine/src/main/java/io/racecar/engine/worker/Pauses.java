package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The pauses of lanes and of partitions that cannot be read, and when they end (F1, L7). Only the poll thread calls it. */
final class Pauses {
    private final Identity identity;
    private final Events events;
    private final Consumer<AssignedPartition> refetch;
    private final LongSupplier nanoTime;
    private final PriorityQueue<Due> due = new PriorityQueue<>();

    /** When a pause ends by itself; void if the lane has another by then. No lane: nothing can be read. */
    private record Due(
            long at, AssignedPartition partition, @Nullable Lane<?> lane, LanePause pause) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    /** @param refetch has the client fetch a partition again that it could not read */
    Pauses(Identity identity, Events events, Consumer<AssignedPartition> refetch, LongSupplier nanoTime) {
        this.refetch = refetch;
        this.identity = identity;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    long nanosLeft() {
        Due next = due.peek();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.at() - nanoTime.getAsLong());
    }

    /** A lane has paused. */
    void lanePaused(AssignedPartition partition, Lane<?> lane, LanePause pause) {
        begin(partition, lane, pause);
    }

    /** Nothing can be read from a partition at its position. */
    void fetchPaused(AssignedPartition partition, LanePause pause) {
        partition.fetchPause(pause);
        begin(partition, null, pause);
    }

    private void begin(AssignedPartition partition, @Nullable Lane<?> lane, LanePause pause) {
        if (pause.duration() != null) {
            due.add(new Due(pause.since() + pause.duration().toNanos(), partition, lane, pause));
        }
        tell(new LanePaused(
                identity.consumer(),
                partition.partition(),
                pause.key(),
                pause.offset(),
                pause.duration(),
                pause.error()));
    }

    /** An operator has paused it. */
    void tellPaused(Partition partition, long offset) {
        tell(new LanePaused(identity.consumer(), partition, null, offset, null, null));
    }

    private void tell(LanePaused event) {
        events.tell(it -> it.lanePaused(event));
    }

    /** Ends what is due; whether there was something. */
    boolean endDue() {
        boolean any = false;
        for (Due next; (next = due.peek()) != null && next.at() - nanoTime.getAsLong() <= 0; ) {
            due.remove();
            any |= end(next.partition(), next.lane(), next.pause());
        }
        return any;
    }

    /** Ends whatever pauses the partition is in, now; whether it was in one. */
    boolean end(AssignedPartition partition) {
        boolean any = endFetch(partition);
        for (Lane<?> it : partition.lanes().paused()) {
            any |= end(partition, it);
        }
        return any;
    }

    /** Ends the pause that a lane is in, now; whether it was in one. */
    boolean end(AssignedPartition partition, Lane<?> lane) {
        return end(partition, lane, lane.pause());
    }

    /** Ends the partition's pause for what could not be read. */
    boolean endFetch(AssignedPartition partition) {
        return end(partition, null, partition.fetchPause());
    }

    @SuppressWarnings("ReferenceEquality") // that very pause
    private boolean end(AssignedPartition partition, @Nullable Lane<?> lane, @Nullable LanePause pause) {
        if (pause == null) {
            return false;
        }
        if (partition.fetchPause() == pause) {
            partition.fetchPause(null);
            refetch.accept(partition); // or the client would only repeat its error, from what it has
        } else if (lane == null || !lane.resume(pause)) {
            return false;
        }
        tellResumed(partition.partition(), pause.key(), pause.lasted(nanoTime.getAsLong()));
        return true;
    }

    /** The partition is gone, and its pauses with it. */
    void forget(AssignedPartition partition) {
        due.removeIf(it -> it.partition() == partition);
    }

    void tellResumed(Partition partition, @Nullable String key, Duration paused) {
        LaneResumed event = new LaneResumed(identity.consumer(), partition, key, paused);
        events.tell(it -> it.laneResumed(event));
    }
}
