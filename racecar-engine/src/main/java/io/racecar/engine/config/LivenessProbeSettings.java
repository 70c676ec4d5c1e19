package io.racecar.engine.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The file by which others see that the process is alive. Immutable and thread-safe.
 *
 * @param enabled whether it is written
 * @param filePath where it is; relative to the working directory unless absolute
 * @param maxInterval how old it may become
 */
public record LivenessProbeSettings(boolean enabled, Path filePath, Duration maxInterval) {
    @Override
    public String toString() {
        return "LivenessProbeSettings[" + (enabled ? "enabled" : "disabled") + ", "
                + Redaction.of("", filePath.toString()) + ", " + maxInterval + "]";
    }
}
