package io.racecar.testing;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** The properties of a cluster's nodes: what tests need, then the user's own, then what holds the cluster together. */
final class ClusterSettings {
    static final int CONTROLLER = 0;

    private static final Set<String> OWN = Set.of(
            "advertised.listeners",
            "broker.id",
            "controller.listener.names",
            "controller.quorum.bootstrap.servers",
            "controller.quorum.voters",
            "inter.broker.listener.name",
            "listener.security.protocol.map",
            "listeners",
            "log.dir",
            "log.dirs",
            "metadata.log.dir",
            "node.id",
            "process.roles",
            "security.inter.broker.protocol");

    private final int brokers;
    private final Map<String, SecurityProtocol> listeners;
    private final Map<String, String> overrides;

    ClusterSettings(int brokers, Map<String, SecurityProtocol> listeners, Map<String, String> overrides) {
        this.brokers = brokers;
        this.listeners = new LinkedHashMap<>(listeners);
        this.overrides = Map.copyOf(overrides);
    }

    int brokers() {
        return brokers;
    }

    /** The listeners that a node has beside its own. */
    Collection<String> listeners(int node) {
        return node == CONTROLLER ? Set.of() : listeners.keySet();
    }

    static void refuseOwn(String name) {
        if (OWN.contains(name)) {
            throw new IllegalArgumentException(
                    "property " + name + " cannot be set: the embedded cluster sets it itself, for each of its nodes");
        }
    }

    static void requireListenerName(String name) {
        if (!name.matches("[A-Z][A-Z0-9_]*") || name.equals("BROKER") || name.equals("CONTROLLER")) {
            throw new IllegalArgumentException("listener must be a name of upper-case letters, digits and underscores,"
                    + " other than BROKER and CONTROLLER, but was " + name);
        }
    }

    Map<String, String> controller(int port) {
        Map<String, String> settings = node(CONTROLLER, port);
        settings.put("process.roles", "controller");
        settings.put("listeners", "CONTROLLER://localhost:" + port);
        return settings;
    }

    Map<String, String> broker(int number, NodePorts ports, int controllerPort) {
        Map<String, String> settings = node(number, controllerPort);
        settings.put("process.roles", "broker");
        String addresses = Stream.concat(
                        Stream.of("BROKER://localhost:" + ports.own()),
                        listeners.keySet().stream().map(name -> name + "://localhost:" + ports.of(name)))
                .collect(Collectors.joining(","));
        settings.put("listeners", addresses);
        settings.put("advertised.listeners", addresses);
        settings.put("inter.broker.listener.name", "BROKER");
        return settings;
    }

    private Map<String, String> node(int id, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        putReplication(settings);
        putQuickGroups(settings);
        putSmallFootprint(settings);
        settings.put("auto.create.topics.enable", "false");
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("server.max.startup.time.ms", "60000");
        settings.put("listener.security.protocol.map", protocols());
        settings.putAll(overrides);
        settings.put("node.id", Integer.toString(id));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", CONTROLLER + "@localhost:" + controllerPort);
        return settings;
    }

    private String protocols() {
        return listeners.entrySet().stream()
                .map(listener -> "," + listener.getKey() + ":" + listener.getValue().name)
                .collect(Collectors.joining("", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT", ""));
    }

    private void putReplication(Map<String, String> settings) {
        String replicas = Integer.toString(brokers);
        settings.put("default.replication.factor", replicas);
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", replicas);
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void putQuickGroups(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        for (String protocol : new String[] {"consumer", "share"}) {
            settings.put("group." + protocol + ".min.session.timeout.ms", "1000");
            settings.put("group." + protocol + ".session.timeout.ms", "10000");
            settings.put("group." + protocol + ".min.heartbeat.interval.ms", "100");
            settings.put("group." + protocol + ".heartbeat.interval.ms", "500");
        }
        settings.put("group.share.assignment.interval.ms", "0");
        settings.put("group.share.min.record.lock.duration.ms", "1000");
    }

    private static void putSmallFootprint(Map<String, String> settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    }
}
