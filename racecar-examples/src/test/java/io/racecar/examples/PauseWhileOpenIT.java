package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.racecar.ConsumerState;
import io.racecar.OutgoingMessage;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** A service that is down, and a consumer that calls it through a circuit breaker. */
class PauseWhileOpenIT {
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> receipts = new ConcurrentLinkedQueue<>();
    private volatile boolean down = true;

    private void send(String receipt) throws IOException {
        calls.incrementAndGet();
        if (down) {
            throw new IOException("the mail service does not answer");
        }
        receipts.add(receipt);
    }

    private static CircuitBreaker breaker(Duration open) {
        return CircuitBreaker.of(
                "mail",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(4)
                        .minimumNumberOfCalls(4)
                        .failureRateThreshold(50)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(open)
                        .automaticTransitionFromOpenToHalfOpenEnabled(true)
                        .build());
    }

    private static void await(ThrowingRunnable condition) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(condition);
    }

    @Test
    void theConsumerIsPausedWhileTheServiceIsDownAndGoesOnWhenItIsBack() {
        CircuitBreaker breaker = breaker(Duration.ofHours(1));
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().topic("receipts", 2).start();
                Racecar racecar = racecar(kafka, breaker)) {
            ConsumerControl consumer = racecar.consumer("receipts");
            PauseWhileOpen.connect(breaker, consumer);
            racecar.start();

            kafka.produce(IntStream.range(0, 50)
                    .mapToObj(it ->
                            OutgoingMessage.to("receipts").partition(it % 2).value("receipt " + it))
                    .toArray(OutgoingMessage[]::new));
            await(() -> assertThat(consumer.status().state()).isEqualTo(ConsumerState.PAUSED));
            assertThat(breaker.getState()).isEqualTo(State.OPEN);
            assertThat(calls).hasValue(4);

            breaker.transitionToHalfOpenState(); // as its time would
            await(() -> assertThat(calls).hasValue(5));
            await(() -> assertThat(consumer.status().state()).isEqualTo(ConsumerState.PAUSED));

            down = false;
            breaker.transitionToHalfOpenState();
            await(() -> assertThat(receipts).hasSize(50).doesNotHaveDuplicates());
            assertThat(breaker.getState()).isEqualTo(State.CLOSED);
            await(() -> assertThat(consumer.status().state()).isEqualTo(ConsumerState.RUNNING));
        }
    }

    @Test
    void aBreakerThatIsOpenAlreadyPausesItAtOnce() {
        CircuitBreaker breaker = breaker(Duration.ofHours(1));
        breaker.transitionToOpenState();
        down = false;
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().topic("receipts", 1).start();
                Racecar racecar = racecar(kafka, breaker)) {
            kafka.produce(OutgoingMessage.to("receipts").value("receipt"));
            ConsumerControl consumer = racecar.consumer("receipts");
            PauseWhileOpen.connect(breaker, consumer);

            racecar.start();
            await(() -> assertThat(consumer.status().state()).isEqualTo(ConsumerState.PAUSED));
            assertThat(calls).hasValue(0);

            breaker.transitionToHalfOpenState();
            await(() -> assertThat(receipts).containsExactly("receipt"));
            assertThat(consumer.status().failed()).isZero();
        }
    }

    private Racecar racecar(EmbeddedKafka kafka, CircuitBreaker breaker) {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("pauseTimeout", "50ms")
                .build();
        return Racecar.builder(config)
                .consumer(
                        "receipts",
                        String.class,
                        (message, context) -> breaker.executeCallable(() -> {
                            send(message.value());
                            return null;
                        }))
                .build();
    }

    @Test
    void aBreakerThatWouldStayOpenIsRefused() {
        assertThatThrownBy(() -> PauseWhileOpen.connect(CircuitBreaker.ofDefaults("mail"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mail would stay open for ever");
    }
}
