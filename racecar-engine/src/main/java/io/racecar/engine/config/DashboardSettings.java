package io.racecar.engine.config;

/**
 * The page on the admin port. Immutable and thread-safe.
 *
 * @param enabled whether there is one
 * @param readOnly whether it only shows, and changes nothing
 */
public record DashboardSettings(boolean enabled, boolean readOnly) {}
