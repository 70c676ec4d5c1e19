package io.racecar.engine.worker;

import org.jspecify.annotations.Nullable;

/**
 * Where a lane that was rolled back must stop: before the message that failed. What lies before that is handled again at once.
 *
 * @param slice in which it is
 * @param index of it in the slice
 * @param retryEnd where the batch ends that is to be handled again as a whole; 0 for none
 * @param pause before it is handled again; null once that is over
 */
record Barrier(
        Slice slice, int index, int retryEnd, @Nullable LanePause pause) {
    Barrier withoutPause() {
        return new Barrier(slice, index, retryEnd, null);
    }
}
