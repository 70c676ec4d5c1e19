package io.racecar.dropwizard.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kafka's own metrics, as its clients hand them on. */
class ClientGaugesTest {
    private static final String PREFIX = "racecar.consumer.orders.worker.0.kafka";
    private static final String FETCH = "consumer-fetch-manager-metrics";
    private static final Map<String, String> CLIENT = Map.of("client-id", "racecar-orders-0");

    private final MetricRegistry registry = new MetricRegistry();
    private final Registered registered = new Registered(registry);
    private final Metrics client = client();

    private Metrics client() {
        return new Metrics(new MetricConfig(), List.of(new ClientGauges(PREFIX, registered)), Time.SYSTEM);
    }

    private static void add(Metrics to, String name, String group, Map<String, String> tags, double value) {
        to.addMetric(new MetricName(name, group, "", tags), (config, now) -> value);
    }

    private Object value(String name) {
        return registry.getGauges().get(PREFIX + "." + name).getValue();
    }

    private void awaitNames(String... names) {
        await().untilAsserted(() -> assertThat(registry.getNames()).isEqualTo(Set.of(names)));
    }

    @AfterEach
    void close() {
        client.close();
        registered.close();
    }

    @Test
    void whatIsOfAClientAndWorthAPlaceIsBridged() {
        add(client, "fetch-rate", FETCH, CLIENT, 12.5);

        awaitNames(PREFIX + ".fetch-rate");
        assertThat(value("fetch-rate")).isEqualTo(12.5);
    }

    @Test
    void whatIsOfPartitionsTopicsOrBrokersIsNot() {
        add(client, "records-lag", FETCH, Map.of("client-id", "c", "topic", "t", "partition", "0"), 1);
        add(client, "records-consumed-rate", FETCH, Map.of("client-id", "c", "topic", "t"), 1);
        add(client, "request-rate", "consumer-node-metrics", Map.of("client-id", "c", "node-id", "1"), 1);
        add(client, "some-new-metric", FETCH, CLIENT, 1);
        add(client, "fetch-rate", FETCH, CLIENT, 1);

        awaitNames(PREFIX + ".fetch-rate");
    }

    @Test
    void theAverageOfNothingHasNoValue() {
        add(client, "fetch-latency-avg", FETCH, CLIENT, Double.NaN);
        add(client, "fetch-latency-max", FETCH, CLIENT, Double.NEGATIVE_INFINITY);

        awaitNames(PREFIX + ".fetch-latency-avg", PREFIX + ".fetch-latency-max");
        assertThat(value("fetch-latency-avg")).isNull();
        assertThat(value("fetch-latency-max")).isNull();
    }

    @Test
    void theyGoWithTheirClient() {
        add(client, "fetch-rate", FETCH, CLIENT, 1);
        awaitNames(PREFIX + ".fetch-rate");

        client.close();

        awaitNames();
    }

    @Test
    void aMetricThatTheClientRemovesGoes() {
        MetricName rate = new MetricName("fetch-rate", FETCH, "", CLIENT);
        client.addMetric(rate, (config, now) -> 1);
        add(client, "fetch-size-avg", FETCH, CLIENT, 1);
        awaitNames(PREFIX + ".fetch-rate", PREFIX + ".fetch-size-avg");

        client.removeMetric(rate);

        awaitNames(PREFIX + ".fetch-size-avg");
    }

    @Test
    void theNextClientTakesThePlaceOfOneThatClosesLate() {
        add(client, "fetch-rate", FETCH, CLIENT, 1);
        try (Metrics next = client()) {
            add(next, "fetch-rate", FETCH, CLIENT, 2);
            client.close();
            add(next, "fetch-size-avg", FETCH, CLIENT, 3);

            awaitNames(PREFIX + ".fetch-rate", PREFIX + ".fetch-size-avg");
            assertThat(value("fetch-rate")).isEqualTo(2.0);
        }
    }
}
