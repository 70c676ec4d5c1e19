package io.racecar.engine.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How metrics are sent to a Datadog agent. Immutable and thread-safe.
 *
 * @param enabled whether they are sent at all
 * @param host the agent's host; unused where there is a socket
 * @param port the agent's UDP port, 1 to 65535; unused where there is a socket
 * @param socketPath the agent's Unix socket; null where host and port are used
 * @param namespace what stands before each metric's name
 * @param tags what is added to each metric, such as {@code env:production}
 * @param partitionTags whether partitions are told apart
 */
public record DatadogSettings(
        boolean enabled,
        String host,
        int port,
        @Nullable Path socketPath,
        String namespace,
        List<String> tags,
        boolean partitionTags) {
    /** Copies the tags. */
    public DatadogSettings {
        tags = List.copyOf(tags);
    }

    /** Without tags. */
    @Override
    public String toString() {
        return "DatadogSettings[" + (enabled ? "enabled" : "disabled") + ", "
                + Redaction.of("", socketPath == null ? host + ":" + port : socketPath.toString()) + "]";
    }
}
