package io.racecar.dropwizard.doctor;

import io.racecar.engine.security.AccessRefusedException;
import io.racecar.engine.security.Diagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Whether the brokers can be reached, and what they are. */
final class Brokers {
    private final Patient patient;
    private final Cluster cluster;
    private final Duration longest;
    private final Map<String, Integer> features = new TreeMap<>();
    private boolean reached;

    Brokers(Patient patient, Cluster cluster, Duration longest) {
        this.patient = patient;
        this.cluster = cluster;
        this.longest = longest;
    }

    List<Finding> findings() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            DescribeClusterResult described = cluster.admin().describeCluster();
            int count = cluster.await(described.nodes()).size();
            String id = cluster.await(described.clusterId());
            reached = true;
            findings.add(Finding.ok(count + (count == 1 ? " broker" : " brokers") + " of cluster " + id + " reached at "
                    + addresses()));
            findings.add(version());
        } catch (NoAnswerException e) {
            findings.add(unreached(e));
        }
        return findings;
    }

    boolean reached() {
        return reached;
    }

    /** The levels of the cluster's features, by name; those that are not there are off. */
    Map<String, Integer> features() {
        return features;
    }

    private Finding version() throws InterruptedException {
        try {
            cluster.await(cluster.admin().describeFeatures().featureMetadata())
                    .finalizedFeatures()
                    .forEach((name, range) -> features.put(name, (int) range.maxVersionLevel()));
        } catch (NoAnswerException e) {
            return e.isFor(UnsupportedVersionException.class)
                    ? old()
                    : Finding.warn("the brokers do not tell their features: " + e.getMessage(), "");
        }
        return features.containsKey("metadata.version") ? Finding.ok("the cluster's features are " + features) : old();
    }

    private static Finding old() {
        return Finding.warn(
                "the brokers have no metadata.version, so they run with ZooKeeper or are older than 3.3",
                "upgrade them; only groupProtocol: classic works with them");
    }

    private Finding unreached(NoAnswerException e) {
        if (e.isFor(AuthenticationException.class)) {
            return Finding.fail(
                    "the brokers at " + addresses() + " refuse the credentials: " + e.getMessage(),
                    "check securityProtocol, ssl and sasl");
        }
        Optional<AccessRefusedException> refusal = new Diagnosis(
                        patient.config().adminProperties(), patient.config().brokers())
                .refusal();
        if (refusal.isPresent()) {
            String[] reasonAndRemedy =
                    String.valueOf(refusal.get().getMessage()).split("; ", 2);
            return Finding.fail(reasonAndRemedy[0], reasonAndRemedy[1]);
        }
        return e.isTimeout()
                ? Finding.fail(
                        "no broker answers at " + addresses() + " within " + longest.toMillis() + " ms",
                        "check brokers and the network, and that securityProtocol is the one that the brokers' listener"
                                + " speaks")
                : Finding.fail(
                        "the brokers at " + addresses() + " cannot be asked: " + e.getMessage(), "check brokers");
    }

    private String addresses() {
        return String.join(",", patient.config().brokers());
    }
}
