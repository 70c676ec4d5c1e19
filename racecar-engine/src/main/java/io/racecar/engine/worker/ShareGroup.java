package io.racecar.engine.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers what a share group allows, and tells them where a new one starts, before a member joins (G1). Thread-safe.
 */
public final class ShareGroup {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final String FEATURE = "share.version";
    private static final String DELIVERIES = "share.delivery.count.limit";
    private static final String LOCK = "share.record.lock.duration.ms";
    private static final String RENEWALS = "share.renew.acknowledge.enable";
    private static final String START = "share.auto.offset.reset";
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Supplier<? extends Admin> admins;
    private final ConfigResource group;
    private final Set<String> topics;
    private final String start;
    private final int afterAttempts;
    private final Duration timeout;

    /**
     * Asks nothing yet.
     *
     * @param admins makes the client that asks
     * @param start where a new group starts, as the brokers' setting says it
     * @param afterAttempts the failure on which messages are given up; 0: the last but one that the group allows
     * @param timeout of each question
     */
    public ShareGroup(
            Supplier<? extends Admin> admins,
            String groupId,
            Set<String> topics,
            String start,
            int afterAttempts,
            Duration timeout) {
        this.admins = admins;
        this.group = new ConfigResource(ConfigResource.Type.GROUP, groupId);
        this.topics = Set.copyOf(topics);
        this.start = start;
        this.afterAttempts = afterAttempts;
        this.timeout = timeout;
    }

    /** What to say where brokers do not know enough of share groups. */
    static ConfigException unsupported(@Nullable Throwable cause) {
        ConfigException error = new ConfigException("groupProtocol is share, which needs brokers of Kafka 4.2 or newer"
                + " with the feature share.version at 1; enable it (kafka-features.sh upgrade --feature share.version=1)"
                + " or use groupProtocol classic or consumer");
        error.initCause(cause);
        return error;
    }

    /**
     * Asks in the background, on a thread of its own, until there is an answer or that is cancelled.
     *
     * @param whenDone runs when the answer is there, which fails with ConfigException where the group cannot be used
     */
    CompletableFuture<ShareLimits> prepare(Identity identity, Runnable whenDone) {
        CompletableFuture<ShareLimits> limits = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer(limits, identity), "racecar-" + identity + "-group");
        thread.setDaemon(true);
        limits.whenComplete((result, error) -> {
            if (limits.isCancelled()) {
                thread.interrupt();
            }
            whenDone.run();
        });
        thread.start();
        return limits;
    }

    private void answer(CompletableFuture<ShareLimits> limits, Identity identity) {
        try {
            limits.complete(ask(identity));
        } catch (Throwable e) {
            limits.completeExceptionally(e);
        }
    }

    private ShareLimits ask(Identity identity) {
        Admin admin = admins.get();
        try {
            requireFeature(admin);
            Config config = config(admin);
            ShareLimits limits = limits(config);
            setStart(admin, config, identity);
            missingTopics(admin).forEach(it -> LOG.warn("{}: topic {} does not exist yet", identity, it));
            return limits;
        } finally {
            admin.close(CLOSE);
        }
    }

    private void requireFeature(Admin admin) {
        FinalizedVersionRange share = get(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get(FEATURE);
        if (share == null || share.maxVersionLevel() < 1) {
            throw unsupported(null);
        }
    }

    private Config config(Admin admin) {
        try {
            Config config = Objects.requireNonNull(
                    get(admin.describeConfigs(Set.of(group)).all()).get(group));
            if (config.get(DELIVERIES) == null || config.get(LOCK) == null) {
                throw unsupported(null);
            }
            return config;
        } catch (AuthorizationException e) {
            throw new ConfigException("groupProtocol is share, for which the limits of group " + group.name()
                    + " must be read, but that is refused; allow DESCRIBE_CONFIGS on the group");
        }
    }

    private ShareLimits limits(Config config) {
        int deliveries = Integer.parseInt(config.get(DELIVERIES).value());
        if (afterAttempts >= deliveries) {
            throw new ConfigException("deadLetter.afterAttempts must be below the number of times that the group "
                    + group.name() + " delivers a message, " + deliveries + " (" + DELIVERIES + "), but was "
                    + afterAttempts + "; the brokers would drop messages before: lower it, or raise " + DELIVERIES);
        }
        ConfigEntry renewals = config.get(RENEWALS);
        if (renewals != null && renewals.value().equals("false")) {
            throw new ConfigException(
                    "groupProtocol is share, which needs " + RENEWALS + ", but that is false for group " + group.name()
                            + "; set it to true: what pauses after a failure, or takes long, is renewed");
        }
        return new ShareLimits(
                deliveries,
                afterAttempts > 0 ? afterAttempts : deliveries - 1,
                Duration.ofMillis(Long.parseLong(config.get(LOCK).value())));
    }

    /** Where a group starts is a setting of the group's, at the end unless it is set: one that somebody has made stays. */
    private void setStart(Admin admin, Config config, Identity identity) {
        ConfigEntry set = config.get(START);
        if (set != null && set.source() == ConfigSource.DYNAMIC_GROUP_CONFIG || exists(admin)) {
            return;
        }
        ConfigEntry wanted = new ConfigEntry(START, start);
        try {
            get(admin.incrementalAlterConfigs(
                            Map.of(group, List.of(new AlterConfigOp(wanted, AlterConfigOp.OpType.SET))))
                    .all());
        } catch (AuthorizationException e) {
            throw new ConfigException("the new share group " + group.name() + " has to start at " + start
                    + ", but setting that is refused; allow ALTER_CONFIGS on the group, or set " + START
                    + " for it yourself (kafka-configs.sh --group " + group.name() + ")");
        }
        LOG.info("{}: the new share group {} starts at {}", identity, group.name(), start);
    }

    private boolean exists(Admin admin) {
        try {
            get(admin.describeShareGroups(Set.of(group.name())).all());
            return true;
        } catch (GroupIdNotFoundException e) {
            return false;
        }
    }

    private List<String> missingTopics(Admin admin) {
        Map<String, KafkaFuture<?>> answers =
                new HashMap<>(admin.describeTopics(topics).topicNameValues());
        return answers.entrySet().stream()
                .filter(it -> isMissing(it.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isMissing(KafkaFuture<?> answer) {
        try {
            get(answer);
            return false;
        } catch (UnknownTopicOrPartitionException e) {
            return true;
        }
    }

    private <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException("the brokers did not say within "
                    + timeout.toMillis() + " ms what share group " + group.name() + " allows");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
