package io.racecar.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * Hands Kafka's own metrics of one client on to what {@link RacecarPlugin.Attachment#clientMetrics} made for it. Kafka
 * creates it from its class, so it is public; nobody else does.
 */
public final class ClientReporter implements MetricsReporter {
    /** The property whose value is a {@code Supplier} of the reporters of a client. */
    static final String REPORTERS = "racecar.metric.reporters";

    private List<MetricsReporter> reporters = List.of();

    /** Called by Kafka. */
    public ClientReporter() {}

    @Override
    @SuppressWarnings("unchecked") // put there by ClientReporters alone
    public void configure(Map<String, ?> properties) {
        Object given = properties.get(REPORTERS);
        if (given instanceof Supplier<?> supplier) {
            reporters = ((Supplier<List<MetricsReporter>>) supplier).get();
        }
        reporters.forEach(it -> it.configure(properties));
    }

    @Override
    public void init(List<KafkaMetric> metrics) {
        reporters.forEach(it -> it.init(metrics));
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        reporters.forEach(it -> it.metricChange(metric));
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        reporters.forEach(it -> it.metricRemoval(metric));
    }

    @Override
    public void close() {
        reporters.forEach(MetricsReporter::close);
    }
}
