package io.racecar.engine.config;

/** What becomes of a message that is given up where there is no topic for it. */
enum GiveUp {
    /** It is lost. */
    DROP
}
