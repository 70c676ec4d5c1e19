package io.racecar.dropwizard.doctor;

import io.racecar.engine.Subscriptions;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.GroupProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether settings of time, each of them possible by itself, contradict one another or what stops the process. */
final class Timeouts {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Patient patient;

    Timeouts(Patient patient) {
        this.patient = patient;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Subscriptions it : patient.subscriptions()) {
            ConsumerSettings settings = patient.settings(it);
            addHeartbeat(settings, findings);
            addCommits(settings, findings);
            patient.gracePeriod().ifPresent(given -> addGracePeriod(settings, given, findings));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("timeouts agree with one another"
                    + patient.gracePeriod()
                            .map(it -> " and with a grace period of " + text(it))
                            .orElse("")));
        }
        return findings;
    }

    private static void addHeartbeat(ConsumerSettings settings, List<Finding> findings) {
        boolean classic = settings.groupProtocol() == GroupProtocol.CLASSIC;
        if (classic && settings.heartbeatInterval().multipliedBy(3).compareTo(settings.sessionTimeout()) > 0) {
            findings.add(Finding.warn(
                    settings.name() + ": sessionTimeout " + text(settings.sessionTimeout())
                            + " leaves room for fewer than three heartbeats, one every "
                            + text(settings.heartbeatInterval()),
                    "set heartbeatInterval to at most a third of sessionTimeout, or one lost heartbeat moves"
                            + " partitions"));
        }
    }

    private static void addCommits(ConsumerSettings settings, List<Finding> findings) {
        if (settings.offsetCommitInterval().compareTo(settings.maxPollInterval()) > 0) {
            findings.add(Finding.warn(
                    settings.name() + ": offsetCommitInterval " + text(settings.offsetCommitInterval())
                            + " is longer than maxPollInterval " + text(settings.maxPollInterval()),
                    "lower offsetCommitInterval; what is finished since the last commit comes again after a crash"));
        }
    }

    private void addGracePeriod(ConsumerSettings settings, Duration grace, List<Finding> findings) {
        Duration stopping = settings.shutdownTimeout().plus(GRACE);
        Duration withHttp = stopping.plus(patient.httpShutdown());
        if (stopping.compareTo(grace) > 0) {
            findings.add(Finding.fail(
                    settings.name() + ": a grace period of " + text(grace)
                            + " kills the process within shutdownTimeout " + text(settings.shutdownTimeout())
                            + ", before offsets are committed",
                    "raise the grace period (terminationGracePeriodSeconds) to " + text(withHttp)
                            + " or lower shutdownTimeout"));
        } else if (withHttp.compareTo(grace) > 0) {
            findings.add(Finding.warn(
                    settings.name() + ": under server, HTTP takes up to " + text(patient.httpShutdown())
                            + " to stop before consumers do, and the grace period is " + text(grace),
                    "raise the grace period to " + text(withHttp)
                            + " or lower server.shutdownGracePeriod; consume is not" + " concerned"));
        }
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
