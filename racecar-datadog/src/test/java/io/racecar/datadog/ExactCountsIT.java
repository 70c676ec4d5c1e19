package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a consumer handles of a real broker's messages, an agent's sums are those of the broker. */
@Timeout(180)
class ExactCountsIT {
    private static final int MESSAGES = 100_000;
    private static final int PARTITIONS = 4;

    /** One of each partition. */
    private static final int FAILING = PARTITIONS;

    private static final int AT_ONCE = 10_000;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void produce() {
        kafka = EmbeddedKafka.builder()
                .topic("orders", PARTITIONS)
                .topic("copies", PARTITIONS)
                .topic("dead", 1)
                .start();
        for (int first = 0; first < MESSAGES; first += AT_ONCE) {
            kafka.produce(IntStream.range(first, first + AT_ONCE)
                    .mapToObj(it -> OutgoingMessage.to("orders")
                            .partition(it % PARTITIONS)
                            .value("order " + it))
                    .toArray(OutgoingMessage[]::new));
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void overUdp() throws IOException {
        try (FakeAgent agent = new UdpAgent()) {
            assertThatSumsAreExact(agent, "udp");
        }
    }

    @Test
    void overAUnixSocket() throws IOException {
        try (FakeAgent agent = new UnixAgent(directory.resolve("dsd.socket"))) {
            assertThatSumsAreExact(agent, "unix");
        }
    }

    /** Of which some fail twice, and then go to the dead-letter topic. */
    @Test
    void ofAShareGroup() throws IOException {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        try (FakeAgent agent = new UdpAgent()) {
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> agent.readTo(lines));
            try (Racecar racecar = sharing(agent)) {
                racecar.start();
                await().atMost(Duration.ofSeconds(120)).untilAsserted(() -> {
                    ConsumerStatus status = racecar.consumer("orders").status();
                    assertThat(status.processed()).isEqualTo(MESSAGES - FAILING);
                    assertThat(status.deadLettered()).isEqualTo(FAILING);
                });
            }
            agent.end();
            reading.join();
        }

        Figures figures = new Figures(lines);
        assertThat(figures.number("consumer.process_message.latency")).isEqualTo(MESSAGES - FAILING);
        assertThat(figures.sum("consumer.process_message.errors")).isEqualTo(2 * FAILING);
        assertThat(figures.sum("consumer.dead_letters")).isEqualTo(FAILING);
        assertThat(figures.sum("consumer.skipped")).isZero();
    }

    private static Racecar sharing(FakeAgent agent) {
        RacecarConfig.Builder config = config(agent, "share")
                .set("groupProtocol", "share")
                .set("deadLetter.topic", "dead")
                .set("deadLetter.afterAttempts", 2)
                .set("pauseTimeout", "50ms");
        return Racecar.builder(config.build())
                .consumer("orders", String.class, (message, context) -> {
                    if (message.offset() == 7) {
                        throw new IllegalStateException("it fails, as it should");
                    }
                })
                .build();
    }

    private static void assertThatSumsAreExact(FakeAgent agent, String group) throws IOException {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> agent.readTo(lines));

        try (Racecar racecar = copying(agent, group)) {
            racecar.start();
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> racecar.consumer("orders").status().processed() == MESSAGES);
        }
        agent.end();
        reading.join();

        Figures figures = new Figures(lines);
        assertThat(figures.sum("consumer.messages")).isEqualTo(MESSAGES);
        assertThat(figures.number("consumer.process_message.latency")).isEqualTo(MESSAGES);
        assertThat(figures.sum("producer.produce.messages")).isEqualTo(MESSAGES);
        assertThat(figures.sum("producer.ack.messages")).isEqualTo(MESSAGES);
        assertThat(figures.number("producer.deliver.latency")).isEqualTo(MESSAGES);
    }

    private static RacecarConfig.Builder config(FakeAgent agent, String group) {
        RacecarConfig.Builder config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("groupIdPrefix", group + "-")
                .set("datadog.enabled", true);
        Stream<String[]> settings = agent.settings().map(it -> it.split("=", 2));
        settings.forEach(it -> config.set(it[0], it[1]));
        return config;
    }

    private static Racecar copying(FakeAgent agent, String group) {
        return Racecar.builder(config(agent, group).build())
                .consumer(
                        "orders",
                        String.class,
                        (message, context) ->
                                context.produce(OutgoingMessage.to("copies").value(message.value())))
                .build();
    }
}
