package io.racecar.datadog;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * The metrics that have the same tags, added up between one flush and the next: what happens with each message costs a few
 * additions and makes no text. Thread-safe.
 */
final class Series {
    private final String tags;
    private final Map<Metric, LongAdder> counts = new EnumMap<>(Metric.class);
    private final Map<Metric, Distribution> distributions = new EnumMap<>(Metric.class);
    private int idleFlushes;

    /** @param tags as they are sent */
    Series(Scope scope, String tags) {
        this.tags = tags;
        for (Metric it : Metric.values()) {
            if (it.scope() == scope && it.type() == Type.COUNT) {
                counts.put(it, new LongAdder());
            } else if (it.scope() == scope && it.type().isDistribution()) {
                distributions.put(it, new Distribution());
            }
        }
    }

    String tags() {
        return tags;
    }

    /** @param metric a count of its scope */
    void count(Metric metric) {
        count(metric, 1);
    }

    void count(Metric metric, long number) {
        Objects.requireNonNull(counts.get(metric), metric::text).add(number);
    }

    /**
     * Adds one of many values.
     *
     * @param metric a timing or a histogram of its scope
     * @param value durations in nanoseconds
     */
    void record(Metric metric, long value) {
        Objects.requireNonNull(distributions.get(metric), metric::text).record(value);
    }

    /** Writes what has come since the last time. */
    void flush(Lines lines) {
        boolean[] idle = {true};
        counts.forEach((metric, count) -> {
            long number = count.sumThenReset();
            if (number != 0) {
                idle[0] = false;
                lines.count(metric.text(), number, tags);
            }
        });
        distributions.forEach((metric, values) ->
                values.drain((mean, count) -> lines.values(metric, mean / metric.scale(), count, tags)));
        idleFlushes = idle[0] ? idleFlushes + 1 : 0;
    }

    /** How many times in a row there has been nothing to count; for the thread that flushes. */
    int idleFlushes() {
        return idleFlushes;
    }
}
