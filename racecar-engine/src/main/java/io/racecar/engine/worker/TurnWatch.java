package io.racecar.engine.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Looks at running turns from outside, so that handlers pay no clock: a turn that others wait for gives way after a while,
 * and a handler that runs longer than {@code maxPollInterval} is stuck (L4). Only the poll thread calls it.
 */
final class TurnWatch {
    /** How long a turn lasts while other lanes wait for its thread: long against a thread switch, short for a person. */
    private static final long TURN_NANOS = Duration.ofMillis(100).toNanos();

    private final long stuckNanos;
    private final BiConsumer<Lane<?>, Duration> stuck;
    private final Map<Lane<?>, Seen> running = new HashMap<>();
    private long lookedAt;

    private static final class Seen {
        private final int turn;
        private long handled;
        private long sameSince;
        private boolean reported;

        Seen(int turn, long handled, long now) {
            this.turn = turn;
            this.handled = handled;
            this.sameSince = now;
        }
    }

    /** @param stuck told once per message, with how long its handler has been seen running */
    TurnWatch(Duration maxPollInterval, BiConsumer<Lane<?>, Duration> stuck, long now) {
        this.stuckNanos = maxPollInterval.toNanos();
        this.stuck = stuck;
        this.lookedAt = now;
    }

    /** How long a poll may take until the next look. */
    long nanosBetweenLooks(boolean othersWait) {
        return othersWait ? TURN_NANOS : Math.min(Duration.ofSeconds(1).toNanos(), stuckNanos / 4 + 1);
    }

    /**
     * Whether it was time for a look.
     *
     * @param lanes those in which a handler runs
     */
    boolean look(Supplier<Collection<Lane<?>>> lanes, boolean othersWait, long now) {
        if (now - lookedAt < nanosBetweenLooks(othersWait)) {
            return false;
        }
        lookedAt = now;
        running.keySet().removeIf(it -> !it.isRunning());
        for (Lane<?> it : lanes.get()) {
            look(it, othersWait, now);
        }
        return true;
    }

    private void look(Lane<?> lane, boolean othersWait, long now) {
        int turn = lane.turn();
        long handled = lane.handled();
        Seen seen = running.get(lane);
        if (seen == null || seen.turn != turn) {
            running.put(lane, new Seen(turn, handled, now));
            return;
        }
        if (othersWait) {
            lane.giveWay();
        }
        if (seen.handled != handled) {
            seen.handled = handled;
            seen.sameSince = now;
            seen.reported = false;
        } else if (!seen.reported && now - seen.sameSince >= stuckNanos) {
            seen.reported = true;
            stuck.accept(lane, Duration.ofNanos(now - seen.sameSince));
        }
    }

    /** Whether a handler that was reported as stuck still is. */
    boolean anyStuck() {
        for (Seen it : running.values()) {
            if (it.reported) {
                return true;
            }
        }
        return false;
    }
}
