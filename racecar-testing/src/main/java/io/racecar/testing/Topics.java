package io.racecar.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that can be used at once. Thread-safe. */
final class Topics {
    private final Cluster cluster;

    Topics(Cluster cluster) {
        this.cluster = cluster;
    }

    void create(String topic, int partitions) {
        cluster.requireRunningBroker();
        if (!createUnlessThere(topic, partitions)) {
            throw new IllegalStateException("topic " + topic + " exists already");
        }
    }

    /** Whether it was not there yet. */
    boolean createUnlessThere(String topic, int partitions) {
        Map<String, Object> properties = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.addresses());
        try (Admin admin = Admin.create(properties)) {
            NewTopic made = new NewTopic(topic, Optional.of(partitions), Optional.empty());
            if (!await(topic, admin.createTopics(List.of(made)).all())) {
                return false;
            }
        }
        cluster.awaitLeaders(topic, partitions);
        return true;
    }

    private static boolean await(String topic, KafkaFuture<Void> created) {
        try {
            created.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            if (e.getCause() instanceof InvalidTopicException || e.getCause() instanceof InvalidPartitionsException) {
                throw new IllegalArgumentException(
                        "topic " + topic + " is refused: " + e.getCause().getMessage(), e);
            }
            throw new IllegalStateException("topic " + topic + " was not created: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topic " + topic + " was created", e);
        }
    }
}
