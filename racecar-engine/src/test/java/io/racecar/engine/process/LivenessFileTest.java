package io.racecar.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivenessFileTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("tmp/racecar-liveness");
    }

    @Test
    void isThereFromTheStartToTheEnd() {
        try (LivenessFile file = LivenessFile.create(path)) {
            assertThat(file).isNotNull();
            assertThat(LivenessFile.isAlive(path, LIMIT)).isTrue();
        }

        assertThat(path).doesNotExist();
        assertThat(LivenessFile.problem(path, LIMIT))
                .hasValueSatisfying(problem -> assertThat(problem).contains(path.toString(), "does not exist"));
    }

    @Test
    void agesUntilItIsTouched() throws IOException {
        LivenessFile file = LivenessFile.create(path, () -> NOW.plusSeconds(7));
        Files.setLastModifiedTime(path, FileTime.from(NOW));
        assertThat(LivenessFile.problem(path, LIMIT, () -> NOW.plusSeconds(5))).isEmpty();
        assertThat(LivenessFile.problem(path, LIMIT, () -> NOW.plusSeconds(7)))
                .hasValue("liveness file " + path + " was touched 7.0 s ago; at most 5.0 s are allowed");

        file.touch();

        assertThat(LivenessFile.problem(path, LIMIT, () -> NOW.plusSeconds(7))).isEmpty();
    }

    @Test
    void anOldFileIsNotAlive() throws IOException {
        LivenessFile.create(path);
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(60)));

        assertThat(LivenessFile.isAlive(path, LIMIT)).isFalse();
    }

    @Test
    void aFileThatIsDatedAheadIsNotAliveForEver() throws IOException {
        LivenessFile.create(path);
        Files.setLastModifiedTime(path, FileTime.from(NOW.plusSeconds(60)));

        assertThat(LivenessFile.problem(path, LIMIT, () -> NOW))
                .hasValueSatisfying(problem -> assertThat(problem).contains("is dated 60.0 s ahead of the clock"));
        assertThat(LivenessFile.problem(path, LIMIT, () -> NOW.plusSeconds(55)))
                .as("clocks are set right by a little all the time")
                .isEmpty();
    }

    @Test
    void isMadeAgainWhereSomebodyRemovesIt() throws IOException {
        LivenessFile file = LivenessFile.create(path);
        Files.delete(path);

        file.touch();

        assertThat(path).exists();
    }

    @Test
    void isNotMadeAgainOnceClosed() {
        LivenessFile file = LivenessFile.create(path);
        file.close();

        file.touch();

        assertThat(path).doesNotExist();
    }

    @Test
    void aPathThatCannotBeWrittenIsAProblemOfTheConfiguration() throws IOException {
        Path noDirectory = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> LivenessFile.create(noDirectory.resolve("liveness")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("livenessProbe.filePath must name a file that this process may write");
    }

    @Test
    void aFileThatHoldsSomethingIsNotTakenForIt() throws IOException {
        Path notes = Files.writeString(directory.resolve("notes"), "mine");

        assertThatThrownBy(() -> LivenessFile.create(notes))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("livenessProbe.filePath must name a file of its own, but " + notes
                        + " holds something and would be removed at the stop; name another one");
        assertThat(notes).hasContent("mine");
    }

    @Test
    void anEmptyFileOfAProcessThatWasKilledIsTakenOver() throws IOException {
        Path left = Files.createFile(directory.resolve("left"));

        LivenessFile.create(left).close();

        assertThat(left).doesNotExist();
    }

    @Test
    void isTouchedWhileWhatItStandsForIsAlive() throws IOException {
        AtomicBoolean alive = new AtomicBoolean(true);
        try (Heartbeat heartbeat = new Heartbeat(LivenessFile.create(path, () -> NOW), alive::get)) {
            heartbeat.beat();
            assertThat(Files.getLastModifiedTime(path).toInstant()).isEqualTo(NOW);

            alive.set(false);
            Files.setLastModifiedTime(path, FileTime.from(NOW.minusSeconds(60)));
            heartbeat.beat();
            assertThat(Files.getLastModifiedTime(path).toInstant()).isEqualTo(NOW.minusSeconds(60));

            alive.set(true);
            heartbeat.beat();
            assertThat(Files.getLastModifiedTime(path).toInstant()).isEqualTo(NOW);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void whatCannotBeToldIsNotAlive() throws IOException {
        try (Heartbeat heartbeat = new Heartbeat(LivenessFile.create(path, () -> NOW), () -> {
            throw new IllegalStateException("no answer");
        })) {
            Files.setLastModifiedTime(path, FileTime.from(NOW.minusSeconds(60)));
            heartbeat.beat();

            assertThat(Files.getLastModifiedTime(path).toInstant()).isEqualTo(NOW.minusSeconds(60));
        }
    }
}
