package io.racecar.benchmarks.probe;

/** What the handler of a run does with each message. */
public enum Task {
    /** Nothing, one message at a time. */
    MESSAGE,
    /** Nothing, a batch at a time. */
    BATCH,
    /** Has it read from JSON into a {@link PageView}. */
    JSON,
    /** Waits 2 ms, as for a database. */
    SLEEP,
    /** Produces one message to the output topic; it counts when the broker has acknowledged that. */
    PRODUCE,
    /** Notes how long ago it was sent. */
    LATENCY,
    /** Produces a copy to the output topic, and notes when that is read there, committed, how long ago the message was sent. */
    RELAY,
    /** Throws for one key, always, and does nothing for the others. */
    POISON;

    /**
     * Whether it needs an output topic.
     *
     * @return true if it does
     */
    public boolean produces() {
        return this == PRODUCE || this == RELAY;
    }

    /**
     * Whether the result is how long messages take.
     *
     * @return true if it is
     */
    public boolean measuresLatency() {
        return this == LATENCY || this == RELAY;
    }
}
