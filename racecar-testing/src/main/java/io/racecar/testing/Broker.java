package io.racecar.testing;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.metadata.LeaderAndIsr;
import org.jspecify.annotations.Nullable;

/** A broker that can be stopped, and started again on its port with its data. */
final class Broker {
    private static final Duration HANDING_OVER = Duration.ofSeconds(10);

    private final NodeSpec spec;
    private volatile @Nullable BrokerServer server;

    Broker(NodeSpec spec) {
        this.spec = spec;
    }

    String address() {
        return "localhost:" + spec.ports().own();
    }

    String address(String listener) {
        return "localhost:" + spec.ports().of(listener);
    }

    boolean isRunning() {
        return server != null;
    }

    /** Prepares while the controller starts, and starts when it has. */
    CompletableFuture<Void> start(CompletableFuture<Void> controllerStarted) {
        return BrokerThreads.run("start-broker-" + spec.id(), () -> {
            BrokerServer starting = KraftNode.open(spec).broker();
            controllerStarted.get();
            starting.startup();
            server = starting;
        });
    }

    /** Hands its partitions over to other brokers that have them, then stops. */
    CompletableFuture<Void> stop() {
        return BrokerThreads.run("stop-broker-" + spec.id(), () -> {
            BrokerServer stopping = server;
            if (stopping != null) {
                server = null;
                stopping.shutdown(HANDING_OVER);
            }
            spec.ports().reserve();
        });
    }

    /** Whether it knows a leader of each partition and leads those that are its own; a stopped one need not. */
    boolean isReadyFor(String topic, int partitions) {
        BrokerServer running = server;
        if (running == null) {
            return true;
        }
        for (int partition = 0; partition < partitions; partition++) {
            if (!isReadyFor(running, new TopicPartition(topic, partition))) {
                return false;
            }
        }
        return true;
    }

    /** A leader is known before it takes messages. */
    private boolean isReadyFor(BrokerServer running, TopicPartition partition) {
        OptionalInt leader = running.metadataCache().getLeaderAndIsr(partition.topic(), partition.partition()).stream()
                .mapToInt(LeaderAndIsr::leader)
                .filter(id -> id != LeaderAndIsr.NO_LEADER)
                .findAny();
        if (leader.isEmpty()) {
            return false;
        }
        return leader.getAsInt() != spec.id()
                || running.replicaManager().onlinePartition(partition).exists(replica -> replica.isLeader());
    }
}
