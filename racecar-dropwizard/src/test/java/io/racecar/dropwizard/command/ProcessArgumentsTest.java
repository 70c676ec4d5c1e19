package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands for a running process say where there is none. */
class ProcessArgumentsTest {
    private static final String NOBODY = "999999999";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"status", "stop", "config", "liveness-probe"})
    void helpDescribesThem(String subcommand) {
        Invocation help = Invocation.of("racecar", subcommand, "--help");

        assertThat(help.out()).contains("--pid N").contains("--pidfile FILE").contains("Exit status: 0");
        assertThat(help.failed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "status,                            is required",
        "stop --pid 1 --pidfile f,          not allowed with",
        "config --pid none,                 could not convert 'none'",
        "liveness-probe --pid 0,            --pid",
        "liveness-probe --pid 1 --file f,   not allowed with",
        "liveness-probe --pid 1 --max-interval 9s, --max-interval goes with --file",
        "liveness-probe --file f --max-interval=-1s, must be a duration such as 30s",
        "stop --pid 1 --timeout soon,       must be a duration such as 30s",
    })
    void wrongUsageIsStatusTwo(String arguments, String error) {
        Invocation wrong = Invocation.of(("racecar " + arguments).split(" "));

        assertThat(wrong.err()).contains(error).doesNotContain("\tat ");
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void aProcessThatDoesNotExistIsAFailure() {
        Invocation status = Invocation.of("racecar", "status", "--pid", NOBODY);

        assertThat(status.err()).isEqualToIgnoringNewLines("there is no process " + NOBODY);
        assertThat(status.failed()).isTrue();
        assertThat(status.status()).as("left to Dropwizard, which makes it 1").isEqualTo(-1);
    }

    @Test
    void aMissingPidFileSaysWhatThatMeans() {
        Path file = directory.resolve("missing.pid");

        assertThat(stop(file))
                .isEqualToIgnoringNewLines(
                        "pidfile " + file + " does not exist: the process has not started, or has stopped");
    }

    @Test
    void aPidFileOfAProcessThatIsGoneIsStale() throws Exception {
        Path file = Files.writeString(directory.resolve("stale.pid"), NOBODY + "\n");

        assertThat(stop(file))
                .isEqualToIgnoringNewLines("pidfile " + file + " is stale: there is no process " + NOBODY);
    }

    @Test
    void aPidFileThatIsOlderThanItsProcessIsStale() throws Exception {
        long pid = ProcessHandle.current().pid();
        Path file = Files.writeString(directory.resolve("old.pid"), pid + "\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        assertThat(stop(file)).contains("process " + pid + " has started after it was written, so it is another one");
    }

    @Test
    void aFileThatHoldsSomethingElseIsNoPidFile() throws Exception {
        Path file = Files.writeString(directory.resolve("config.yml"), "racecar: {}\n");

        assertThat(stop(file)).contains("holds something other than a process id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "stop", "config", "liveness-probe"})
    @EnabledOnOs(OS.LINUX)
    void aProcessThatIsNoJvmIsRefusedAndGoesOn(String subcommand) throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Invocation refused = Invocation.of("racecar", subcommand, "--pid", String.valueOf(other.pid()));

            assertThat(refused.err()).contains("process " + other.pid() + " is not a Racecar process: it is no JVM");
            assertThat(refused.failed()).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aJvmThatDoesNotAnswerIsStoppedByItsPidFile() throws Exception {
        Process mute = waiting("-Djavax.management.builder.initial=" + MuteServerBuilder.class.getName());
        try {
            Path file = Files.writeString(directory.resolve("mute.pid"), mute.pid() + "\n");
            assertThat(Invocation.of("racecar", "status", "--pidfile", file.toString())
                            .err())
                    .startsWith("process " + mute.pid() + " does not answer: ")
                    .doesNotContain("\tat ");

            Invocation stop = Invocation.of("racecar", "stop", "--pidfile", file.toString());

            assertThat(stop.failed()).as(stop.err()).isFalse();
            assertThat(stop.out())
                    .contains("Its consumers are not shown: process " + mute.pid() + " does not answer: ")
                    .contains(" has ended after ");
            assertThat(mute.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            mute.destroyForcibly();
        }
    }

    @Test
    void aJvmWithoutARacecarIsRefusedAndGoesOn() throws Exception {
        Process other = waiting();
        try {
            Invocation stop = Invocation.of("racecar", "stop", "--pid", String.valueOf(other.pid()));

            assertThat(stop.err()).contains("process " + other.pid() + " shows no Racecar");
            assertThat(stop.failed()).isTrue();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    private static String stop(Path pidfile) {
        Invocation stop = Invocation.of("racecar", "stop", "--pidfile", pidfile.toString());
        assertThat(stop.failed()).isTrue();
        return stop.err();
    }

    private static Process waiting(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Waiting.class.getName()));
        Process jvm = new ProcessBuilder(command).start();
        assertThat(jvm.getInputStream().read()).isEqualTo('!');
        return jvm;
    }

    /** A JVM that does nothing until its standard input ends. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String... arguments) throws Exception {
            ManagementFactory.getPlatformMBeanServer(); // on a thread that finds the classes which options name
            System.out.print('!');
            System.out.flush();
            int ended = System.in.read();
            assert ended < 0;
        }
    }
}
