package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test starts a JVM that consumes, in a directory and with a group and topics of its own. */
@ExtendWith(RacecarExtension.class)
class ConsumeCommandIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private String topic;

    @BeforeEach
    void makeTopics(EmbeddedKafka brokers) {
        kafka = brokers;
        topic = "commands-" + UUID.randomUUID();
        kafka.createTopic(topic, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void aSignalEndsItInOrderWithStatusZero(String signal) throws Exception {
        produce("slow");

        try (Jvm jvm = consume("", "journal-consumer")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("slow"));
            jvm.signal(signal);

            assertThat(jvm.status()).as(jvm.err()).isZero();
            assertThat(jvm.journal())
                    .containsExactly("managed started", "slow", "slow handled", "torn down", "managed stopped");
        }
    }

    @Test
    void itGoesOnWhereItStopped() throws Exception {
        produce("first");
        try (Jvm jvm = consume("", "journal-consumer")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("first handled"));
            jvm.signal("TERM");
            assertThat(jvm.status()).isZero();
        }
        produce("second");

        try (Jvm jvm = consume("", "journal-consumer")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("second handled"));

            assertThat(jvm.journal()).containsOnlyOnce("first handled");
        }
    }

    @Test
    void aSecondSignalInterruptsHandlers() throws Exception {
        produce("stuck");

        try (Jvm jvm = consume("", "journal-consumer")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("stuck"));
            jvm.signal("TERM");
            await().atMost(LONG).until(() -> jvm.out().contains("-> STOPPING"));
            jvm.signal("TERM");

            assertThat(jvm.status()).isZero();
            assertThat(jvm.journal()).contains("torn down").doesNotContain("stuck handled");
        }
    }

    @Test
    void aConsumerThatFailsEndsAllOfItWithStatusOne() throws Exception {
        produce("bad");

        try (Jvm jvm = consume("pauseTimeout: 0")) {
            assertThat(jvm.status()).isEqualTo(1);
            assertThat(jvm.err()).contains("journal-consumer is FAILED").contains("no use");
            assertThat(jvm.journal()).endsWith("torn down", "managed stopped");
        }
    }

    @Test
    void itRunsInTheBackgroundFromTheMomentThatItsStartReturns() throws Exception {
        produce("first");

        try (Jvm jvm = consume("", "JournalConsumer", "--daemonize", "--log", "log/all.log")) {
            assertThat(jvm.status()).as(jvm.err()).isZero();
            ProcessHandle daemon = daemon(jvm).orElseThrow();
            try {
                assertThat(jvm.out()).contains("pid file journal-consumer.pid, log log/all.log");
                assertThat(directory.resolve("journal-consumer.pid")).content().contains(String.valueOf(daemon.pid()));
                assertThat(Files.readString(directory.resolve("log/all.log"))).containsOnlyOnce("-> RUNNING");
                await().atMost(LONG).until(() -> jvm.journal().contains("first handled"));

                Jvm.signal("HUP", daemon.pid()); // as a terminal does that is closed
                produce("second");
                await().atMost(LONG).until(() -> jvm.journal().contains("second handled"));
            } finally {
                daemon.destroy();
            }
            await().atMost(LONG).until(() -> !daemon.isAlive());
            assertThat(directory.resolve("journal-consumer.pid")).doesNotExist();
            assertThat(jvm.journal()).endsWith("torn down", "managed stopped");
        }
    }

    @Test
    void aStartInTheBackgroundThatFailsSaysWhy() throws Exception {
        try (Jvm jvm = consume("", "nobody", "--daemonize")) {
            assertThat(jvm.status()).isEqualTo(2);
            assertThat(jvm.err())
                    .isEqualToIgnoringNewLines("there is no consumer named nobody; there is journal-consumer, other");
        }
    }

    @Test
    void aLogThatCannotBeWrittenIsStatusTwo() throws Exception {
        try (Jvm jvm = consume("", "--daemonize", "--log", "config.yml/all.log")) {
            assertThat(jvm.status()).isEqualTo(2);
            assertThat(jvm.err()).startsWith("--log must name a file that this process may write");
        }
    }

    @Test
    void anUnknownConsumerIsStatusTwo() throws Exception {
        try (Jvm jvm = consume("", "other", "nobody")) {
            assertThat(jvm.status()).isEqualTo(2);
            assertThat(jvm.err()).contains("there is no consumer named nobody; there is journal-consumer, other");
            assertThat(jvm.journal()).isEmpty();
        }
    }

    @Test
    void aStartInTheBackgroundThatTakesTooLongSaysWhatItWaitsFor() throws Exception {
        try (Jvm jvm = consumeFrom(
                "localhost:1", // where nobody answers
                "shutdownTimeout: 1s",
                "--daemonize",
                "--start-timeout",
                "1s",
                "journal-consumer",
                "--log",
                "all.log")) {
            assertThat(jvm.status()).isEqualTo(1);
            assertThat(jvm.err()).contains("Not all consumers run after 1 s: journal-consumer is STARTING");
        }
    }

    @Test
    void aStartInTheBackgroundWithAWrongConfigurationSaysWhy() throws Exception {
        try (Jvm jvm = consume("pauseTimeout: soon", "--daemonize")) {
            assertThat(jvm.status()).isEqualTo(2);
            assertThat(jvm.err()).contains("pauseTimeout must be");
        }
    }

    private void produce(String value) {
        kafka.produce(OutgoingMessage.to(topic).value(value));
    }

    private Jvm consume(String setting, String... arguments) throws IOException {
        return consumeFrom(kafka.brokers(), setting, arguments);
    }

    private Jvm consumeFrom(String brokers, String setting, String... arguments) throws IOException {
        Files.writeString(directory.resolve("config.yml"), """
            racecar:
              brokers: '%s'
              groupIdPrefix: %s
              consumers: {journal-consumer: {topics: {commands: %s}}}
              %s
            logging: {level: WARN, loggers: {io.racecar: INFO}}
            """.formatted(brokers, topic, topic, setting));
        String[] all = new String[arguments.length + 3];
        all[0] = "racecar";
        all[1] = "consume";
        all[2] = "config.yml";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Jvm.start(JournalApplication.class, directory, all);
    }

    private static Optional<ProcessHandle> daemon(Jvm jvm) {
        Matcher matcher = Pattern.compile("process (\\d+)").matcher(jvm.out());
        assertThat(matcher.find()).as(jvm.out()).isTrue();
        return ProcessHandle.of(Long.parseLong(matcher.group(1)));
    }
}
