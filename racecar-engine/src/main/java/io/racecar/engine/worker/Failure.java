package io.racecar.engine.worker;

import io.racecar.RacecarListener.HandlingFinished;
import org.jspecify.annotations.Nullable;

/**
 * A handling that failed: its handler threw, or what it produced could not be delivered (O3).
 *
 * @param finished the event to tell after the error handler, if anybody listens
 */
record Failure(Handling handling, Throwable error, @Nullable HandlingFinished finished) {
    long offset() {
        return handling.firstOffset();
    }
}
