package io.racecar.dropwizard.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
        }
        return new Report(findings);
    }
}
