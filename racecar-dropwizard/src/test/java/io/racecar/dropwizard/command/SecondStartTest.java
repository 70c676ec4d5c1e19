package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondStartTest {
    @TempDir
    private Path directory;

    @Test
    void aSecondStartIsRefusedBeforeTheApplicationDoesAnything() throws Exception {
        Files.writeString(directory.resolve("config.yml"), "racecar: {brokers: 'localhost:1', pidfile: racecar.pid}\n");
        Process first = new ProcessBuilder("sleep", "90").start();
        Files.writeString(directory.resolve("racecar.pid"), first.pid() + "\n");
        try (Jvm second = Jvm.start(HesitantApplication.class, directory, "racecar", "consume", "config.yml")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> second.journal().contains("initialized"));
            second.goOn();

            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err())
                    .startsWith("process " + first.pid() + " runs already, says pidfile ")
                    .doesNotContain("\tat ");
            assertThat(second.journal()).containsExactly("initialized");
        } finally {
            first.destroyForcibly().waitFor();
        }
    }
}
