package io.racecar.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.config.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("racecar.pid");
    }

    @Test
    void holdsTheIdOfThisProcessUntilItIsClosed() throws IOException {
        try (PidFile file = PidFile.claim(path)) {
            assertThat(path).hasContent(ProcessHandle.current().pid() + "\n");
            assertThat(PidFile.read(path)).hasValue(ProcessHandle.current().pid());
            assertThat(file).isNotNull();
        }

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void directoriesThatAreMissingAreMade() {
        Path below = directory.resolve("run/shop/racecar.pid");

        try (PidFile file = PidFile.claim(below)) {
            assertThat(file).isNotNull();
            assertThat(below).exists();
        }
    }

    @Test
    void aSecondStartIsRefusedWhileTheFirstProcessRuns() throws IOException {
        Files.writeString(path, "4711\n");

        assertThatThrownBy(() -> PidFile.claim(path, running(4711)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("process 4711 runs already", path.toString(), "stop it first");
        assertThat(path).hasContent("4711\n");
        assertThat(files()).containsExactly("racecar.pid");
    }

    @Test
    void theFileOfAProcessThatHasEndedIsTakenOver() throws IOException {
        Files.writeString(path, "4711\n");

        try (PidFile file = PidFile.claim(path, running())) {
            assertThat(file).isNotNull();
            assertThat(path).hasContent("1\n");
            assertThat(files()).containsExactly("racecar.pid");
        }
    }

    @Test
    void anEmptyFileIsTakenOver() throws IOException {
        Files.createFile(path);

        try (PidFile file = PidFile.claim(path, running())) {
            assertThat(file).isNotNull();
            assertThat(path).hasContent("1\n");
        }
    }

    @Test
    void aFileWithItsOwnIdIsThatOfAnEarlierLifeOfTheContainer() throws IOException {
        Files.writeString(path, "1");

        assertThatCode(() -> PidFile.claim(path, running(1)).close()).doesNotThrowAnyException();
    }

    @Test
    void aFileThatHoldsSomethingElseIsLeftAlone() throws IOException {
        Files.writeString(path, "brokers: kafka1:9092\npauseTimeout: 10s\n");

        assertThatThrownBy(() -> PidFile.claim(path, running()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("something other than a process id");
        assertThatThrownBy(() -> PidFile.check(path)).isInstanceOf(InvalidConfigurationException.class);
        assertThat(path).hasContent("brokers: kafka1:9092\npauseTimeout: 10s\n");
        assertThat(PidFile.read(path)).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsAProblemOfTheConfiguration() throws IOException {
        Path noDirectory = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> PidFile.claim(noDirectory.resolve("racecar.pid")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("pidfile must name a file that this process may read and write");
        assertThatThrownBy(() -> PidFile.claim(directory))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("name another one");
    }

    @Test
    void aLinkToNothingIsRefused() throws IOException {
        Files.createSymbolicLink(path, directory.resolve("gone.pid"));

        assertThatThrownBy(() -> PidFile.claim(path, running()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContainingAll(path + " is a link to " + directory.resolve("gone.pid"), "remove the link");
        assertThatThrownBy(() -> PidFile.check(path)).isInstanceOf(InvalidConfigurationException.class);
        assertThat(files()).containsExactly("racecar.pid");
    }

    @Test
    void aLinkToItselfIsRefused() throws IOException {
        Files.createSymbolicLink(path, path);

        assertThatThrownBy(() -> PidFile.claim(path, running())).isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> PidFile.check(path)).isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void aLinkToAFileThatIsStaleIsReplaced() throws IOException {
        Path target = Files.writeString(directory.resolve("before.pid"), "4711\n");
        Files.createSymbolicLink(path, target);

        try (PidFile file = PidFile.claim(path, running())) {
            assertThat(file).isNotNull();
            assertThat(path).isRegularFile().hasContent("1\n");
            assertThat(target).hasContent("4711\n");
        }
    }

    @Test
    void aDirectoryIsRefused() throws IOException {
        Files.createDirectory(path);

        assertThatThrownBy(() -> PidFile.claim(path, running())).isInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> PidFile.check(path)).isInstanceOf(InvalidConfigurationException.class);
        assertThat(path).isEmptyDirectory();
    }

    @Test
    void theFileOfAnotherProcessIsNotRemoved() throws IOException {
        PidFile file = PidFile.claim(path);
        Files.writeString(path, "4711\n");

        file.close();

        assertThat(path).hasContent("4711\n");
    }

    @Test
    void checkingChangesNothing() {
        PidFile.check(path);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aLiveProcessOfThisMachineIsFound() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(path, Long.toString(other.pid()));

            assertThatThrownBy(() -> PidFile.check(path)).hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThatCode(() -> PidFile.check(path)).doesNotThrowAnyException();
    }

    @Test
    void anIdThatWasGivenToALaterProcessCountsForNothing() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(path, Long.toString(other.pid()));
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

            assertThatCode(() -> PidFile.check(path)).doesNotThrowAnyException();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void ofManyThatStartAtOnceOneSucceeds() throws Exception {
        Set<Long> pids = Set.copyOf(LongStream.rangeClosed(1, 8).boxed().toList());
        ExecutorService threads = Executors.newFixedThreadPool(pids.size());
        try {
            List<Future<Boolean>> starts = pids.stream()
                    .map(pid -> threads.submit(() -> claims(new Fake(pid, pids))))
                    .toList();
            int succeeded = 0;
            for (Future<Boolean> start : starts) {
                succeeded += start.get() ? 1 : 0;
            }

            assertThat(succeeded).isOne();
            assertThat(files()).containsExactly("racecar.pid");
        } finally {
            threads.shutdown();
        }
    }

    private boolean claims(Processes processes) {
        try {
            PidFile.claim(path, processes);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(it -> it.getFileName().toString()).toList();
        }
    }

    private static Processes running(long... pids) {
        return new Fake(1, Set.copyOf(LongStream.of(pids).boxed().toList()));
    }

    private record Fake(long own, Set<Long> running) implements Processes {
        @Override
        public boolean runs(long pid, Instant written) {
            return running.contains(pid);
        }
    }
}
