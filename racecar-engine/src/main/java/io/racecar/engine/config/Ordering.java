package io.racecar.engine.config;

/** Which messages are handled one after the other. */
public enum Ordering {
    /** Those of one partition. */
    PARTITION
}
