package io.racecar.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether a broker runs inside this process.
 *
 * @param enabled if not, {@code racecar.brokers} says where brokers are
 * @param dataDirectory where it keeps its messages; without one they are gone when it stops
 */
public record EmbeddedKafkaSettings(
        boolean enabled, @Nullable Path dataDirectory) {}
