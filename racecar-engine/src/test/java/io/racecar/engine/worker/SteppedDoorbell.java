package io.racecar.engine.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * While the poll thread waits, others get on: a handler takes its turn, or something happens that the test has planned, or,
 * as nothing else is left, time passes.
 */
final class SteppedDoorbell implements Doorbell {
    private final SteppedThreads threads;
    private final ManualClock clock;
    private final Queue<Runnable> plans = new ArrayDeque<>();
    private boolean rung;

    SteppedDoorbell(SteppedThreads threads, ManualClock clock) {
        this.threads = threads;
        this.clock = clock;
    }

    /** Happens when the poll thread waits and no handler has anything to do. */
    void plan(Runnable event) {
        plans.add(event);
    }

    /** Whether only time could pass now. */
    boolean isIdle() {
        return !rung && plans.isEmpty() && !threads.anyWaiting();
    }

    @Override
    public void ring() {
        rung = true;
    }

    @Override
    public void await(long nanos) {
        if (rung) {
            rung = false;
        } else if (!threads.runNext()) {
            Runnable planned = plans.poll();
            if (planned != null) {
                planned.run();
            } else {
                clock.pass(Duration.ofNanos(nanos));
            }
        }
    }
}
