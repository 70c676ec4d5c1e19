package io.racecar.engine.config;

import java.nio.file.Path;
import java.util.List;

/** The settings of metrics for Datadog. */
final class DatadogKeys {
    static final Setting<Boolean> ENABLED = Setting.process(
                    "datadog.enabled", new FlagType(), "Whether metrics are sent to a Datadog agent.")
            .byDefault("false");

    static final Setting<String> HOST = Setting.process(
                    "datadog.host",
                    TextType.matching("[0-9a-zA-Z._-]+|[0-9a-fA-F:.%]+", "a host name or an IP address"),
                    "The host of the agent.")
            .byDefault("localhost");

    static final Setting<Integer> PORT = Setting.process(
                    "datadog.port", NumberType.between(1, 65_535), "The UDP port of the agent.")
            .byDefault("8125");

    static final Setting<Path> SOCKET_PATH = Setting.process(
            "datadog.socketPath", new PathType(), "The Unix socket of the agent, in place of host and port.");

    static final Setting<String> NAMESPACE = Setting.process(
                    "datadog.namespace",
                    TextType.matching("[a-zA-Z][a-zA-Z0-9_.]{0,99}", "a letter and up to 99 letters, digits, _ and ."),
                    "What the names of all metrics begin with.")
            .byDefault("racecar");

    static final Setting<List<String>> TAGS = Setting.process(
            "datadog.tags",
            ListType.of(TextType.matching("[^\\s,|#]{1,200}", "tags such as env:production")),
            "What all metrics are tagged with.");

    static final Setting<Boolean> PARTITION_TAGS = Setting.process(
                    "datadog.partitionTags",
                    new FlagType(),
                    "Whether partitions are told apart: without, a topic has one series of each metric.")
            .byDefault("true");

    static final List<Setting<?>> ALL = List.of(ENABLED, HOST, PORT, SOCKET_PATH, NAMESPACE, TAGS, PARTITION_TAGS);

    private DatadogKeys() {}
}
