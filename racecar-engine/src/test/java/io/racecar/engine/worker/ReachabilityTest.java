package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final IllegalStateException REFUSAL = new IllegalStateException("it encrypts");

    private final ManualClock clock = new ManualClock();
    private final Connections client = new Connections();
    private final AtomicInteger diagnoses = new AtomicInteger();
    private volatile Optional<IllegalStateException> diagnosis = Optional.empty();
    private final Reachability reachability =
            new Reachability(new Identity("tested", "group", 0), "nowhere:9092", this::diagnose, clock);

    private Optional<IllegalStateException> diagnose() {
        diagnoses.incrementAndGet();
        return diagnosis;
    }

    @Test
    void aClientThatIsConnectedIsNotLookedInto() {
        client.count = 1;

        lookAfter(60);

        assertThat(diagnoses).hasValue(0);
        assertThat(reachability.problem()).isNull();
    }

    @Test
    void whatKeepsItFromWorkingForGoodEndsTheWaiting() {
        diagnosis = Optional.of(REFUSAL);

        await().untilAsserted(() -> assertThatCode(() -> lookAfter(1))
                .isInstanceOf(REFUSAL.getClass())
                .hasMessage("it encrypts"));

        assertThat(diagnoses).hasValue(1);
    }

    @Test
    void aBrokerThatIsDownIsWaitedForAndLookedIntoAgainWhenItMayBeUp() {
        await().until(() -> {
            lookAfter(5);
            return diagnoses.get() == 1;
        });
        assertThat(reachability.problem()).contains("no broker can be reached at nowhere:9092");
        diagnosis = Optional.of(REFUSAL);

        await().untilAsserted(() -> assertThatCode(() -> lookAfter(60)).hasMessage("it encrypts"));

        assertThat(diagnoses).hasValue(2);
    }

    @Test
    void aNewClientGetsItsTime() {
        diagnosis = Optional.of(REFUSAL);
        await().untilAsserted(() -> assertThatCode(() -> lookAfter(1)).hasMessage("it encrypts"));
        diagnosis = Optional.empty();

        reachability.clientEnded();

        assertThatCode(() -> lookAfter(1)).doesNotThrowAnyException();
    }

    private void lookAfter(long seconds) {
        clock.pass(Duration.ofSeconds(seconds));
        reachability.look(client);
    }

    /** A client that tells how many connections it has. */
    private static final class Connections extends MockConsumer<byte[], byte[]> {
        private int count;

        Connections() {
            super("earliest");
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            MetricName name = new MetricName("connection-count", "consumer-metrics", "", Map.of());
            Measurable value = (config, now) -> count;
            return Map.of(name, new KafkaMetric(new Object(), name, value, new MetricConfig(), Time.SYSTEM));
        }
    }
}
