package io.racecar.jmx;

import static org.awaitility.Awaitility.await;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.security.auth.Subject;

/**
 * A JVM of its own with a Racecar, whose consumers copy what they handle, and with a connector that believes every name. It
 * ends when its consumers have stopped.
 */
final class RemoteApplication implements AutoCloseable {
    static final String SECRET = "hunter2";
    static final String COPIES = "-copies";
    static final String FAILS = "fails";

    /** How the names of topics begin whose consumers are in share groups, and of which what fails is given up. */
    static final String SHARED = "shared-";

    /** Of the topic where that goes. */
    static final String DEAD = "-dead";

    private final Process process;
    private final JMXServiceURL address;
    private final List<JMXConnector> connectors = new ArrayList<>();

    private RemoteApplication(Process process, JMXServiceURL address) {
        this.process = process;
        this.address = address;
    }

    /** @param log where it logs to; its address is written to a file beside it */
    static RemoteApplication start(String brokers, Path log, String... topics) throws IOException {
        return start(brokers, log, Map.of(), topics);
    }

    static RemoteApplication start(String brokers, Path log, Map<String, String> environment, String... topics)
            throws IOException {
        Path address = log.resolveSibling(log.getFileName() + "-address");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-cp",
                System.getProperty("java.class.path"),
                RemoteApplication.class.getName(),
                brokers,
                address.toString()));
        command.addAll(List.of(topics));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("RACECAR_CONSUMER_PROPERTIES_SSL_KEY_PASSWORD", SECRET);
        builder.environment().putAll(environment);
        Process process = builder.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(address) || !process.isAlive());
        return new RemoteApplication(process, new JMXServiceURL(Files.readString(address)));
    }

    @SuppressWarnings("BanJNDI") // the address is that of a connector of our own
    MBeanServerConnection connect(String user) throws IOException {
        JMXConnector connector =
                JMXConnectorFactory.connect(address, Map.of(JMXConnector.CREDENTIALS, new String[] {user, "any"}));
        connectors.add(connector);
        return connector.getMBeanServerConnection();
    }

    /** Waits for its end, and says with which status it came. */
    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Runs until its consumers have stopped, at the latest until it is killed. */
    public static void main(String[] args) throws Exception {
        RacecarConfig.Builder config = RacecarConfig.builder()
                .set("brokers", args[0])
                .set("pauseTimeout", "-1")
                .set("lagInterval", "1s");
        List<String> topics = List.of(args).subList(2, args.length);
        topics.stream().filter(it -> it.startsWith(SHARED)).forEach(it -> share(config, it));
        Racecar.Builder builder = RacecarJmx.register(Racecar.builder(config.build()));
        for (String topic : topics) {
            builder.consumer(topic, String.class, RemoteApplication::copy);
        }
        try (Racecar racecar = builder.build()) {
            JMXConnectorServer server = JMXConnectorServerFactory.newJMXConnectorServer(
                    new JMXServiceURL("service:jmx:rmi://127.0.0.1"),
                    Map.of(JMXConnectorServer.AUTHENTICATOR, (JMXAuthenticator) RemoteApplication::authenticate),
                    ManagementFactory.getPlatformMBeanServer());
            server.start();
            racecar.start();
            Path written = Files.writeString(
                    Path.of(args[1] + "-new"), server.getAddress().toString());
            Files.move(written, Path.of(args[1]), StandardCopyOption.ATOMIC_MOVE);
            racecar.awaitStop();
        }
        System.exit(0); // else the connector would keep the JVM alive
    }

    private static void share(RacecarConfig.Builder config, String topic) {
        config.set("consumers." + topic + ".groupProtocol", "share")
                .set("consumers." + topic + ".deadLetter.topic", topic + DEAD)
                .set("consumers." + topic + ".deadLetter.afterAttempts", 2)
                .set("consumers." + topic + ".pauseTimeout", "50ms");
    }

    private static void copy(Message<String> message, Context context) {
        if (FAILS.equals(message.value())) {
            throw new IllegalStateException("it fails, as it should");
        }
        context.produce(OutgoingMessage.to(message.topic() + COPIES).value(message.toString()));
    }

    private static Subject authenticate(Object credentials) {
        return new Subject(true, Set.of(new JMXPrincipal(((String[]) credentials)[0])), Set.of(), Set.of());
    }
}
