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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "racecar dance,      2, invalid choice",
    })
    void whatIsWrongIsReportedOnceAndWithoutAStackTrace(String arguments, int status, String error) throws Exception {
        configure("racecar: {pauseTimeout: soon}\n");

        try (Jvm jvm = start(arguments.split(" "))) {
            assertThat(jvm.status()).isEqualTo(status);
            assertThat(jvm.err()).containsOnlyOnce(error).doesNotContain("\tat ");
            assertThat(jvm.out()).isEmpty();
        }
    }

    private void configure(String yaml) throws IOException {
        Files.writeString(directory.resolve("config.yml"), yaml);
    }

    private Jvm start(String... arguments) throws IOException {
        return Jvm.start(RacecarApplication.class, directory, arguments);
    }
}
