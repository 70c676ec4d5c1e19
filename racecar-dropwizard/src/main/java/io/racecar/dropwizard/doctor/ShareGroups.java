package io.racecar.dropwizard.doctor;

import io.racecar.engine.config.ConsumerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Whether the limits of a share group may be read, and suit, and whether a new one may be told where it starts (G1). */
final class ShareGroups {
    private static final String DELIVERIES = "share.delivery.count.limit";
    private static final String START = "share.auto.offset.reset";

    private final Cluster cluster;

    ShareGroups(Cluster cluster) {
        this.cluster = cluster;
    }

    List<Finding> findings(String consumer, ConsumerSettings settings) throws InterruptedException {
        String group = "share group " + settings.groupId() + " of " + consumer;
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, settings.groupId());
        try {
            Config config = Objects.requireNonNull(cluster.await(
                            cluster.admin().describeConfigs(Set.of(resource)).all())
                    .get(resource));
            List<Finding> findings = new ArrayList<>();
            limit(group, settings, config).ifPresent(findings::add);
            if (!isSet(config) && !exists(settings.groupId())) {
                start(group, resource).ifPresent(findings::add);
            }
            return findings;
        } catch (NoAnswerException e) {
            return List.of(
                    e.isFor(AuthorizationException.class)
                            ? Finding.fail(
                                    "the limits of " + group + " may not be read",
                                    "allow DESCRIBE_CONFIGS on the group")
                            : Finding.warn(group + " cannot be examined: " + e.getMessage(), ""));
        }
    }

    private static Optional<Finding> limit(String group, ConsumerSettings settings, Config config) {
        ConfigEntry limit = config.get(DELIVERIES);
        int attempts = settings.deadLetterAfterAttempts().orElse(0);
        if (limit == null || attempts < Integer.parseInt(limit.value())) {
            return Optional.empty();
        }
        return Optional.of(Finding.fail(
                group + " delivers a message " + limit.value() + " times, but deadLetter.afterAttempts is " + attempts,
                "lower deadLetter.afterAttempts, or raise " + DELIVERIES + " of the group"));
    }

    private static boolean isSet(Config config) {
        ConfigEntry start = config.get(START);
        return start != null && start.source() == ConfigSource.DYNAMIC_GROUP_CONFIG;
    }

    private boolean exists(String group) throws NoAnswerException, InterruptedException {
        try {
            cluster.await(cluster.admin().describeShareGroups(List.of(group)).all());
            return true;
        } catch (NoAnswerException e) {
            if (e.isFor(GroupIdNotFoundException.class)) {
                return false;
            }
            throw e;
        }
    }

    /** Asks without changing anything. */
    private Optional<Finding> start(String group, ConfigResource resource)
            throws NoAnswerException, InterruptedException {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(START, "earliest"), AlterConfigOp.OpType.SET);
        AlterConfigsOptions dry = new AlterConfigsOptions().validateOnly(true);
        try {
            cluster.await(cluster.admin()
                    .incrementalAlterConfigs(Map.of(resource, List.of(set)), dry)
                    .all());
            return Optional.empty();
        } catch (NoAnswerException e) {
            if (!e.isFor(AuthorizationException.class)) {
                throw e;
            }
            return Optional.of(Finding.fail(
                    group + " does not exist yet, and it may not be set where it starts",
                    "allow ALTER_CONFIGS on the group, or set " + START + " for it"));
        }
    }
}
