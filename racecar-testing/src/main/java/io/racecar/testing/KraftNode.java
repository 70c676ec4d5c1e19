package io.racecar.testing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * What Kafka's servers for a broker and for a controller are made of.
 *
 * <p>Put together as {@code KafkaRaftServer} does, except that its port is given and that a fault is logged and fails what
 * it concerns instead of ending the JVM.
 */
record KraftNode(SharedServer server, BootstrapMetadata bootstrap) {

    /** Formats the node's directory unless it is already; to be used once, a restarted server is a new one. */
    static KraftNode open(NodeSpec spec) throws Exception {
        format(spec);
        KafkaConfig config = new KafkaConfig(spec.settings(), false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> storage =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(KraftNode.class), "");
        SharedServer server = new SharedServer(
                config,
                storage._1(),
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, spec.clusterId()),
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                List.of(),
                (name, fatal, action) -> new LoggingFaultHandler(name, action),
                spec.ports());
        return new KraftNode(server, storage._2());
    }

    /** With the newest metadata version, so that all group protocols are there. */
    private static void format(NodeSpec spec) throws Exception {
        new Formatter()
                .setNodeId(spec.id())
                .setClusterId(spec.clusterId())
                .addDirectory(spec.directory().toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .run();
    }

    BrokerServer broker() {
        return new BrokerServer(server);
    }

    ControllerServer controller() {
        return new ControllerServer(server, KafkaRaftServer.configSchema(), bootstrap);
    }
}
