package io.racecar.testing;

import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Real brokers in this JVM, for tests.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
 *     kafka.createTopic("user_banned", 4);
 *     kafka.produce(OutgoingMessage.to("user_banned").key("u1").json(new UserBanned("u1")));
 *     kafka.read("user_banned", 1, Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>The first of a JVM takes about two seconds to start, later ones less than half of one. Each has ports of its own, which
 * it keeps as long as it lives, so several may run at once. All group protocols and transactions work: classic, consumer and
 * share groups.
 *
 * <p>Beside the brokers, a controller of its own keeps the cluster's metadata: whichever brokers are stopped, the others go
 * on. Topics are replicated to all brokers.
 *
 * <p>A broker that cannot go on fails what is asked of it and logs an error; it never ends the JVM. For that, Kafka's {@code
 * Exit} procedures are replaced for good when the first broker starts; on threads that are none of a broker's they do what
 * they always did.
 *
 * <p>Thread-safe. After {@link #close()} everything but {@link #brokers()} throws {@link IllegalStateException}.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final Cluster cluster;
    private final Topics topics;
    private final Object lock = new Object();
    private @Nullable MessageWriter writer;
    private boolean closed;

    private EmbeddedKafka(Cluster cluster) {
        this.cluster = cluster;
        this.topics = new Topics(cluster);
    }

    /**
     * Starts one broker on a free port, with its data in a temporary directory.
     *
     * @return the running broker
     * @throws IllegalStateException if it does not start; the cause says why
     */
    public static EmbeddedKafka start() {
        return builder().start();
    }

    /**
     * Says what to start.
     *
     * @return a builder for one broker without topics
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where clients find the brokers: the addresses of all of them, also of those that are stopped, as {@code
     * bootstrap.servers} takes them.
     *
     * @return the addresses, {@code localhost:40001,localhost:40002}; the same as long as this lives
     */
    public String brokers() {
        return cluster.addresses();
    }

    /**
     * Where clients find the brokers' listener of that name, as {@code bootstrap.servers} takes it.
     *
     * @param listener its name, as given to {@link Builder#listener}
     * @return the addresses, {@code localhost:40003,localhost:40004}; the same as long as this lives
     * @throws IllegalArgumentException if there is no such listener
     */
    public String brokers(String listener) {
        return cluster.addresses(listener);
    }

    /**
     * Creates a topic, replicated to all brokers, and waits until it can be used: all running brokers know the leaders of
     * its partitions.
     *
     * @param topic its name
     * @param partitions how many partitions it has, at least 1
     * @throws IllegalArgumentException if Kafka refuses the name, or the number is below 1
     * @throws IllegalStateException if there is a topic of that name, no broker is running, or a partition gets no leader
     *     within 30 seconds
     */
    public void createTopic(String topic, int partitions) {
        requireOpen();
        topics.create(topic, requirePartitions(topic, partitions));
    }

    /**
     * Stops a broker in an orderly way: it hands its partitions over, where another broker has them, and refuses
     * connections from then on. Its data and its port stay its own.
     *
     * @param number which one, counted from 1
     * @throws IllegalArgumentException if there is no broker of that number
     * @throws IllegalStateException if it is stopped already
     */
    public void stopBroker(int number) {
        requireOpen();
        cluster.stop(number);
    }

    /**
     * Starts a stopped broker again, on its port and with its data, and waits until it takes requests.
     *
     * @param number which one, counted from 1
     * @throws IllegalArgumentException if there is no broker of that number
     * @throws IllegalStateException if it is running, or does not start; the cause says why
     */
    public void startBroker(int number) {
        requireOpen();
        cluster.start(number);
    }

    /**
     * Starts the set-up of consumers on these brokers, with the default settings; variables of the environment are left
     * out. For other settings, give {@link #brokers()} to a configuration of your own:
     *
     * <pre>{@code
     * Racecar.builder(RacecarConfig.builder().set("brokers", kafka.brokers()).set("pauseTimeout", "100ms").build())
     * }</pre>
     *
     * @return a new builder; closing what it builds is the caller's
     */
    public Racecar.Builder racecar() {
        requireOpen();
        return Racecar.builder(RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", brokers())
                .build());
    }

    /**
     * Produces messages in this order and waits until all brokers that run have them.
     *
     * <p>They are encoded as Racecar's producer does: objects for JSON by a mapper that knows {@code java.time}.
     *
     * @param messages what to produce, each with a value, JSON or a tombstone
     * @throws IllegalStateException if a message has none of the three, or is not acknowledged: after 10 seconds if its
     *     topic does not exist, after 30 seconds if its brokers do not answer
     * @throws IllegalArgumentException if an object cannot be written as JSON
     */
    public void produce(OutgoingMessage... messages) {
        writer().write(messages);
    }

    /**
     * Reads the first messages of a topic, waiting for them to be there and for the topic to exist.
     *
     * <p>Messages of aborted transactions are left out, those of open ones are waited for. It reads as no group and commits
     * nothing, so each call begins at the beginning.
     *
     * @param topic its name
     * @param count how many, at least 1
     * @param timeout how long to wait for them
     * @return so many messages from the beginnings of all partitions: in each partition's order, and by time among
     *     partitions
     * @throws AssertionError if there are not as many after that time; its text says how many there were
     * @throws IllegalArgumentException if the count is below 1
     */
    public List<Message<byte[]>> read(String topic, int count, Duration timeout) {
        requireOpen();
        if (count < 1) {
            throw new IllegalArgumentException("count must be 1 or more but was " + count);
        }
        try (TopicReader reader = new TopicReader(brokers(), topic, count, timeout)) {
            return reader.read();
        }
    }

    /** Stops all brokers at once and deletes their data, unless it has a directory of its own; a second call does nothing. */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (writer != null) {
                writer.close();
            }
        }
        cluster.close();
    }

    private MessageWriter writer() {
        synchronized (lock) {
            requireOpen();
            if (writer == null) {
                writer = new MessageWriter(brokers());
            }
            return writer;
        }
    }

    private void requireOpen() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException(
                        "the embedded brokers are closed; start new ones with EmbeddedKafka.start()");
            }
        }
    }

    private static int requirePartitions(String topic, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "partitions of topic " + topic + " must be 1 or more but was " + partitions);
        }
        return partitions;
    }

    /** Says what to start. Not thread-safe; it may be used for several clusters, one after the other. */
    public static final class Builder {
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, Integer> topics = new LinkedHashMap<>();
        private final Map<String, SecurityProtocol> listeners = new LinkedHashMap<>();
        private @Nullable Path dataDirectory;
        private int brokers = 1;

        private Builder() {}

        /**
         * Sets how many brokers to start; 1 unless set.
         *
         * @param count how many, from 1 to 3
         * @return this
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder brokers(int count) {
            if (count < 1 || count > 3) {
                throw new IllegalArgumentException("brokers must be 1, 2 or 3 but was " + count);
            }
            brokers = count;
            return this;
        }

        /**
         * Sets a property of Kafka's server for all brokers, over what is set for tests: topics are not created
         * automatically, groups form at once, sessions may be as short as a second, the consumer and share protocols send a
         * heartbeat every 500 ms and have a session of 10 s.
         *
         * @param name its name, as in {@code server.properties}
         * @param value its value
         * @return this
         * @throws IllegalArgumentException if it is one that holds the cluster together, such as {@code listeners} or {@code
         *     log.dirs}
         */
        public Builder property(String name, String value) {
            ClusterSettings.refuseOwn(name);
            properties.put(name, Objects.requireNonNull(value, name));
            return this;
        }

        /**
         * Has every broker listen on a further port of its own, where connections are encrypted or authenticated. What
         * they need for that is set by {@link #property}, as {@code listener.name.<name>.ssl.keystore.location}; {@link
         * EmbeddedKafka#brokers(String)} tells the addresses. The brokers themselves, and what {@link EmbeddedKafka} does
         * for a test, stay on the listener without encryption.
         *
         * @param name upper-case letters, digits and underscores, beginning with a letter
         * @param protocol what connections need
         * @return this
         * @throws IllegalArgumentException if the name has other characters or is that of a listener that is there anyway
         */
        public Builder listener(String name, SecurityProtocol protocol) {
            ClusterSettings.requireListenerName(name);
            listeners.put(name, Objects.requireNonNull(protocol, "protocol"));
            return this;
        }

        /**
         * Has a topic created at the start, unless the data directory has one of that name.
         *
         * @param topic its name
         * @param partitions how many partitions it has, at least 1
         * @return this
         * @throws IllegalArgumentException if the number is below 1
         */
        public Builder topic(String topic, int partitions) {
            topics.put(topic, requirePartitions(topic, partitions));
            return this;
        }

        /**
         * Sets where the brokers keep their data, beyond {@link EmbeddedKafka#close()}: the next cluster on this directory
         * has the same topics, messages and offsets, and the same ports if they are free.
         *
         * @param directory made if it is missing; used by one cluster at a time, always of the same number of brokers
         * @return this
         */
        public Builder dataDirectory(Path directory) {
            dataDirectory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Starts the brokers and waits until they take requests and the topics can be used.
         *
         * @return the running brokers
         * @throws IllegalArgumentException if Kafka refuses a property or a topic, or the data directory is that of another
         *     number of brokers
         * @throws IllegalStateException if the brokers do not start, or the data directory is in use; the cause says why
         * @throws java.io.UncheckedIOException if the data directory cannot be written
         */
        public EmbeddedKafka start() {
            BrokerLogs.quieten();
            DataDirectory data = dataDirectory == null ? DataDirectory.temporary() : DataDirectory.at(dataDirectory);
            EmbeddedKafka kafka =
                    new EmbeddedKafka(Cluster.start(data, new ClusterSettings(brokers, listeners, properties)));
            try {
                topics.forEach(kafka.topics::createUnlessThere);
            } catch (RuntimeException e) {
                kafka.close();
                throw e;
            }
            return kafka;
        }
    }
}
