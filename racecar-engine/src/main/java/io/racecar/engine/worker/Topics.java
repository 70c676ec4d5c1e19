package io.racecar.engine.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the subscribed topics exist, and which did not when this worker first joined, or were gone since: those start at
 * their beginning whenever they come (O5). A topic that does not exist is reported once (L6).
 *
 * <p>Only the poll thread calls it, once the group has been joined.
 */
final class Topics {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Identity identity;
    private final Subscription subscription;
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> existedAtStart = new HashSet<>();
    private boolean started;

    Topics(Identity identity, Subscription subscription) {
        this.identity = identity;
        this.subscription = subscription;
    }

    /** Looks again, after each rebalance: a topic that comes or goes brings one. */
    void look(Client client, Duration timeout) {
        subscription.names().forEach(name -> look(client, name, timeout));
        if (!subscription.patterns().isEmpty()) {
            Set<String> present =
                    client.call(() -> client.kafka().listTopics(timeout)).keySet();
            if (started) {
                existedAtStart.retainAll(present);
            } else {
                existedAtStart.addAll(present);
            }
        }
        started = true;
    }

    private void look(Client client, String name, Duration timeout) {
        if (partitions(client, name, timeout) == 0) {
            boolean gone = existedAtStart.remove(name);
            if (missing.add(name)) {
                LOG.warn(
                        "{}: topic {} does not exist {}; its messages are handled once it does",
                        identity,
                        name,
                        gone ? "any more" : "yet");
            }
        } else {
            if (missing.remove(name)) {
                LOG.info("{}: topic {} exists now", identity, name);
            }
            if (!started) {
                existedAtStart.add(name);
            }
        }
    }

    /** How many partitions a topic has now, 0 if it does not exist. */
    static int partitions(Client client, String topic, Duration timeout) {
        List<PartitionInfo> found = client.call(() -> client.kafka().partitionsFor(topic, timeout));
        return found == null ? 0 : found.size();
    }

    /** Whether a topic is there, as far as the brokers tell in time. */
    static boolean mayExist(Client client, String topic, Duration timeout) {
        try {
            return partitions(client, topic, timeout) > 0;
        } catch (TimeoutException e) {
            return true;
        }
    }

    /** Whether the topic came, perhaps again, after this worker. */
    boolean isNew(String topic) {
        return started && !existedAtStart.contains(topic);
    }

    /** Subscribed to by name, and not there. */
    Set<String> missing() {
        return missing.stream().collect(Collectors.toUnmodifiableSet());
    }
}
