package io.racecar.engine.worker;

/**
 * How the lanes of one worker keep to their consumer's rate limit.
 *
 * @param limit shared by the consumer's workers
 * @param turnSeconds how many seconds' worth of messages a turn starts at most
 * @param most how many messages that is at most
 */
record Pace(RateLimit limit, double turnSeconds, int most) {
    /** Small enough to be even, long enough for turns to be worth their while. */
    private static final double OF_MESSAGES = 0.01;

    /** All that may come at once, as it is one call. */
    private static final double OF_BATCHES = 0.1;

    /**
     * Where messages are handled one by one. Turns of all handlers together take no more than that: they may all hang with what
     * they have taken, and come back at once.
     */
    static Pace ofMessages(RateLimit limit) {
        return new Pace(limit, OF_MESSAGES / limit.handlers(), Integer.MAX_VALUE);
    }

    /** A turn is one batch, which starts as a whole. */
    static Pace ofBatches(RateLimit limit, int largest) {
        return new Pace(limit, OF_BATCHES, largest);
    }

    /** Whether there is a limit now. Costs no lock. */
    boolean isLimited() {
        return limit.isOn();
    }

    /**
     * Takes what a lane may start now.
     *
     * @param called the lane was called by the limit
     * @return the index in the slice up to which that is; the lane's cursor if it has to wait for a call
     */
    int take(Lane<?> lane, Slice slice, boolean called) {
        int from = lane.cursor();
        boolean again = lane.retryEnd() > from; // a batch that is handled again is never cut
        int waiting = (again ? lane.retryEnd() : slice.size()) - from;
        int wanted = again ? waiting : Math.min(waiting, Math.min(most, limit.worth(turnSeconds)));
        return limit.take(lane, wanted, called) ? behind(slice, from, wanted) : from;
    }

    /** A lane that was called takes nothing. */
    void passOn() {
        limit.callReady();
    }

    /** The index behind so many unfinished messages. */
    private static int behind(Slice slice, int from, int count) {
        int end = from;
        for (int left = count; left > 0 && end < slice.size(); left--) {
            end = Math.min(slice.size(), slice.firstUnfinished(end) + 1);
        }
        return end;
    }
}
