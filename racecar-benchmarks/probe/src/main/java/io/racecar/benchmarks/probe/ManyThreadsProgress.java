package io.racecar.benchmarks.probe;

import java.util.concurrent.atomic.AtomicLong;

/** Counts for handlers that run at once. Thread-safe. */
final class ManyThreadsProgress implements Progress {
    private final Milestones milestones;
    private final AtomicLong count = new AtomicLong();

    ManyThreadsProgress(Milestones milestones) {
        this.milestones = milestones;
    }

    @Override
    public void handled() {
        long handled = count.incrementAndGet();
        if (milestones.isOne(handled)) {
            milestones.reached(handled);
        }
    }
}
