package io.racecar.engine.deadletters;

import java.util.List;

/**
 * What became of dead letters that were to be put back, or would.
 *
 * @param matching how many fit the filter
 * @param before how many of those were put into their topic earlier
 * @param redriven how many were put into their topic now, acknowledged by the brokers
 * @param left how many still wait, because of the limit, because it was cancelled, or because nothing was to be done yet
 * @param refused those that cannot be put back, by reason; they are none of the others
 * @param cancelled whether it ended because its observer wanted that
 */
public record RedriveResult(
        long matching, long before, long redriven, long left, List<Refused> refused, boolean cancelled) {

    /** Copies the list. */
    public RedriveResult {
        refused = List.copyOf(refused);
    }
}
