package io.racecar.dropwizard.metrics;

import io.racecar.engine.PartitionStatus;
import java.util.function.ToLongFunction;

/** What each assigned partition's status says. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum PartitionGauge implements Entry {
    POSITION("position", "the lowest offset not finished yet", PartitionStatus::position),
    COMMITTED("committed", "the committed offset; -1 while there is none", PartitionStatus::committed),
    END("end", "the offset behind the last message; -1 while unknown", PartitionStatus::end),
    LAG("lag", "messages from the position to the end; -1 while unknown", PartitionStatus::lag),
    COMMITTED_LAG(
            "committed-lag",
            "messages from the committed offset to the end; -1 while unknown",
            PartitionStatus::committedLag),
    TIME_LAG(
            "time-lag-millis",
            "age of the oldest unfinished message, in milliseconds; 0 when there is none, -1 while unknown",
            PartitionStatus::timeLagMillis),
    PAUSED(
            "paused",
            "1 while nothing is started, by an operator's will or after a failure, otherwise 0",
            it -> it.paused() ? 1 : 0),
    ATTEMPT("attempt", "how often the lowest failing message has failed; 0 when none does", PartitionStatus::attempt);

    private final Line line;
    private final ToLongFunction<PartitionStatus> value;

    PartitionGauge(String id, String meaning, ToLongFunction<PartitionStatus> value) {
        this.line = new Line(id, Kind.GAUGE, meaning);
        this.value = value;
    }

    long value(PartitionStatus status) {
        return value.applyAsLong(status);
    }

    @Override
    public Line line() {
        return line;
    }
}
