package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The pauses of lanes and of partitions that cannot be read, and when they end (F1, L7). Only the poll thread calls it. */
final class Pauses {
    private final Identity identity;
    private final Events events;
    private final LongSupplier nanoTime;
    private final PriorityQueue<Due> due = new PriorityQueue<>();

    /** When a pause ends by itself; void if the lane has another by then. */
    private record Due(long at, AssignedPartition partition, LanePause pause) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    Pauses(Identity identity, Events events, LongSupplier nanoTime) {
        this.identity = identity;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    long nanosLeft() {
        Due next = due.peek();
        return next == null ? Long.MAX_VALUE : Math.max(0, next.at() - nanoTime.getAsLong());
    }

    /** A lane has paused. */
    void lanePaused(AssignedPartition partition, LanePause pause) {
        partition.lanePaused(true);
        begin(partition, pause);
    }

    /** Nothing can be read from a partition at its position. */
    void fetchPaused(AssignedPartition partition, LanePause pause) {
        partition.fetchPause(pause);
        begin(partition, pause);
    }

    private void begin(AssignedPartition partition, LanePause pause) {
        if (pause.duration() != null) {
            due.add(new Due(pause.since() + pause.duration().toNanos(), partition, pause));
        }
        tellPaused(partition.partition(), pause.offset(), pause.duration(), pause.error());
    }

    void tellPaused(Partition partition, long offset, @Nullable Duration duration, @Nullable Throwable error) {
        LanePaused event = new LanePaused(identity.consumer(), partition, null, offset, duration, error);
        events.tell(it -> it.lanePaused(event));
    }

    /** Ends what is due; whether there was something. */
    boolean endDue() {
        boolean any = false;
        for (Due next; (next = due.peek()) != null && next.at() - nanoTime.getAsLong() <= 0; ) {
            due.remove();
            AssignedPartition it = next.partition();
            if (it.fetchPause() == next.pause() || it.lane().pause() == next.pause()) {
                any |= end(it);
            }
        }
        return any;
    }

    /** Ends whatever pause the partition is in, now; whether it was in one. */
    boolean end(AssignedPartition partition) {
        LanePause ended = partition.fetchPause();
        if (ended != null) {
            partition.fetchPause(null);
        } else {
            ended = partition.lane().resume();
            partition.lanePaused(false);
        }
        if (ended == null) {
            return false;
        }
        LanePause over = ended;
        due.removeIf(it -> it.pause() == over);
        tellResumed(partition.partition(), ended.lasted(nanoTime.getAsLong()));
        return true;
    }

    void tellResumed(Partition partition, Duration paused) {
        LaneResumed event = new LaneResumed(identity.consumer(), partition, null, paused);
        events.tell(it -> it.laneResumed(event));
    }
}
