package io.racecar.engine.worker;

import io.racecar.engine.worker.Backlog.Amount;

/** What a lane tells the loop, on any thread; implementations must not block. */
interface LaneListener {
    /** The lane has paused after a failure and says when it wants to go on. */
    void paused(Lane<?> lane);

    /** No handler runs in the lane any more, or its last outstanding acknowledgement has come. */
    void rested(Lane<?> lane);

    /**
     * Buffered messages have been handled.
     *
     * @param left how many are still buffered in the lane
     */
    void roomMade(Amount handled, int left);

    /** An error that must stop the consumer: F3, or F7's OutOfMemoryError and InternalError. */
    void fatal(Throwable error);
}
