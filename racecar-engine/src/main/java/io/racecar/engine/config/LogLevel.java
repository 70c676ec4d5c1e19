package io.racecar.engine.config;

/** How important something must be to be logged; the least first. */
public enum LogLevel {
    /** Everything. */
    TRACE,
    /** Decisions too. */
    DEBUG,
    /** Changes of state and worse. */
    INFO,
    /** What may need attention and worse. */
    WARN,
    /** Failures only. */
    ERROR
}
