package io.racecar.dropwizard.metrics;

import io.racecar.ConsumerState;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.util.function.Function;
import java.util.function.Predicate;

/** What each consumer's status says. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum ConsumerGauge implements Entry {
    STATE("state", "its state, as text", it -> it.state().name()),
    UP("up", "1 while it is RUNNING or PAUSED, otherwise 0", it -> isUp(it.state()) ? 1 : 0),
    WORKERS("workers", "members of the group that this process runs", ConsumerStatus::workers),
    PARTITIONS(
            "partitions",
            "partitions assigned to this process",
            it -> it.partitions().size()),
    PARTITIONS_PAUSED("partitions-paused", "of these, paused ones", it -> count(it, PartitionStatus::paused)),
    PARTITIONS_FAILING(
            "partitions-failing",
            "of these, ones with a message that fails",
            it -> count(it, partition -> partition.failingOffset() >= 0)),
    LAG("lag", "unfinished messages in these; -1 while unknown", ConsumerStatus::lag),
    TIME_LAG(
            "time-lag-millis",
            "age of the oldest unfinished message in these, in milliseconds; 0 when there is none, -1 while unknown",
            ConsumerStatus::timeLagMillis);

    private final Line line;
    private final Function<ConsumerStatus, Object> value;

    ConsumerGauge(String id, String meaning, Function<ConsumerStatus, Object> value) {
        this.line = new Line(id, Kind.GAUGE, meaning);
        this.value = value;
    }

    private static boolean isUp(ConsumerState state) {
        return state == ConsumerState.RUNNING || state == ConsumerState.PAUSED;
    }

    private static int count(ConsumerStatus status, Predicate<PartitionStatus> which) {
        return (int) status.partitions().stream().filter(which).count();
    }

    Object value(ConsumerStatus status) {
        return value.apply(status);
    }

    @Override
    public Line line() {
        return line;
    }
}
