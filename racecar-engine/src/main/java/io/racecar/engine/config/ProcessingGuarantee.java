package io.racecar.engine.config;

/** How often the effects of a message may appear. */
public enum ProcessingGuarantee {
    /** Once, and again after a failure. */
    AT_LEAST_ONCE,
    /** Once, for what is produced to the same cluster; in transactions (P3). */
    EXACTLY_ONCE
}
