package io.racecar.engine.worker;

import io.racecar.engine.worker.Backlog.Amount;

/** What a lane tells the loop, on any thread; implementations must not block. */
interface LaneListener {
    /** The lane has paused after a failure and says when it wants to go on. */
    void paused(Lane<?> lane);

    /** In one of the lanes no handler runs any more, or its last outstanding acknowledgement has come. */
    void rested(Lanes<?> lanes);

    /**
     * More waits for handling in the partition than did, or less.
     *
     * @param left how many messages wait there now
     */
    void buffered(Lanes<?> lanes, Amount change, int left);

    /** An error that must stop the consumer: F3, or F7's OutOfMemoryError and InternalError. */
    void fatal(Throwable error);
}
