package io.racecar.engine.process;

import io.racecar.engine.config.LogLevel;
import io.racecar.engine.config.RacecarConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Racecar's own log, sent to a file as well, or with a level of its own. The logs of others, and where else this one goes, are
 * the application's.
 */
final class LogOutput implements AutoCloseable {
    static final String LOGGER = "io.racecar";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final Runnable restoration;

    private LogOutput(Runnable restoration) {
        this.restoration = restoration;
    }

    /** @throws io.racecar.engine.config.InvalidConfigurationException if the file cannot be written */
    static LogOutput open(RacecarConfig config) {
        return open(config.logfile(), config.logLevel(), LoggerFactory.getILoggerFactory());
    }

    static LogOutput open(Optional<Path> file, Optional<LogLevel> level, ILoggerFactory backend) {
        if (file.isEmpty() && level.isEmpty()) {
            return new LogOutput(() -> {});
        }
        if (!backend.getClass().getName().startsWith("ch.qos.logback.")) {
            LOG.warn(
                    "logfile and logLevel need Logback, but this process logs through {}, so they change nothing; give the"
                            + " logger {} a file and a level there",
                    backend.getClass().getName(),
                    LOGGER);
            return new LogOutput(() -> {});
        }
        return new LogOutput(LogbackOutput.open(file, level, backend));
    }

    @Override
    public void close() {
        restoration.run();
    }
}
