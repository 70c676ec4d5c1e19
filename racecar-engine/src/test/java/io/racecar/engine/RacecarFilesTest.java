package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.racecar.ConsumerState;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.process.LivenessFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Racecar leaves on the disk while it runs; no broker answers it. */
class RacecarFilesTest {
    @TempDir
    private Path directory;

    @Test
    void thePidFileIsThereBetweenStartAndClose() {
        Racecar racecar = racecar();
        assertThat(directory).isEmptyDirectory();

        racecar.start();
        assertThat(directory.resolve("pid"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));

        racecar.close();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void nothingStartsWhereALiveProcessHasThePidFile() throws Exception {
        Process first = new ProcessBuilder("sleep", "60").start();
        try (Racecar racecar = racecar()) {
            Files.writeString(directory.resolve("pid"), Long.toString(first.pid()));

            assertThatThrownBy(racecar::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("process " + first.pid() + " runs already");
            assertThat(racecar.consumers()).extracting(ConsumerStatus::workers).containsExactly(0);
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void theLivenessFileIsTouchedWhilePollingWorksThoughNoBrokerAnswers() throws IOException {
        Path liveness = directory.resolve("liveness");
        try (Racecar racecar = racecar()) {
            racecar.start();
            FileTime longAgo = FileTime.from(Instant.EPOCH);
            Files.setLastModifiedTime(liveness, longAgo);

            await().until(() -> LivenessFile.isAlive(liveness, Duration.ofSeconds(5)));
            assertThat(racecar.consumers()).extracting(ConsumerStatus::state).containsExactly(ConsumerState.STARTING);
        }
        assertThat(liveness).doesNotExist();
    }

    private Racecar racecar() {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", "localhost:1")
                .set("shutdownTimeout", "2s")
                .set("pidfile", directory.resolve("pid"))
                .set("livenessProbe.enabled", true)
                .set("livenessProbe.filePath", directory.resolve("liveness"))
                .set("livenessProbe.maxInterval", "1s")
                .build();
        return Racecar.builder(config)
                .consumer("bans", String.class, (message, context) -> {})
                .build();
    }
}
