package io.racecar.engine.config;

/**
 * A setting as it applies.
 *
 * @param path the key's path, {@code consumers.user-ban-consumer.pauseTimeout}
 * @param value as a user would write it, {@code [redacted]} for secrets, {@code none} where there is none
 * @param source where it comes from
 */
public record EffectiveSetting(String path, String value, Source source) {}
