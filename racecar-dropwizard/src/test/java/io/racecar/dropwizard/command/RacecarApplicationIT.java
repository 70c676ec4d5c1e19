package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.dropwizard.RacecarApplication;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RacecarExtension.class)
class RacecarApplicationIT {
    @TempDir
    private Path directory;

    @Test
    void aConsumerThatOnlyTheConfigurationNamesIsRun(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("commands", 1);
        kafka.produce(OutgoingMessage.to("commands").value("hello"));
        configure("""
                racecar:
                  brokers: '%s'
                  consumers:
                    journalist: {class: %s}
                """.formatted(kafka.brokers(), JournalConsumer.class.getName()));

        try (Jvm jvm = start("racecar", "consume", "config.yml", "journalist")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> jvm.journal().contains("hello handled"));
            jvm.signal("TERM");

            assertThat(jvm.status()).isZero();
        }
    }

    @Test
    void consumeWithoutAnyConsumerIsStatusTwo() throws Exception {
        configure("racecar: {brokers: 'localhost:1'}\n");

        try (Jvm jvm = start("racecar", "consume", "config.yml")) {
            assertThat(jvm.status()).isEqualTo(2);
            assertThat(jvm.err()).startsWith("there is no consumer to run");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "check config.yml,   1, pauseTimeout must be",
        "server config.yml,  1, pauseTimeout must be",
        "server missing.yml, 1, File missing.yml not found",
        "racecar dance,      2, invalid choice: 'dance' (choose from 'consume'",
        "racecar,            2, too few arguments",
        "racecar --dance,    2, unrecognized arguments: '--dance'",
    })
    void whatIsWrongIsReportedOnceAndWithoutAStackTrace(String arguments, int status, String error) throws Exception {
        configure("racecar: {pauseTimeout: soon}\n");

        try (Jvm jvm = start(arguments.split(" "))) {
            assertThat(jvm.status()).isEqualTo(status);
            assertThat(jvm.err()).containsOnlyOnce(error).doesNotContain("\tat ");
            assertThat(jvm.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"racecar", "racecar dance", "racecar --dance"})
    void wrongUsageListsTheSubcommands(String arguments) throws Exception {
        try (Jvm jvm = start(arguments.split(" "))) {
            assertThat(jvm.status()).isEqualTo(2);
            assertThat(jvm.err())
                    .contains("consume", "doctor", "generate", "produce", "status", "stop", "config", "liveness-probe");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"check config.yml", "racecar produce config.yml --topic t --value v"})
    void whatIsDoubtfulIsSaidByCommandsThatStartNothing(String arguments) throws Exception {
        configure("racecar: {brokers: 'localhost:1', producer: {messageTimeout: 1s, linger: 0}, socketTimeout: 900ms,"
                + " maxWaitTime: 500ms}\n");

        try (Jvm jvm = start(Map.of("RACECAR_PUASE_TIMEOUT", "1s"), arguments.split(" "))) {
            jvm.status();
            assertThat(jvm.err())
                    .containsOnlyOnce("warning: RACECAR_PUASE_TIMEOUT matches no setting and is ignored; did you mean"
                            + " RACECAR_PAUSE_TIMEOUT?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pidfile", "logfile"})
    void checkDoubtsAFileThatCouldNotBeWrittenHere(String key) throws Exception {
        configure("racecar: {%s: config.yml/racecar}\n".formatted(key));

        try (Jvm jvm = start("check", "config.yml")) {
            assertThat(jvm.status()).isZero();
            assertThat(jvm.err())
                    .startsWith("warning: consumers could not be started here by this user: " + key
                            + " must name a file that this process may write, but config.yml/racecar cannot be made");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "check config.yml,           1",
        "racecar consume config.yml, 2",
        "racecar doctor config.yml,  2",
    })
    void classesThatCannotBeRunAreFoundBeforeAnythingStarts(String arguments, int status) throws Exception {
        configure("racecar: {consumers: {absent: {class: com.example.Absent}, text: {class: java.lang.String}}}\n");

        try (Jvm jvm = start(arguments.split(" "))) {
            assertThat(jvm.status()).isEqualTo(status);
            assertThat(jvm.err())
                    .contains("consumers.absent.class is com.example.Absent, which is not on the classpath")
                    .contains("java.lang.String is neither a MessageConsumer nor a BatchConsumer")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void propertiesAreAboveVariablesWhichAreAboveTheFile() throws Exception {
        configure("racecar: {brokers: 'localhost:1', clientId: file, groupIdPrefix: '${PREFIX}.'}\n");
        Map<String, String> variables = Map.of(
                "RACECAR_BROKERS", "localhost:2",
                "RACECAR_CLIENT_ID", "variable",
                "PREFIX", "substituted");

        try (Jvm jvm = start(
                variables,
                "-Ddw.racecar.brokers=localhost:3",
                "-Ddw.racecar.pidfile=racecar.pid",
                "server",
                "config.yml")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(directory.resolve("racecar.pid")));
            Invocation config = Invocation.of(
                    "racecar",
                    "config",
                    "--pidfile",
                    directory.resolve("racecar.pid").toString());

            assertThat(config.out())
                    .as(config.err() + jvm.err())
                    .contains("brokers: localhost:3  # command line\n")
                    .contains("clientId: variable  # environment\n")
                    .contains("groupIdPrefix: substituted.  # file\n")
                    .contains("pidfile: racecar.pid  # command line\n");
        }
    }

    private void configure(String yaml) throws IOException {
        Files.writeString(directory.resolve("config.yml"), yaml + """
                server:
                  applicationConnectors: [{type: http, port: 0}]
                  adminConnectors: [{type: http, port: 0}]
                """);
    }

    private Jvm start(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    private Jvm start(Map<String, String> variables, String... arguments) throws IOException {
        return Jvm.start(RacecarApplication.class, directory, variables, arguments);
    }
}
