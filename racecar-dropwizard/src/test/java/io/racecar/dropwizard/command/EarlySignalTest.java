package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGUSR1 ends a JVM that does not listen to it, and operators do not know how far a start is. */
class EarlySignalTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"server config.yml", "racecar consume config.yml"})
    void aProcessThatStartsSurvivesTheSignalForItsConfiguration(String arguments) throws Exception {
        Files.writeString(directory.resolve("config.yml"), """
                racecar: {brokers: 'localhost:1', clientId: early}
                server: {type: simple, connector: {type: http, port: 0}}
                """);
        try (Jvm jvm = Jvm.start(HesitantApplication.class, directory, arguments.split(" "))) {
            await().atMost(LONG).until(() -> jvm.journal().contains("initialized"));
            jvm.signal("USR1");
            await().atMost(LONG).until(() -> jvm.err().contains("configuration has not been read yet"));

            jvm.goOn();
            await().atMost(LONG).until(() -> jvm.journal().contains("running"));
            jvm.signal("USR1");
            await().atMost(LONG).until(() -> jvm.err().contains("clientId: early"));

            assertThat(jvm.journal()).containsExactly("initialized", "running");
        }
    }
}
