package io.racecar.dropwizard.doctor;

import io.racecar.engine.Subscriptions;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.GroupProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether the topics that consumers read, and those for their dead letters, are there and may be used. */
final class Topics {
    private final Patient patient;
    private final Cluster cluster;

    Topics(Patient patient, Cluster cluster) {
        this.patient = patient;
        this.cluster = cluster;
    }

    List<Finding> findings() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Subscriptions consumer : patient.subscriptions()) {
            Set<String> topics = new TreeSet<>(consumer.topics());
            topics.addAll(matched(consumer, findings));
            addSources(consumer, topics, findings);
            addDeadLetters(consumer, findings);
        }
        return findings;
    }

    private Set<String> matched(Subscriptions consumer, List<Finding> findings) throws InterruptedException {
        Set<String> matched = new TreeSet<>();
        if (consumer.patterns().isEmpty()) {
            return matched;
        }
        try {
            Collection<String> all = cluster.await(cluster.admin().listTopics().names());
            for (Pattern it : consumer.patterns()) {
                List<String> found = all.stream().filter(it.asMatchPredicate()).toList();
                matched.addAll(found);
                String what = "pattern " + it + " of " + consumer.consumer() + " matches " + found.size() + " topics";
                findings.add(
                        found.isEmpty()
                                ? Finding.warn(what, "create one, or allow DESCRIBE on those that exist")
                                : Finding.ok(what));
            }
        } catch (NoAnswerException e) {
            findings.add(Finding.warn("topics cannot be listed: " + e.getMessage(), "allow DESCRIBE on topics"));
        }
        return matched;
    }

    private void addSources(Subscriptions consumer, Set<String> topics, List<Finding> findings)
            throws InterruptedException {
        int partitions = 0;
        for (Map.Entry<String, KafkaFuture<TopicDescription>> it :
                describe(topics).entrySet()) {
            String topic = "topic " + it.getKey() + " of " + consumer.consumer();
            try {
                TopicDescription description = cluster.await(it.getValue());
                findings.add(
                        examined(topic, description, AclOperation.READ, " may not be read", "allow READ on the topic"));
                partitions += description.partitions().size();
            } catch (NoAnswerException e) {
                findings.add(unknown(
                        topic, e, "create it, or name another one in consumers." + consumer.consumer() + ".topics"));
            }
        }
        int workers = patient.settings(consumer).parallelWorkers();
        boolean shared = patient.settings(consumer).groupProtocol() == GroupProtocol.SHARE; // by any number of workers
        if (partitions > 0 && partitions < workers && !shared) {
            findings.add(Finding.warn(
                    consumer.consumer() + " has parallelWorkers: " + workers + " for " + partitions + " partitions",
                    "lower parallelWorkers or add partitions; the others have nothing to do"));
        }
    }

    /** That it is none of those which the consumer reads has been checked with the settings. */
    private void addDeadLetters(Subscriptions consumer, List<Finding> findings) throws InterruptedException {
        ConsumerSettings settings = patient.settings(consumer);
        if (settings.deadLetterTopic().isEmpty()) {
            return;
        }
        String name = settings.deadLetterTopic().get();
        String topic = "dead-letter topic " + name + " of " + consumer.consumer();
        for (KafkaFuture<TopicDescription> it : describe(Set.of(name)).values()) {
            try {
                findings.add(examined(
                        topic,
                        cluster.await(it),
                        AclOperation.WRITE,
                        " may not be written to",
                        "allow WRITE on the topic"));
            } catch (NoAnswerException e) {
                findings.add(unknown(topic, e, "create it, or set another deadLetter.topic"));
            }
        }
    }

    private Map<String, KafkaFuture<TopicDescription>> describe(Set<String> topics) {
        DescribeTopicsOptions options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        return new TreeMap<>(cluster.admin().describeTopics(topics, options).topicNameValues());
    }

    private static Finding examined(
            String topic, TopicDescription description, AclOperation needed, String forbidden, String allow) {
        if (!Authorized.allows(description.authorizedOperations(), needed)) {
            return Finding.fail(topic + forbidden, allow);
        }
        List<TopicPartitionInfo> partitions = description.partitions();
        String counted = topic + " has " + partitions.size() + (partitions.size() == 1 ? " partition" : " partitions");
        long leaderless = partitions.stream().filter(Topics::isLeaderless).count();
        if (leaderless > 0) {
            return Finding.fail(counted + ", " + leaderless + " without a leader", "start the brokers that have them");
        }
        long lagging = partitions.stream()
                .filter(it -> it.isr().size() < it.replicas().size())
                .count();
        return lagging > 0
                ? Finding.warn(counted + ", " + lagging + " with replicas out of sync", "check the brokers")
                : Finding.ok(counted);
    }

    private static boolean isLeaderless(TopicPartitionInfo partition) {
        return partition.leader() == null || partition.leader().isEmpty();
    }

    private static Finding unknown(String topic, NoAnswerException e, String create) {
        if (e.isFor(UnknownTopicOrPartitionException.class)) {
            return Finding.fail(topic + " does not exist, or may not be seen", create);
        }
        return e.isFor(AuthorizationException.class)
                ? Finding.fail(topic + " may not be seen", "allow DESCRIBE on the topic")
                : Finding.warn(topic + " cannot be examined: " + e.getMessage(), "");
    }
}
