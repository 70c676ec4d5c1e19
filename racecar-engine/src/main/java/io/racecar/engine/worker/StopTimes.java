package io.racecar.engine.worker;

/**
 * How the time for a stop is shared out (S1).
 *
 * @param all what there is
 * @param consumers what the consumer's own code gets; the rest is for what is said to the group, and the close
 * @param handlers of that, what handlers and their deliveries get before they are interrupted
 */
record StopTimes(Deadline all, Deadline consumers, Deadline handlers) {
    private static final double CONSUMERS_SHARE = 0.8;
    private static final double HANDLERS_SHARE = 0.85;

    /** Of what is left to consumers then, the rest is for hooks. */
    private static final double INTERRUPTED_SHARE = 0.5;

    /** Of what is left at the end, the rest is for leaving the group. */
    private static final double LAST_WORDS_SHARE = 0.5;

    static StopTimes of(Deadline all) {
        Deadline consumers = all.after(CONSUMERS_SHARE);
        return new StopTimes(all, consumers, consumers.after(HANDLERS_SHARE));
    }

    /** From now on, what handlers get that are interrupted now. */
    Deadline interrupted() {
        return consumers.after(INTERRUPTED_SHARE);
    }

    /** From now on, what a commit or acknowledgements get. */
    Deadline lastWords() {
        return all.after(LAST_WORDS_SHARE);
    }
}
