package io.racecar.testing;

import com.yammer.metrics.core.MetricsRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;

/** A controller and its brokers over one data directory. Thread-safe: what starts or stops waits for its turn. */
final class Cluster implements AutoCloseable {
    private static final Duration LEADERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(5);

    private final DataDirectory data;
    private final List<NodePorts> ports = new ArrayList<>();
    private final Controller controller;
    private final List<Broker> brokers = new ArrayList<>();

    private Cluster(DataDirectory data, ClusterSettings settings) {
        this.data = data;
        for (int node = 0; node <= settings.brokers(); node++) {
            ports.add(new NodePorts(data.port(node), settings.listeners(node)));
        }
        int controllerPort = ports.get(ClusterSettings.CONTROLLER).own();
        controller = new Controller(spec(ClusterSettings.CONTROLLER, settings.controller(controllerPort)));
        for (int number = 1; number <= settings.brokers(); number++) {
            brokers.add(new Broker(spec(number, settings.broker(number, ports.get(number), controllerPort))));
        }
    }

    private NodeSpec spec(int node, Map<String, String> settings) {
        settings.put("log.dirs", data.node(node).toString());
        return new NodeSpec(node, data.clusterId(), data.node(node), ports.get(node), settings);
    }

    /** Starts all its nodes; the directory is closed with the cluster, or when it does not start. */
    static Cluster start(DataDirectory data, ClusterSettings settings) {
        Cluster cluster = new Cluster(data, settings);
        try {
            data.remember(
                    settings.brokers(),
                    cluster.ports.stream().map(NodePorts::own).toList());
            cluster.startAll();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private synchronized void startAll() {
        CompletableFuture<Void> controllerStarted = controller.start();
        await(
                "start",
                Stream.concat(
                        Stream.of(controllerStarted), brokers.stream().map(broker -> broker.start(controllerStarted))));
    }

    /** Where clients find the brokers, stopped ones too. */
    String addresses() {
        return brokers.stream().map(Broker::address).collect(Collectors.joining(","));
    }

    /** Where clients find a listener that was added. */
    String addresses(String listener) {
        return brokers.stream().map(broker -> broker.address(listener)).collect(Collectors.joining(","));
    }

    synchronized void stop(int number) {
        Broker broker = broker(number);
        if (!broker.isRunning()) {
            throw new IllegalStateException(
                    "broker " + number + " is stopped already; startBroker(" + number + ") starts it");
        }
        await("stop", Stream.of(broker.stop()));
    }

    /**
     * Starts a stopped broker again, at once.
     *
     * <p>The controller starts anew too: it would refuse the broker until the session from before has expired, although the
     * broker has ended it.
     */
    synchronized void start(int number) {
        Broker broker = broker(number);
        if (broker.isRunning()) {
            throw new IllegalStateException("broker " + number + " is running; stopBroker(" + number + ") stops it");
        }
        await("stop", Stream.of(controller.stop()));
        CompletableFuture<Void> controllerStarted = controller.start();
        await("start", Stream.of(controllerStarted, broker.start(controllerStarted)));
    }

    private Broker broker(int number) {
        if (number < 1 || number > brokers.size()) {
            throw new IllegalArgumentException(
                    "broker must be a number from 1 to " + brokers.size() + " but was " + number);
        }
        return brokers.get(number - 1);
    }

    void requireRunningBroker() {
        if (brokers.stream().noneMatch(Broker::isRunning)) {
            throw new IllegalStateException("no broker is running; startBroker(1) starts the first one");
        }
    }

    /** Waits until all running brokers agree on the leaders of a topic and those have taken over. */
    void awaitLeaders(String topic, int partitions) {
        long deadline = System.nanoTime() + LEADERS_WITHIN.toNanos();
        while (!brokers.stream().allMatch(broker -> broker.isReadyFor(topic, partitions))) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("topic " + topic + " has a partition without leader for "
                        + LEADERS_WITHIN.toSeconds() + " s; start the brokers that hold it");
            }
            LockSupport.parkNanos(LOOK_AGAIN_AFTER.toNanos());
        }
    }

    /** Brokers first and all at once: while they hand over, they need the controller. */
    @Override
    public synchronized void close() {
        try {
            await("stop", brokers.stream().map(Broker::stop));
            await("stop", Stream.of(controller.stop()));
        } finally {
            forgetMetrics();
            ports.forEach(NodePorts::close);
            data.close();
        }
    }

    /**
     * Takes the servers' gauges out of the JVM's registry, where Kafka leaves some behind and with them all that a broker
     * was. Those of clusters that still run go too: their names do not tell whose they are, and nobody watches brokers here.
     */
    private static void forgetMetrics() {
        MetricsRegistry registry = KafkaYammerMetrics.defaultRegistry();
        registry.allMetrics().keySet().forEach(registry::removeMetric);
    }

    private static void await(String act, Stream<CompletableFuture<Void>> work) {
        try {
            CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof ConfigException) {
                throw new IllegalArgumentException(
                        "the embedded brokers refuse a property: " + cause.getMessage(), cause);
            }
            throw new IllegalStateException("the embedded brokers did not " + act + ": " + cause, cause);
        }
    }
}
