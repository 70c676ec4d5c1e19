package io.racecar.engine.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The settings of how the process shows itself to those who run it. */
final class OperationKeys {
    static final Setting<Path> LOGFILE = Setting.process(
            "logfile",
            new PathType(),
            "A file that Racecar's own log goes to as well as to where the application logs.");

    static final Setting<LogLevel> LOG_LEVEL = Setting.process(
                    "logLevel",
                    EnumType.of(LogLevel.class),
                    "The least level of Racecar's own log; a level that the application gives io.racecar applies "
                            + "where this is left out.")
            .byDefault("info");

    static final Setting<Boolean> LOGGING_CONTEXT = Setting.overridable(
                    "loggingContext",
                    new FlagType(),
                    "Whether a handler's log lines find consumer, topic, partition, offset and attempt in the MDC.")
            .byDefault("true");

    static final Setting<Path> PIDFILE = Setting.process(
            "pidfile",
            new PathType(),
            "A file that holds the process id while the process runs; a second start with it is refused.");

    static final Setting<Boolean> LIVENESS_PROBE_ENABLED = Setting.process(
                    "livenessProbe.enabled",
                    new FlagType(),
                    "Whether a file is touched while polling works and no handler is stuck.")
            .byDefault("false");

    static final Setting<Path> LIVENESS_PROBE_FILE_PATH = Setting.process(
                    "livenessProbe.filePath", new PathType(), "Where that file is.")
            .byDefault("tmp/racecar-liveness");

    static final Setting<Duration> LIVENESS_PROBE_MAX_INTERVAL = Setting.process(
                    "livenessProbe.maxInterval",
                    DurationType.between(Duration.ofSeconds(1), Duration.ofHours(1)),
                    "How old that file may become before the probe fails.")
            .byDefault("5s");

    static final Setting<Boolean> JMX_ENABLED = Setting.process(
                    "jmx.enabled", new FlagType(), "Whether consumers can be watched and steered through JMX.")
            .byDefault("true");

    static final Setting<String> JMX_DOMAIN = Setting.process(
                    "jmx.domain",
                    TextType.matching("[a-zA-Z0-9._-]{1,100}", "up to 100 letters, digits, dots, _ and -"),
                    "What names in JMX begin with; two applications in one JVM need two.")
            .byDefault("io.racecar");

    static final Setting<Boolean> METRICS_ENABLED = Setting.process(
                    "metrics.enabled", new FlagType(), "Whether figures are in the application's metric registry.")
            .byDefault("true");

    static final Setting<Boolean> METRICS_PARTITIONS = Setting.process(
                    "metrics.partitions", new FlagType(), "Whether those of each partition are there too.")
            .byDefault("true");

    static final Setting<Boolean> DASHBOARD_ENABLED = Setting.process(
                    "dashboard.enabled",
                    new FlagType(),
                    "Whether the admin port has a page of the consumers; for a version to come.")
            .byDefault("true");

    static final Setting<Boolean> DASHBOARD_READ_ONLY = Setting.process(
                    "dashboard.readOnly",
                    new FlagType(),
                    "Whether that page only shows, and changes nothing; admin tasks are not concerned; for a version to "
                            + "come.")
            .byDefault("false");

    static final List<Setting<?>> ALL = List.of(
            LOGFILE,
            LOG_LEVEL,
            LOGGING_CONTEXT,
            PIDFILE,
            LIVENESS_PROBE_ENABLED,
            LIVENESS_PROBE_FILE_PATH,
            LIVENESS_PROBE_MAX_INTERVAL,
            JMX_ENABLED,
            JMX_DOMAIN,
            METRICS_ENABLED,
            METRICS_PARTITIONS,
            DASHBOARD_ENABLED,
            DASHBOARD_READ_ONLY);

    private OperationKeys() {}
}
