package io.racecar.datadog;

import io.racecar.engine.PartitionStatus;

/** How it is now with the partitions that have the same tags: their lag together, and the longest of their times. */
final class PartitionGauges {
    private static final double NANOS_PER_SECOND = 1e9;

    private boolean lagKnown = true;
    private long lag;
    private long timeLagMillis = -1;
    private long pausedNanos;

    void add(PartitionStatus partition, long paused) {
        lagKnown &= partition.lag() >= 0;
        lag += partition.lag();
        timeLagMillis = Math.max(timeLagMillis, partition.timeLagMillis());
        pausedNanos = Math.max(pausedNanos, paused);
    }

    /** @param whole no partition with these tags is missing */
    void write(Lines lines, String tags, boolean whole) {
        if (lagKnown && whole) {
            lines.gauge(Metric.LAG, lag, tags);
        }
        if (timeLagMillis >= 0) {
            lines.gauge(Metric.TIME_LAG, timeLagMillis, tags);
        }
        lines.gauge(Metric.PAUSE_DURATION, pausedNanos / NANOS_PER_SECOND, tags);
    }
}
