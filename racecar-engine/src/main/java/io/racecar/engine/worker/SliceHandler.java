package io.racecar.engine.worker;

import org.jspecify.annotations.Nullable;

/** Calls the consumer for a slice's unfinished records, from the lane's cursor on; on a handler thread. */
interface SliceHandler {
    /**
     * Moves the lane's cursor over what is handled, and returns at the slice's end, when the lane asks for attention, or
     * with the first failure, where the cursor then stays.
     */
    @Nullable Failure handle(Lane<?> lane, Slice slice);
}
