package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RacecarCommandTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "consume,        CONFIG CONSUMER --daemonize --pidfile --log --start-timeout",
        "doctor,         CONFIG --json --grace-period --timeout",
        "generate,       consumer config NAME --batch --package --topic --directory --force",
        "produce,        CONFIG --topic --key --value --file --header --partition",
        "status,         --pid --pidfile --json",
        "stop,           --pid --pidfile --timeout",
        "config,         --pid --pidfile",
        "liveness-probe, --pid --pidfile --file --max-interval",
    })
    void helpDescribesASubcommandWithAllItTakesAndExamples(String subcommand, String arguments) {
        Invocation help = Invocation.of("racecar", subcommand, "--help");

        assertThat(help.out())
                .contains("racecar " + subcommand)
                .contains(arguments.split(" "))
                .contains("--help")
                .contains("Exit status: 0")
                .contains("examples:\n  java -jar ");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 120).noneMatch(line -> line.endsWith("-"));
        assertThat(help.err()).isEmpty();
        assertThat(help.failed()).isFalse();
    }

    @Test
    void helpIsNotStretched() {
        assertThat(Help.unstretched("  --key K                the  key   of each"))
                .isEqualTo("  --key K                the key of each");
        assertThat(Help.unstretched("Produces  one message")).isEqualTo("Produces one message");
    }

    @ParameterizedTest
    @CsvSource({
        "consume,                                       too few arguments",
        "consume x.yml --port 1,                        unrecognized arguments",
        "consume x.yml --start-timeout soon,            must be a duration such as 30s",
        "produce x.yml,                                 argument --topic is required",
        "produce x.yml --topic t --value v --file f,    not allowed with",
        "produce x.yml --topic t --partition -1,        partition",
        "produce x.yml --topic t --header n,            '--header must be a name, = and a value but was n'",
        "produce x.yml --topic t --file missing,        --file cannot be read",
    })
    void wrongUsageIsOneErrorAndStatusTwo(String arguments, String error) {
        Invocation wrong = Invocation.of(("racecar " + arguments).split(" "));

        assertThat(wrong.err()).contains(error).doesNotContain("\tat ");
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void aMissingConfigurationFileIsOneErrorAndStatusTwo() {
        Invocation wrong = Invocation.of("racecar", "produce", "missing.yml", "--topic", "t");

        assertThat(wrong.err()).isEqualToIgnoringNewLines("File missing.yml not found");
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void everyProblemOfTheConfigurationIsReportedWithStatusTwo() throws Exception {
        Path file = Files.writeString(
                directory.resolve("wrong.yml"), "racecar: {brokres: 'localhost:1', pauseTimeout: soon}\n");

        Invocation wrong = Invocation.of("racecar", "produce", file.toString(), "--topic", "t", "--value", "v");

        assertThat(wrong.err()).contains("brokres").contains("pauseTimeout").doesNotContain("\tat ");
        assertThat(wrong.status()).isEqualTo(2);
    }
}
