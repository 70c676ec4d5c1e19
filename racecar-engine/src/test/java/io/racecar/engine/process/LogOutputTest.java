package io.racecar.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

class LogOutputTest {
    @TempDir
    private Path directory;

    private final LoggerContext logback = new LoggerContext();
    private final Logger racecar = logback.getLogger("io.racecar");
    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("log/racecar.log");
        logback.setMDCAdapter(new LogbackMDCAdapter());
        racecar.setLevel(Level.WARN);
    }

    @Test
    void onlyRacecarsOwnLogGoesToTheFile() throws IOException {
        try (LogOutput output = LogOutput.open(Optional.of(file), Optional.of(LogLevel.INFO), logback)) {
            assertThat(output).isNotNull();
            racecar.info("ours");
            racecar.debug("too fine");
            logback.getLogger("com.example").error("theirs");
        }

        assertThat(Files.readString(file)).contains("INFO", "io.racecar: ours").doesNotContain("too fine", "theirs");
    }

    @Test
    void withoutALevelTheApplicationsApplies() throws IOException {
        try (LogOutput output = LogOutput.open(Optional.of(file), Optional.empty(), logback)) {
            assertThat(output).isNotNull();
            racecar.info("left out");
            racecar.warn("told");
        }

        assertThat(Files.readString(file)).contains("told").doesNotContain("left out");
    }

    @Test
    void whatWasBeforeIsBackAfterwards() throws IOException {
        LogOutput.open(Optional.of(file), Optional.of(LogLevel.TRACE), logback).close();
        racecar.error("too late");

        assertThat(racecar.getLevel()).isEqualTo(Level.WARN);
        assertThat(Files.readString(file)).isEmpty();
    }

    @Test
    void anotherStartGoesOnWithTheFile() throws IOException {
        for (String line : new String[] {"first", "second"}) {
            try (LogOutput output = LogOutput.open(Optional.of(file), Optional.empty(), logback)) {
                assertThat(output).isNotNull();
                racecar.error(line);
            }
        }

        assertThat(Files.readString(file)).contains("first", "second");
    }

    @Test
    void aFileThatCannotBeWrittenIsAProblemOfTheConfiguration() {
        assertThatThrownBy(() -> LogOutput.open(Optional.of(directory), Optional.empty(), logback))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("logfile must name a file that this process may write");
    }

    @Test
    void otherLoggingBackendsAreLeftAloneWithAWarning() {
        Logger real = (Logger) LoggerFactory.getLogger("io.racecar");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        real.addAppender(log);
        try {
            LogOutput.open(Optional.of(file), Optional.of(LogLevel.DEBUG), new NOPLoggerFactory())
                    .close();
            LogOutput.open(Optional.empty(), Optional.empty(), new NOPLoggerFactory())
                    .close();
        } finally {
            real.detachAppender(log);
        }

        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .contains("logfile and logLevel need Logback", "NOPLoggerFactory"));
        assertThat(file).doesNotExist();
    }
}
