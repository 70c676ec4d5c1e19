package io.racecar.dropwizard.doctor;

import io.racecar.engine.security.AccessRefusedException;
import io.racecar.engine.security.Diagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Whether the brokers can be reached, and what they are. */
final class Brokers {
    private static final String METADATA_VERSION = "metadata.version";
    private static final String UNKNOWN = "unknown";

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
            Collection<Node> nodes = cluster.await(described.nodes());
            int count = nodes.size();
            String id = cluster.await(described.clusterId());
            reached = true;
            findings.add(Finding.ok(count + (count == 1 ? " broker" : " brokers") + " of cluster " + id + " reached at "
                    + addresses()));
            findings.add(releases(nodes));
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

    /** What software they are is told by the highest metadata.version that each could work with. */
    private Finding releases(Collection<Node> nodes) throws InterruptedException {
        Map<String, List<Integer>> brokers = new TreeMap<>();
        for (Node node : nodes) {
            brokers.computeIfAbsent(release(node.id()), it -> new ArrayList<>()).add(node.id());
        }
        if (brokers.size() == 1) {
            String release = brokers.keySet().iterator().next();
            return Finding.ok("release of the brokers: " + release);
        }
        String each = brokers.entrySet().stream()
                .map(it -> it.getKey() + " (" + ids(it.getValue()) + ")")
                .collect(Collectors.joining(", "));
        return Finding.warn("releases of the brokers differ: " + each, "finish the upgrade that is under way");
    }

    private static String ids(List<Integer> ids) {
        return ids.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ", "broker ", ""));
    }

    private String release(int broker) throws InterruptedException {
        try {
            SupportedVersionRange supported = cluster.await(cluster.admin()
                            .describeFeatures(new DescribeFeaturesOptions().nodeId(broker))
                            .featureMetadata())
                    .supportedFeatures()
                    .get(METADATA_VERSION);
            return supported == null ? UNKNOWN : Release.of(supported.maxVersion());
        } catch (NoAnswerException e) {
            return UNKNOWN;
        }
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
        Integer level = features.get(METADATA_VERSION);
        return level == null
                ? old()
                : Finding.ok("the cluster works as release " + Release.of(level) + ", with the features " + features);
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
