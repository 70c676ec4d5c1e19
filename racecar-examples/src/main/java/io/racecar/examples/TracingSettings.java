package io.racecar.examples;

/**
 * Whether messages are traced.
 *
 * @param enabled spans are written to the log
 */
public record TracingSettings(boolean enabled) {}
