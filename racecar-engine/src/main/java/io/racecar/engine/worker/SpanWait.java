package io.racecar.engine.worker;

/** Whether a partition waits because it has run as far ahead as it may, and why; in growing order. */
enum SpanWait {
    NONE,
    /** Handlers are slow, or many. */
    BUSY,
    /** The same for long: the lowest hangs, or what it has produced is not acknowledged. */
    STALLED,
    /** What waits behind messages that fail takes its share of the buffer. */
    FULL,
    /** Messages fail, and behind the lowest lie as many as it may hold on to. */
    FAILING
}
