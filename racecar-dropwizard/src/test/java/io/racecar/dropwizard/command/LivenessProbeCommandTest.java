package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A probe that is given the file asks no process. */
class LivenessProbeCommandTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(directory.resolve("racecar-liveness"));
    }

    @Test
    void aFileThatWasTouchedOfLateIsEnough() {
        Invocation probe = probe();

        assertThat(probe.failed()).isFalse();
        assertThat(probe.out()).contains(file + " has been touched of late");
    }

    @Test
    void anOldFileIsAFailureWithItsAgeAndTheLimit() throws IOException {
        touchedSecondsAgo(60);

        assertThat(probe().failed()).isTrue();
        assertThat(probe().err()).containsPattern("was touched 6[0-9.]+ s ago; at most 5.0 s are allowed");
        assertThat(probe("--max-interval", "1h").failed()).isFalse();
    }

    @Test
    void aFileOfTheFutureIsAFailure() throws IOException {
        touchedSecondsAgo(-600);

        assertThat(probe().failed()).isTrue();
        assertThat(probe().err()).contains("ahead of the clock");
    }

    @Test
    void aMissingFileIsAFailure() throws IOException {
        Files.delete(file);

        assertThat(probe().failed()).isTrue();
        assertThat(probe().err()).contains(file + " does not exist");
    }

    @Test
    void theLimitIsThatOfTheSettingUnlessAnotherIsGiven() throws IOException {
        long seconds = RacecarConfig.builder()
                .environment(Map.of())
                .build()
                .livenessProbe()
                .maxInterval()
                .toSeconds();
        touchedSecondsAgo(60);

        assertThat(probe().err()).contains("at most " + seconds + ".0 s");
    }

    private void touchedSecondsAgo(long seconds) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private Invocation probe(String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "racecar";
        all[1] = "liveness-probe";
        all[2] = "--file";
        all[3] = file.toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Invocation.of(all);
    }
}
