package io.racecar.testing;

import java.util.concurrent.CompletableFuture;
import kafka.server.ControllerServer;
import org.jspecify.annotations.Nullable;

/**
 * The node that keeps the cluster's metadata, a quorum of one.
 *
 * <p>It is no broker, so whichever brokers are stopped, the others go on.
 */
final class Controller {
    private final NodeSpec spec;
    private volatile @Nullable ControllerServer server;

    Controller(NodeSpec spec) {
        this.spec = spec;
    }

    CompletableFuture<Void> start() {
        return BrokerThreads.run("start-controller", () -> {
            ControllerServer starting = KraftNode.open(spec).controller();
            starting.startup();
            server = starting;
        });
    }

    CompletableFuture<Void> stop() {
        return BrokerThreads.run("stop-controller", () -> {
            ControllerServer stopping = server;
            if (stopping != null) {
                server = null;
                stopping.shutdown();
            }
            spec.ports().reserve();
        });
    }
}
