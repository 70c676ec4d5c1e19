package io.racecar.engine;

import io.racecar.engine.RacecarPlugin.Attachment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/** Who is told of the metrics of Kafka's clients. */
record ClientReporters(List<? extends Attachment> attachments) {

    /** Sees to it that they are told of each client that is made with these properties. */
    void addTo(Map<String, Object> properties, @Nullable String consumer, int worker) {
        if (attachments.isEmpty()) {
            return;
        }
        Supplier<List<MetricsReporter>> reporters = () -> attachments.stream()
                .map(it -> it.clientMetrics(consumer, worker))
                .<MetricsReporter>flatMap(Optional::stream)
                .toList();
        List<Object> classes = new ArrayList<>(given(properties));
        classes.add(ClientReporter.class);
        properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, classes);
        properties.put(ClientReporter.REPORTERS, reporters);
    }

    /** Those of the raw properties, or Kafka's default. */
    private static List<String> given(Map<String, Object> properties) {
        Object given = properties.get(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG);
        return given == null
                ? List.of(JmxReporter.class.getName())
                : Arrays.stream(given.toString().split(","))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList();
    }
}
