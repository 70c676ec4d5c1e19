package io.racecar.engine.config;

import java.util.List;

/** Puts together the settings that one part of the process each is made from. */
record Operations(Values values) {
    LivenessProbeSettings livenessProbe() {
        return new LivenessProbeSettings(
                values.get(OperationKeys.LIVENESS_PROBE_ENABLED),
                values.get(OperationKeys.LIVENESS_PROBE_FILE_PATH),
                values.get(OperationKeys.LIVENESS_PROBE_MAX_INTERVAL));
    }

    DatadogSettings datadog() {
        return new DatadogSettings(
                values.get(DatadogKeys.ENABLED),
                values.get(DatadogKeys.HOST),
                values.get(DatadogKeys.PORT),
                values.find(DatadogKeys.SOCKET_PATH).orElse(null),
                values.get(DatadogKeys.NAMESPACE),
                values.find(DatadogKeys.TAGS).orElse(List.of()),
                values.get(DatadogKeys.PARTITION_TAGS));
    }

    JmxSettings jmx() {
        return new JmxSettings(values.get(OperationKeys.JMX_ENABLED), values.get(OperationKeys.JMX_DOMAIN));
    }

    MetricsSettings metrics() {
        return new MetricsSettings(
                values.get(OperationKeys.METRICS_ENABLED), values.get(OperationKeys.METRICS_PARTITIONS));
    }

    DashboardSettings dashboard() {
        return new DashboardSettings(
                values.get(OperationKeys.DASHBOARD_ENABLED), values.get(OperationKeys.DASHBOARD_READ_ONLY));
    }
}
