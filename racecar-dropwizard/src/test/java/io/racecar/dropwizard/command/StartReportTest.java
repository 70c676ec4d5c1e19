package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartReportTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("report");
    }

    @Test
    void nothingIsReportedAtFirst() throws Exception {
        assertThat(StartReport.read(file)).isEmpty();
    }

    @Test
    void successIsReportedWithDetails() throws Exception {
        StartReport.to(file).unless(report -> report.started("pid file a.pid"));

        assertThat(StartReport.read(file)).hasValueSatisfying(content -> {
            assertThat(content.isStarted()).isTrue();
            assertThat(content.details()).isEqualTo("pid file a.pid");
        });
    }

    @Test
    void aFailureIsReportedAndThrownOn() throws Exception {
        assertThatThrownBy(() -> StartReport.to(file).unless(report -> {
                    throw new CommandFailedException("no brokers");
                }))
                .hasMessage("no brokers");

        assertThat(StartReport.read(file)).hasValueSatisfying(content -> {
            assertThat(content.isStarted()).isFalse();
            assertThat(content.details()).isEqualTo("no brokers");
        });
    }

    @Test
    void whatFailsAfterTheStartDoesNotChangeTheReport() throws Exception {
        assertThatThrownBy(() -> StartReport.to(file).unless(report -> {
                    report.started("");
                    throw new CommandFailedException("later");
                }))
                .hasMessage("later");

        assertThat(StartReport.read(file))
                .hasValueSatisfying(content -> assertThat(content.isStarted()).isTrue());
    }
}
