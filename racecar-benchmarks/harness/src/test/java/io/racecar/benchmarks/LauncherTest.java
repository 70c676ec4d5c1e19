package io.racecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM is a shell script here. */
class LauncherTest {

    @TempDir
    private Path directory;

    private Workspace workspace;

    @BeforeEach
    void openWorkspace() throws IOException {
        Files.createDirectories(directory.resolve("peers/bare"));
        workspace = Workspace.open(directory.resolve("logs"));
    }

    @AfterEach
    void closeWorkspace() {
        workspace.close();
    }

    @Test
    void readsTheLastReport() throws Exception {
        Outcome outcome = run(Duration.ofMinutes(1), "echo chatter; echo '{\"records\":7,\"nanos\":12,\"new\":1}'");

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Measured.class, measured -> {
            assertThat(measured.figures().records()).isEqualTo(7);
            assertThat(measured.figures().nanos()).isEqualTo(12);
        });
    }

    @Test
    void handsOverArgumentsAndSettings() throws Exception {
        run(Duration.ofMinutes(1), "echo \"$@\" >&2");

        assertThat(Files.readString(workspace.log("it.log")))
                .contains("-Xmx1g", "peers/bare/* io.racecar.benchmarks.probe.ContenderMain task=MESSAGE variant=2000")
                .contains("set.max.poll.records=2000 launched=");
    }

    @Test
    void saysHowAContenderFailed() throws Exception {
        assertThat(run(Duration.ofMinutes(1), "exit 3")).isEqualTo(failed("ended with status 3"));
        assertThat(run(Duration.ofMinutes(1), "echo nothing")).isEqualTo(failed("reported nothing"));
        assertThat(run(Duration.ofMinutes(1), "echo '{\"records\":x'"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failure -> assertThat(failure.reason()).startsWith("reported what cannot be read"));
    }

    @Test
    void endsAContenderThatTakesTooLong() throws Exception {
        assertThat(run(Duration.ofMillis(100), "exec sleep 600")).isEqualTo(failed("not done after 0 s"));
    }

    private Outcome.Failed failed(String reason) {
        return new Outcome.Failed(reason, workspace.log("it.log"));
    }

    private Outcome run(Duration timeout, String script) throws Exception {
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Options options = new Options(
                false, null, List.of(), 1, timeout, new Jdk(directory.resolve("jdk"), Runtime.version()), null, null);
        return new Launcher(new Installation(directory), workspace, options)
                .run("it", Contenders.bare("2000"), List.of("task=MESSAGE"));
    }
}
