package io.racecar.engine.worker;

/** Whether a partition waits because it has run as far ahead as it may, and how bad that is; in growing order. */
enum SpanWait {
    NONE,
    /** Handlers are slow, or many. */
    BUSY,
    /** A message fails. */
    FAILING
}
