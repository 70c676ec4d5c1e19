package io.racecar.datadog;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The metrics that have the same tags, added up between one flush and the next: what happens with each message costs a few
 * additions and makes no text. Thread-safe.
 */
final class Series {
    private final String tags;
    private final Map<Metric, LongAdder> counts = new EnumMap<>(Metric.class);
    private final Map<Metric, Distribution> distributions = new EnumMap<>(Metric.class);

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

    void count(Metric metric) {
        count(metric, 1);
    }

    @SuppressWarnings("NullAway") // the scope has it
    void count(Metric metric, long number) {
        counts.get(metric).add(number);
    }

    /** @param value durations in nanoseconds */
    @SuppressWarnings("NullAway") // the scope has it
    void record(Metric metric, long value) {
        distributions.get(metric).record(value);
    }

    /** Writes what has come since the last time. */
    void flush(Lines lines) {
        counts.forEach((metric, count) -> {
            long number = count.sumThenReset();
            if (number != 0) {
                lines.count(metric.text(), number, tags);
            }
        });
        distributions.forEach((metric, values) ->
                values.drain((mean, count) -> lines.values(metric, mean / metric.scale(), count, tags)));
    }
}
