package io.racecar.dropwizard.doctor;

import io.racecar.engine.Subscriptions;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.GroupProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Whether consumers may join their groups, and the brokers speak the protocol of these. */
final class Groups {
    /** The feature of the cluster that a protocol needs, and at which level. */
    private static final Map<GroupProtocol, String> FEATURES =
            Map.of(GroupProtocol.CONSUMER, "group.version", GroupProtocol.SHARE, "share.version");

    private final Patient patient;
    private final Cluster cluster;
    private final Map<String, Integer> features;

    Groups(Patient patient, Cluster cluster, Map<String, Integer> features) {
        this.patient = patient;
        this.cluster = cluster;
        this.features = features;
    }

    List<Finding> findings() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Subscriptions consumer : patient.subscriptions()) {
            ConsumerSettings settings = patient.settings(consumer);
            Optional<Finding> unsupported = unsupported(consumer.consumer(), settings.groupProtocol());
            findings.add(unsupported.isPresent() ? unsupported.get() : group(consumer.consumer(), settings));
            if (unsupported.isEmpty() && settings.groupProtocol() == GroupProtocol.SHARE) {
                findings.addAll(new ShareGroups(cluster).findings(consumer.consumer(), settings));
            }
        }
        return findings;
    }

    private Optional<Finding> unsupported(String consumer, GroupProtocol protocol) {
        String feature = FEATURES.get(protocol);
        if (feature == null || features.getOrDefault(feature, 0) > 0) {
            return Optional.empty();
        }
        return Optional.of(Finding.fail(
                consumer + " has groupProtocol: " + protocol + ", which the cluster has not enabled",
                "enable it (kafka-features.sh upgrade --feature " + feature
                        + "=1) or set another groupProtocol; classic works everywhere"));
    }

    private Finding group(String consumer, ConsumerSettings settings) throws InterruptedException {
        String group = "group " + settings.groupId() + " of " + consumer;
        try {
            Set<AclOperation> allowed = allowed(settings);
            return Authorized.allows(allowed, AclOperation.READ)
                    ? Finding.ok(group + " may be joined")
                    : Finding.fail(group + " may not be joined", "allow READ on the group");
        } catch (NoAnswerException e) {
            if (e.isFor(GroupIdNotFoundException.class)) {
                return Finding.ok(group + " does not exist yet, so it is not known whether it may be joined");
            }
            return e.isFor(AuthorizationException.class)
                    ? Finding.fail(group + " may not be read", "allow READ and DESCRIBE on the group")
                    : Finding.warn(group + " cannot be examined: " + e.getMessage(), "");
        }
    }

    private Set<AclOperation> allowed(ConsumerSettings settings) throws NoAnswerException, InterruptedException {
        List<String> group = List.of(settings.groupId());
        if (settings.groupProtocol() == GroupProtocol.SHARE) {
            DescribeShareGroupsOptions options = new DescribeShareGroupsOptions().includeAuthorizedOperations(true);
            return cluster.await(only(
                            cluster.admin().describeShareGroups(group, options).describedGroups()))
                    .authorizedOperations();
        }
        DescribeConsumerGroupsOptions options = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
        return cluster.await(only(
                        cluster.admin().describeConsumerGroups(group, options).describedGroups()))
                .authorizedOperations();
    }

    private static <T> T only(Map<String, T> answers) {
        return answers.values().iterator().next();
    }
}
