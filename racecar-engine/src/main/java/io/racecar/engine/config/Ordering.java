package io.racecar.engine.config;

/** Which messages are handled one after the other. */
public enum Ordering {
    /** Those of one partition. */
    PARTITION,
    /** Those of one partition that have the same key. */
    KEY,
    /** None: every message by itself, in no order. */
    NONE
}
