package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Messages of a share group that have failed and are kept through their pause, so that nobody tries them at once; then they are
 * released to whoever gets them next (G1). Only the poll thread calls it.
 */
final class SharePauses {
    private final Identity identity;
    private final Events events;
    private final ShareGivingUp givingUp;
    private final LongSupplier nanoTime;
    private final List<Held> held = new ArrayList<>();

    private record Held(SharedLanes<?> lanes, Lane<?> lane, LanePause pause) {}

    SharePauses(Identity identity, Events events, ShareGivingUp givingUp, LongSupplier nanoTime) {
        this.identity = identity;
        this.events = events;
        this.givingUp = givingUp;
        this.nanoTime = nanoTime;
    }

    void begin(SharedLanes<?> lanes, Lane<?> lane, LanePause pause) {
        held.add(new Held(lanes, lane, pause));
        LanePaused event = new LanePaused(
                identity.consumer(), lane.partition(), pause.key(), pause.offset(), pause.duration(), pause.error());
        events.tell(it -> it.lanePaused(event));
    }

    long nanosLeft() {
        long now = nanoTime.getAsLong();
        long nanos = Long.MAX_VALUE;
        for (Held it : held) {
            nanos = Math.min(nanos, it.pause().nanosLeft(now));
        }
        return Math.max(0, nanos);
    }

    /** Ends those that are over. */
    void endDue() {
        long now = nanoTime.getAsLong();
        end(it -> it.pause().nanosLeft(now) <= 0);
    }

    /** Ends those of a partition, now; whether there were any. */
    boolean end(Partition partition) {
        return end(it -> it.lanes().partition().equals(partition));
    }

    /** Ends those of messages that others may have, now. */
    void endForOthers() {
        end(it -> !it.lanes().isGivingUp());
    }

    /** Ends all, now. */
    void endAll() {
        end(it -> true);
    }

    private boolean end(Predicate<Held> which) {
        List<Held> ended = held.stream().filter(which).toList();
        held.removeAll(ended);
        ended.forEach(this::end);
        return !ended.isEmpty();
    }

    private void end(Held it) {
        if (it.lane().isPaused() && it.pause().equals(it.lane().pause())) { // and not gone back to what is before (O3)
            end(it.lanes(), it.lane(), it.pause());
        }
        LaneResumed event = new LaneResumed(
                identity.consumer(),
                it.lane().partition(),
                it.pause().key(),
                it.pause().lasted(nanoTime.getAsLong()));
        events.tell(told -> told.laneResumed(event));
    }

    /** What nobody should try any more is kept, until it is where it can be given up to. */
    private void end(SharedLanes<?> lanes, Lane<?> lane, LanePause pause) {
        if (givingUp.isDue(lanes.failures().attempts(pause.offset()))) {
            lanes.tryAgain(lane, pause);
        } else {
            lanes.release(lane, pause.offset());
        }
    }

    /** Those messages are no longer ours. */
    void forget(SharedLanes<?> lanes) {
        held.removeIf(it -> it.lanes() == lanes);
    }
}
