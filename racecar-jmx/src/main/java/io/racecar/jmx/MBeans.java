package io.racecar.jmx;

import io.racecar.Partition;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetterTopic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBeans of one application that are registered now. Used by one thread at a time. */
final class MBeans {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final MBeanServer server;
    private final ObjectNames names;
    private final LongSupplier nanoTime;
    private final Map<ObjectName, DescribedMBean> registered = new HashMap<>();
    private final Map<ObjectName, Set<Integer>> owners = new HashMap<>();
    private final Map<String, SteeredConsumer> consumers = new HashMap<>();
    private final Background background = new Background();

    MBeans(MBeanServer server, ObjectNames names, LongSupplier nanoTime) {
        this.server = server;
        this.names = names;
        this.nanoTime = nanoTime;
    }

    /**
     * Registers the application and its consumers.
     *
     * @throws InvalidConfigurationException if a name is taken
     */
    void add(Racecar racecar) {
        try {
            register(
                    names.racecar(),
                    new DescribedMBean(new RacecarBean(racecar), RacecarMBean.class, Notices.ofConsumer()));
            for (ConsumerStatus it : racecar.consumers()) {
                SteeredConsumer consumer = new SteeredConsumer(racecar.consumer(it.name()), nanoTime);
                consumers.put(it.name(), consumer);
                register(
                        names.consumer(it.name()),
                        new DescribedMBean(new ConsumerBean(consumer), ConsumerMBean.class, Notices.ofConsumer()));
                addDeadLetters(racecar.config(), it.name());
            }
        } catch (InstanceAlreadyExistsException e) {
            throw new InvalidConfigurationException(
                    List.of("jmx.domain must differ from that of every other application in this"
                            + " JVM, but " + e.getMessage() + " exists already; set jmx.domain to " + names.domain()
                            + ".orders, for instance, or jmx.enabled to false"));
        } catch (JMException e) {
            throw new IllegalStateException("the MBeans of " + names.domain() + " cannot be registered", e);
        }
    }

    /** Where there are any. */
    private void addDeadLetters(RacecarConfig config, String consumer) throws JMException {
        Optional<String> topic = config.consumer(consumer).deadLetterTopic();
        if (topic.isPresent()) {
            DeadLetterTopic letters = DeadLetterTopic.of(config, topic.get());
            register(
                    names.deadLetters(consumer),
                    new DescribedMBean(new DeadLettersBean(consumer, letters, background), DeadLettersMBean.class));
        }
    }

    private void register(ObjectName name, DescribedMBean bean) throws JMException {
        server.registerMBean(bean, name);
        registered.put(name, bean);
    }

    /** A worker has got partitions, perhaps from another worker that has not noticed yet, or shares them (G1). */
    void assigned(String consumer, int worker, Set<Partition> partitions) {
        SteeredConsumer steered = consumer(consumer);
        for (Partition it : partitions) {
            ObjectName name = names.partition(consumer, it);
            owners.computeIfAbsent(name, nobody -> new HashSet<>()).add(worker);
            if (!registered.containsKey(name)) {
                try {
                    register(
                            name,
                            new DescribedMBean(
                                    new PartitionBean(steered, it), PartitionMBean.class, Notices.ofPartition()));
                } catch (JMException e) {
                    LOG.warn("{} is not to be seen in JMX: {}", it, e.toString());
                }
            }
        }
    }

    /** A worker has lost partitions; those that another one has by now stay. */
    void revoked(String consumer, int worker, Set<Partition> partitions) {
        for (Partition it : partitions) {
            ObjectName name = names.partition(consumer, it);
            Set<Integer> left = owners.get(name);
            if (left != null && left.remove(worker) && left.isEmpty()) {
                owners.remove(name);
                unregister(name);
            }
        }
    }

    /** Sends it as the application, the consumer and the MBean that it is about. */
    void send(String consumer, Notification notification) {
        consumer(consumer).changed();
        Stream.of(names.racecar(), names.consumer(consumer), (ObjectName) notification.getSource())
                .distinct()
                .map(registered::get)
                .filter(Objects::nonNull)
                .forEach(it -> it.sendNotification(notification));
    }

    private SteeredConsumer consumer(String name) {
        return Objects.requireNonNull(consumers.get(name), name);
    }

    void removeAll() {
        List.copyOf(registered.keySet()).forEach(this::unregister);
        owners.clear();
        background.close();
    }

    private void unregister(ObjectName name) {
        if (registered.remove(name) == null) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} had been unregistered by somebody else", name);
        } catch (JMException e) {
            LOG.warn("{} cannot be unregistered: {}", name, e.toString());
        }
    }
}
