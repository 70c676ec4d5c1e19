package io.racecar.engine.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.LogLevel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.ILoggerFactory;

/** The only one that touches Logback, which is there under Dropwizard and need not be elsewhere. */
final class LogbackOutput {
    private static final String PATTERN = "%-5level [%date{ISO8601,UTC}] [%thread] %logger: %msg%n%rootException";

    private LogbackOutput() {}

    /** Returns what undoes it. */
    static Runnable open(Optional<Path> file, Optional<LogLevel> level, ILoggerFactory backend) {
        Logger logger = ((LoggerContext) backend).getLogger(LogOutput.LOGGER);
        Level before = logger.getLevel();
        Optional<FileAppender<ILoggingEvent>> appender = file.map(it -> appender(it, logger.getLoggerContext()));
        appender.ifPresent(logger::addAppender);
        level.ifPresent(it -> logger.setLevel(Level.toLevel(it.name())));
        return () -> {
            level.ifPresent(it -> logger.setLevel(before));
            appender.ifPresent(it -> {
                logger.detachAppender(it);
                it.stop();
            });
        };
    }

    private static FileAppender<ILoggingEvent> appender(Path file, LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern(PATTERN);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(context);
        appender.setName("racecar-logfile");
        appender.setEncoder(encoder);
        appender.setFile(file.toString());
        appender.start();
        if (!appender.isStarted()) {
            throw new InvalidConfigurationException(
                    List.of("logfile must name a file that this process may write, but was " + file
                            + ", which cannot be opened; name another one"));
        }
        return appender;
    }
}
