package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.OutgoingMessage;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each test looks at a JVM that consumes, in a directory and with a group and a topic of its own. */
@ExtendWith(RacecarExtension.class)
class ProcessCommandsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;
    private String topic;

    @BeforeEach
    void makeTopic(EmbeddedKafka brokers) {
        kafka = brokers;
        topic = "commands-" + UUID.randomUUID();
        kafka.createTopic(topic, 1);
    }

    @Test
    void aRunningProcessIsLookedAtAndStopped() throws Exception {
        kafka.produce(OutgoingMessage.to(topic).value("first"));

        try (Jvm jvm = consume("livenessProbe: {enabled: true, maxInterval: 1m}")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("first handled"));

            assertThat(racecar("status").out())
                    .contains("brokers " + kafka.brokers())
                    .containsPattern("journal-consumer +RUNNING +" + topic)
                    .containsPattern("journal-consumer +" + topic + "/0 +0 +1 ");
            assertThat(racecar("config").out())
                    .contains("brokers: " + kafka.brokers() + "  # file\n")
                    .contains("password: \"[redacted]\"  # file")
                    .doesNotContain("hunter2");
            assertThat(racecar("liveness-probe").failed()).isFalse();

            Invocation stopped = racecar("stop");
            assertThat(stopped.failed()).as(stopped.err()).isFalse();
            assertThat(stopped.out())
                    .contains("journal-consumer: RUNNING, 1 partition")
                    .contains(" has ended after ");
            assertThat(jvm.status()).isZero();
            assertThat(jvm.journal()).endsWith("torn down", "managed stopped");
        }
    }

    @Test
    void theStatusIsJsonWhereThatIsAskedFor() throws Exception {
        kafka.produce(OutgoingMessage.to(topic).value("bad"));

        try (Jvm jvm = consume("pauseTimeout: -1")) {
            await().atMost(LONG).untilAsserted(() -> {
                JsonNode status =
                        new ObjectMapper().readTree(racecar("status", "--json").out());
                JsonNode consumer = status.at("/applications/0/consumers/0");
                assertThat(consumer.path("name").asText()).isEqualTo("journal-consumer");
                assertThat(consumer.path("failed").asLong()).isEqualTo(1);
                JsonNode partition = consumer.at("/partitions/0");
                assertThat(partition.path("topic").asText()).isEqualTo(topic);
                assertThat(partition.path("failingOffset").asLong()).isZero();
                assertThat(partition.path("paused").asBoolean()).isTrue();
                assertThat(partition.path("pausedUntil").isNull()).isTrue();
            });
            assertThat(racecar("status").out())
                    .contains("offset 0 fails, attempt 1, paused until it is resumed")
                    .contains("no use");
            assertThat(jvm.journal()).contains("bad");
        }
    }

    @Test
    void aStuckProcessIsNotAlive() throws Exception {
        kafka.produce(OutgoingMessage.to(topic).value("stuck"));

        try (Jvm jvm = consume("livenessProbe: {enabled: true, maxInterval: 1s}, maxPollInterval: 2s,"
                + " rebalanceTimeout: 1s, shutdownTimeout: 1s")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("stuck"));

            await().atMost(LONG).untilAsserted(() -> {
                Invocation probe = racecar("liveness-probe");
                assertThat(probe.failed()).isTrue();
                assertThat(probe.err())
                        .containsPattern("racecar-liveness was touched [0-9.]+ s ago; at most 1.0 s are allowed");
            });
        }
    }

    @Test
    void aProcessThatMayHangIsAskedAgain() throws Exception {
        kafka.produce(OutgoingMessage.to(topic).value("stuck"));

        try (Jvm jvm = consume("shutdownTimeout: 1m")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("stuck"));

            Invocation first = racecar("stop", "--timeout", "1s");
            assertThat(first.failed()).isTrue();
            assertThat(first.err()).contains("has not ended within 1.0 s").contains("run this again to interrupt");
            assertThat(racecar("stop").failed()).isFalse();
            assertThat(jvm.journal()).contains("torn down").doesNotContain("stuck handled");
        }
    }

    @Test
    void aProcessThatShowsNothingIsStoppedByItsPidFileAndProbedByItsLivenessFile() throws Exception {
        kafka.produce(OutgoingMessage.to(topic).value("first"));

        try (Jvm jvm = consume("jmx: {enabled: false}, livenessProbe: {enabled: true, maxInterval: 1m}")) {
            await().atMost(LONG).until(() -> jvm.journal().contains("first handled"));
            Path file = directory.resolve("tmp/racecar-liveness");
            assertThat(Invocation.of("racecar", "liveness-probe", "--file", file.toString(), "--max-interval", "1m")
                            .failed())
                    .isFalse();
            assertThat(racecar("status").err()).contains("jmx.enabled: false");

            Invocation stopped = racecar("stop");

            assertThat(stopped.failed()).as(stopped.err()).isFalse();
            assertThat(stopped.out())
                    .contains("Its consumers are not shown: ", "jmx.enabled: false")
                    .contains(" has ended after ");
            assertThat(jvm.status()).isZero();
            assertThat(jvm.journal()).endsWith("torn down", "managed stopped");
        }
    }

    @Test
    void aProbeWithoutALivenessFileSaysWhatToSet() throws Exception {
        try (Jvm jvm = consume("")) {
            await().atMost(LONG).until(() -> Files.exists(directory.resolve("racecar.pid")));

            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(racecar("liveness-probe").err()).contains("livenessProbe.enabled must be true"));
            assertThat(jvm.journal()).doesNotContain("torn down");
        }
    }

    private Invocation racecar(String subcommand, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "racecar";
        all[1] = subcommand;
        all[2] = "--pidfile";
        all[3] = directory.resolve("racecar.pid").toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Invocation.of(all);
    }

    private Jvm consume(String settings) throws IOException {
        Files.writeString(directory.resolve("config.yml"), """
                racecar: {
                  brokers: '%s',
                  groupIdPrefix: '%s.',
                  pidfile: racecar.pid,
                  consumerProperties: {ssl.truststore.password: hunter2},
                  consumers: {journal-consumer: {topics: {commands: %s}}},
                  %s
                }
                logging: {level: WARN, loggers: {io.racecar: INFO}}
                """.formatted(kafka.brokers(), topic, topic, settings));
        return Jvm.start(JournalApplication.class, directory, "racecar", "consume", "config.yml", "journal-consumer");
    }
}
