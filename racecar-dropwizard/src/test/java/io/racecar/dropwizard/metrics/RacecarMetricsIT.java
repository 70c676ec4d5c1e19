package io.racecar.dropwizard.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.racecar.OutgoingMessage;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The registry while a Racecar runs on a real broker. */
@ExtendWith(RacecarExtension.class)
class RacecarMetricsIT {
    private final MetricRegistry registry = new MetricRegistry();

    @BeforeAll
    static void topics(EmbeddedKafka kafka) {
        kafka.createTopic("originals", 1);
        kafka.createTopic("copies", 1);
    }

    private Racecar copying(Racecar.Builder builder) {
        Racecar racecar = builder.plugin(new RacecarMetrics(registry))
                .consumer(
                        "originals",
                        byte[].class,
                        (message, context) ->
                                context.produce(OutgoingMessage.to("copies").value(message.value())))
                .build();
        racecar.start();
        return racecar;
    }

    private static Stream<String> names(String prefix, Entry... entries) {
        return Arrays.stream(entries).map(it -> Names.of(prefix, it));
    }

    private static Stream<String> ofClients(boolean producer, String prefix) {
        return Arrays.stream(ClientMetric.values())
                .filter(it -> it.isOfProducer() == producer)
                .map(it -> Names.of(prefix, it));
    }

    private static Set<String> catalogue() {
        Set<String> all = new TreeSet<>();
        names("racecar.producer", ProducerMetric.values()).forEach(all::add);
        names("racecar.consumer.originals", ConsumerMetric.values()).forEach(all::add);
        names("racecar.consumer.originals", ConsumerGauge.values()).forEach(all::add);
        names("racecar.consumer.originals.partition.originals.0", PartitionGauge.values())
                .forEach(all::add);
        ofClients(false, "racecar.consumer.originals.worker.0.kafka").forEach(all::add);
        ofClients(true, "racecar.producer.kafka").forEach(all::add);
        return all;
    }

    private long messages() {
        return registry.meter("racecar.consumer.originals.messages").getCount();
    }

    private Object gauge(String name) {
        Gauge<?> gauge = registry.getGauges().get(name);
        return gauge == null ? "not there" : gauge.getValue();
    }

    @Test
    void everyNameOfTheCatalogueIsThereAndNoOther(EmbeddedKafka kafka, Racecar.Builder builder) {
        Racecar racecar = copying(builder);
        kafka.produce(OutgoingMessage.to("originals").value("a"));

        await().untilAsserted(() -> assertThat(registry.getNames()).isEqualTo(catalogue()));

        await().untilAsserted(() -> assertThat(
                        registry.timer("racecar.producer.delivered").getCount())
                .isEqualTo(1));
        assertThat(gauge("racecar.producer.undelivered")).isEqualTo(0L);
        assertThat(gauge("racecar.consumer.originals.state")).isEqualTo("RUNNING");
        assertThat(gauge("racecar.consumer.originals.up")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(gauge("racecar.consumer.originals.partition.originals.0.position"))
                .isEqualTo(1L));
        racecar.close();
        assertThat(registry.getNames()).isEmpty();
    }

    @Test
    void aShareGroupIsCountedExactly(EmbeddedKafka kafka) {
        kafka.createTopic("shared", 2);
        kafka.createTopic("shared-dead", 1);
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("groupProtocol", "share")
                .set("deadLetter.topic", "shared-dead")
                .set("deadLetter.afterAttempts", 2)
                .set("pauseTimeout", "50ms")
                .build();
        kafka.produce(IntStream.range(0, 200)
                .mapToObj(it -> OutgoingMessage.to("shared").partition(it % 2).value(it % 50 == 0 ? "fails" : "works"))
                .toArray(OutgoingMessage[]::new));
        Racecar.Builder builder = Racecar.builder(config)
                .plugin(new RacecarMetrics(registry))
                .consumer("shared", String.class, (message, context) -> {
                    if ("fails".equals(message.value())) {
                        throw new IllegalStateException("it fails, as it should");
                    }
                });

        try (Racecar racecar = builder.build()) {
            racecar.start();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(count("messages")).isEqualTo(196);
                assertThat(count("dead-letters")).isEqualTo(4);
            });
            assertThat(count("errors")).isEqualTo(8);
            assertThat(count("pauses")).isEqualTo(4);
            assertThat(count("polled")).isEqualTo(204);
            assertThat(count("skipped") + count("stuck") + count("poll-errors")).isZero();
            assertThat(racecar.consumers().get(0)).satisfies(it -> {
                assertThat(it.processed()).isEqualTo(196);
                assertThat(it.failed()).isEqualTo(8);
                assertThat(it.deadLettered()).isEqualTo(4);
            });
            assertThat(gauge("racecar.consumer.shared.state")).isEqualTo("RUNNING");
            await().untilAsserted(() -> assertThat(gauge("racecar.consumer.shared.partition.shared.0.position"))
                    .isEqualTo(-1L));
        }
        assertThat(registry.getNames()).isEmpty();
    }

    private long count(String metric) {
        return registry.meter("racecar.consumer.shared." + metric).getCount();
    }

    @Test
    void theNextClientOfAWorkerIsFollowed(EmbeddedKafka kafka, Racecar.Builder builder) {
        Racecar racecar = copying(builder);
        kafka.produce(OutgoingMessage.to("originals").value("b"));
        await().until(() -> messages() > 0);
        String connections = "racecar.consumer.originals.worker.0.kafka.connection-count";
        await().untilAsserted(() -> assertThat(gauge(connections)).isNotEqualTo("not there"));
        Gauge<?> first = registry.getGauges().get(connections);
        ConsumerControl consumer = racecar.consumer("originals");

        consumer.stop();
        await().untilAsserted(() -> assertThat(registry.getNames())
                .noneMatch(it -> it.startsWith("racecar.consumer.originals.worker."))
                .noneMatch(it -> it.startsWith("racecar.consumer.originals.partition.")));
        assertThat(gauge("racecar.consumer.originals.state")).isEqualTo("STOPPED");
        consumer.start();

        await().untilAsserted(() ->
                assertThat(registry.getGauges().get(connections)).isNotNull().isNotSameAs(first));
        await().untilAsserted(() -> assertThat(
                        (double) registry.getGauges().get(connections).getValue())
                .isPositive());
    }
}
