package io.racecar.dropwizard.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Examines whether a cluster and settings will let consumers work. Changes nothing. */
public final class Doctor {
    private Doctor() {}

    /**
     * Looks at everything.
     *
     * @param longest how long the brokers' answers may take, all together
     * @throws InterruptedException if the thread is interrupted
     */
    public static Report examine(Patient patient, Duration longest) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        patient.config().warnings().forEach(it -> findings.add(Finding.warn("configuration: " + it, "")));
        if (patient.subscriptions().isEmpty()) {
            findings.add(
                    Finding.warn("no consumer is registered", "register one, or name its class in the configuration"));
        } else {
            findings.addAll(new Timeouts(patient).findings());
        }
        try (Cluster cluster = Cluster.of(patient.config().adminProperties(), longest)) {
            Brokers brokers = new Brokers(patient, cluster, longest);
            findings.addAll(brokers.findings());
            if (brokers.reached()) {
                findings.addAll(new Groups(patient, cluster, brokers.features()).findings());
                findings.addAll(new Topics(patient, cluster).findings());
            }
        } catch (KafkaException e) {
            findings.add(Finding.fail(
                    "no client can be made of these settings: " + rootCause(e), "check ssl, sasl and raw properties"));
        }
        return new Report(findings);
    }

    /** What is wrong with a key or a login; what stands around it names classes of Kafka's. */
    private static @Nullable String rootCause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }
}
