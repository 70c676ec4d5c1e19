package io.racecar.datadog;

import static io.racecar.datadog.Observed.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.racecar.Partition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Whatever the rate, nothing is sampled: what arrives adds up to what happened. */
class ExactCountsTest {
    private static final int MESSAGES = 100_000;
    private static final int THREADS = 4;

    @Test
    void aHundredThousandMessagesOfSeveralThreadsAreCountedWhileFlushesGoOn() throws Exception {
        try (UdpAgent agent = new UdpAgent();
                Observed observed = new Observed(agent)) {
            List<String> lines = new ArrayList<>();
            ExecutorService handlers = Executors.newFixedThreadPool(THREADS);
            List<CompletableFuture<Void>> handling = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                handling.add(CompletableFuture.runAsync(() -> handle(observed, thread), handlers));
            }
            while (!handling.stream().allMatch(CompletableFuture::isDone)) {
                observed.flush();
                lines.addAll(agent.lines());
            }
            CompletableFuture.allOf(handling.toArray(CompletableFuture[]::new)).join();
            handlers.shutdown();
            observed.flush();
            lines.addAll(agent.lines());

            Figures figures = new Figures(lines);
            assertThat(figures.sum("consumer.messages")).isEqualTo(MESSAGES);
            assertThat(figures.number("consumer.process_message.latency")).isEqualTo(MESSAGES);
        }
    }

    private static void handle(Observed observed, int thread) {
        for (int i = 0; i < MESSAGES / THREADS; i++) {
            observed.handled(message(new Partition("orders", i % 3), i), Duration.ofNanos(thread * 1_000_000L + i));
        }
    }

    @Test
    void averageAndPercentilesAreThoseOfAllMessages() throws IOException {
        try (UdpAgent agent = new UdpAgent();
                Observed observed = new Observed(agent)) {
            double millis = 0;
            for (int i = 1; i <= MESSAGES; i++) {
                observed.handled(message(Observed.ORDERS, i), Duration.ofNanos(i * 1000L));
                millis += i / 1000.0;
            }
            observed.flush();
            List<String> lines = agent.lines();

            Figures figures = new Figures(lines);
            assertThat(figures.sum("consumer.process_message.latency")).isCloseTo(millis, within(millis * 1e-6));
            assertThat(figures.percentile("consumer.process_message.latency", 0.95))
                    .isBetween(95 / 1.0625, 95 * 1.0625);
            assertThat(lines).as("lines for %s messages", MESSAGES).hasSizeLessThan(300);
        }
    }
}
