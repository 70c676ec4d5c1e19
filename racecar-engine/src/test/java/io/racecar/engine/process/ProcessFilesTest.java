package io.racecar.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
    @TempDir
    private Path directory;

    @Test
    void nothingIsMadeUnlessItIsConfigured() {
        ProcessFiles.open(RacecarConfig.builder().environment(Map.of()).build(), () -> true)
                .close();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void thoseThatAreConfiguredAreThereUntilTheEnd() {
        try (ProcessFiles files = ProcessFiles.open(config(directory), () -> true)) {
            assertThat(files).isNotNull();
            assertThat(directory.resolve("pid")).exists();
            assertThat(directory.resolve("log")).exists();
            assertThat(directory.resolve("liveness")).exists();
        }

        assertThat(directory.resolve("pid")).doesNotExist();
        assertThat(directory.resolve("log")).exists();
        assertThat(directory.resolve("liveness")).doesNotExist();
    }

    @Test
    void theLivenessFileIsTouchedOnASchedule() throws IOException {
        try (ProcessFiles files = ProcessFiles.open(config(directory), () -> true)) {
            assertThat(files).isNotNull();
            FileTime longAgo = FileTime.from(Instant.EPOCH);
            Files.setLastModifiedTime(directory.resolve("liveness"), longAgo);

            await().untilAsserted(() -> assertThat(Files.getLastModifiedTime(directory.resolve("liveness")))
                    .isGreaterThan(longAgo));
        }
    }

    @Test
    void everyFileThatCannotBeWrittenIsReportedAtOnce() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        RacecarConfig config = config(file);

        assertThatThrownBy(() -> ProcessFiles.check(config))
                .isInstanceOf(InvalidConfigurationException.class)
                .extracting(it -> ((InvalidConfigurationException) it).problems(), LIST)
                .containsExactly(
                        "pidfile must name a file that this process may write, but " + file
                                + "/pid cannot be made, because " + file + " is no directory; name another one",
                        "logfile must name a file that this process may write, but " + file
                                + "/log cannot be made, because " + file + " is no directory; name another one",
                        "livenessProbe.filePath must name a file that this process may write, but " + file
                                + "/liveness cannot be made, because " + file + " is no directory; name another one");
        assertThat(ProcessFiles.problems(config)).hasSize(3);
        assertThatThrownBy(() -> ProcessFiles.open(config, () -> true))
                .isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void filesInDirectoriesThatCanBeMadeAreNoProblem() {
        assertThat(ProcessFiles.problems(config(directory.resolve("not/yet")))).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aLivenessFileThatHoldsSomethingIsReportedAndKept() throws IOException {
        Path notes = Files.writeString(directory.resolve("liveness"), "mine");

        assertThatThrownBy(() -> ProcessFiles.check(config(directory)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("livenessProbe.filePath must name a file of its own, but " + notes);
        assertThatThrownBy(() -> ProcessFiles.open(config(directory), () -> true))
                .isInstanceOf(InvalidConfigurationException.class);
        assertThat(notes).hasContent("mine");
        assertThat(directory.resolve("pid")).doesNotExist();
    }

    @Test
    void aSecondProcessLeavesNothingBehind() throws Exception {
        Process first = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(directory.resolve("pid"), Long.toString(first.pid()));

            assertThatThrownBy(() -> ProcessFiles.open(config(directory), () -> true))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("runs already");
            assertThat(directory.resolve("liveness")).doesNotExist();
            assertThat(directory.resolve("log")).doesNotExist();
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    private static RacecarConfig config(Path directory) {
        return RacecarConfig.builder()
                .environment(Map.of())
                .set("pidfile", directory.resolve("pid"))
                .set("logfile", directory.resolve("log"))
                .set("livenessProbe.enabled", true)
                .set("livenessProbe.filePath", directory.resolve("liveness"))
                .set("livenessProbe.maxInterval", "1s")
                .build();
    }
}
