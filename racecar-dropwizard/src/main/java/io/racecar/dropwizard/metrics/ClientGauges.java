package io.racecar.dropwizard.metrics;

import com.codahale.metrics.Gauge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/** The {@link ClientMetric}s of one Kafka client, from its birth to its end. Kafka calls it, one thread at a time. */
final class ClientGauges implements MetricsReporter {
    private final String prefix;
    private final Registered registered;
    private final Map<String, Gauge<?>> gauges = new HashMap<>();

    /** @param prefix what their names begin with */
    ClientGauges(String prefix, Registered registered) {
        this.prefix = prefix;
        this.registered = registered;
    }

    @Override
    public void configure(Map<String, ?> properties) {}

    @Override
    public synchronized void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public synchronized void metricChange(KafkaMetric metric) {
        ClientMetric wanted = ClientMetric.of(metric.metricName());
        if (wanted != null) {
            String name = Names.of(prefix, wanted);
            Gauge<?> gauge = () -> value(metric);
            gauges.put(name, gauge);
            registered.replaceLater(name, gauge);
        }
    }

    /** Averages of nothing are NaN, and maxima of nothing infinite, which many a system of graphs rejects. */
    private static @Nullable Object value(KafkaMetric metric) {
        Object value = metric.metricValue();
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    @Override
    public synchronized void metricRemoval(KafkaMetric metric) {
        ClientMetric wanted = ClientMetric.of(metric.metricName());
        if (wanted != null) {
            String name = Names.of(prefix, wanted);
            Gauge<?> gauge = gauges.remove(name);
            if (gauge != null) {
                registered.removeLater(name, gauge);
            }
        }
    }

    @Override
    public synchronized void close() {
        gauges.forEach(registered::removeLater);
        gauges.clear();
    }
}
