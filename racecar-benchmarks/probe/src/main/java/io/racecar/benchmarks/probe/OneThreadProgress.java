package io.racecar.benchmarks.probe;

/** Counts for handlers that run one after the other: an addition and a comparison. Not thread-safe. */
final class OneThreadProgress implements Progress {
    private final Milestones milestones;
    private long count;
    private long next = 1;

    OneThreadProgress(Milestones milestones) {
        this.milestones = milestones;
    }

    @Override
    public void handled() {
        if (++count == next) {
            next = milestones.reached(count);
        }
    }
}
