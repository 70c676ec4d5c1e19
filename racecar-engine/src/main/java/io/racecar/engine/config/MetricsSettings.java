package io.racecar.engine.config;

/**
 * What of Racecar's figures is in the application's metrics. Immutable and thread-safe.
 *
 * @param enabled whether there is anything
 * @param partitions whether there are gauges of each partition
 */
public record MetricsSettings(boolean enabled, boolean partitions) {}
