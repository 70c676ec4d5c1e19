package io.racecar.engine.config;

/**
 * The page on the admin port, which is for a version to come: in this one they have no effect. Immutable and thread-safe.
 *
 * @param enabled whether there is one
 * @param readOnly whether it only shows, and changes nothing; admin tasks are not concerned
 */
public record DashboardSettings(boolean enabled, boolean readOnly) {}
