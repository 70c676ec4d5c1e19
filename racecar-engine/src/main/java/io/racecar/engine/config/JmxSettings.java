package io.racecar.engine.config;

/**
 * What JMX shows. Immutable and thread-safe.
 *
 * @param enabled whether it shows anything
 * @param domain what stands before the colon of each name
 */
public record JmxSettings(boolean enabled, String domain) {}
