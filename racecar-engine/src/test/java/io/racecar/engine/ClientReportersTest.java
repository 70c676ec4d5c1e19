package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.RacecarPlugin.Attachment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Real clients, which connect to nothing. */
class ClientReportersTest {
    private final List<String> told = new ArrayList<>();
    private final Map<String, Object> properties =
            new HashMap<>(Map.of("bootstrap.servers", "localhost:1", "client.id", "tested"));

    private final Attachment attachment = new Attachment() {
        @Override
        public Optional<MetricsReporter> clientMetrics(String consumer, int worker) {
            told.add("made for " + consumer + "-" + worker);
            return Optional.of(new Noting());
        }
    };

    /** Notes the beginning and the end. */
    private final class Noting implements MetricsReporter {
        private boolean any;

        @Override
        public void configure(Map<String, ?> given) {}

        @Override
        public void init(List<KafkaMetric> metrics) {}

        @Override
        public void metricChange(KafkaMetric metric) {
            if (!any) {
                any = true;
                told.add("metrics of " + metric.metricName().tags().get("client-id"));
            }
        }

        @Override
        public void metricRemoval(KafkaMetric metric) {}

        @Override
        public void close() {
            told.add("closed");
        }
    }

    private void makeClient() {
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()).close();
    }

    @Test
    void eachClientHasAReporterThatIsClosedWithIt() {
        new ClientReporters(List.of(attachment)).addTo(properties, "orders", 1);

        makeClient();
        makeClient();

        assertThat(told)
                .containsExactly(
                        "made for orders-1",
                        "metrics of tested",
                        "closed",
                        "made for orders-1",
                        "metrics of tested",
                        "closed");
    }

    @Test
    void kafkasOwnReporterStays() {
        new ClientReporters(List.of(attachment)).addTo(properties, null, 0);

        assertThat(properties.get(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG))
                .isEqualTo(List.of(JmxReporter.class.getName(), ClientReporter.class));
    }

    @Test
    void reportersOfRawPropertiesStayInItsPlace() {
        properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "a.Reporter, b.Reporter");

        new ClientReporters(List.of(attachment)).addTo(properties, null, 0);

        assertThat(properties.get(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG))
                .isEqualTo(List.of("a.Reporter", "b.Reporter", ClientReporter.class));
    }

    @Test
    void withoutAttachmentsNothingChanges() {
        new ClientReporters(List.of()).addTo(properties, "orders", 0);

        assertThat(properties).doesNotContainKey(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG);
    }

    @Test
    void anAttachmentThatWantsNoMetricsIsNoObstacle() {
        new ClientReporters(List.of(new Attachment() {})).addTo(properties, "orders", 0);

        makeClient();

        assertThat(told).isEmpty();
    }
}
