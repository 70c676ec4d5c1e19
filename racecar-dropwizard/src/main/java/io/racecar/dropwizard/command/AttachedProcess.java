package io.racecar.dropwizard.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.Query;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another JVM of this machine, whose MBeans are read through the attach mechanism: no port need be open for that. Only the
 * names of MBeans are known here, because {@code racecar-jmx} is optional.
 */
final class AttachedProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final String RESPONSE_TIMEOUT = "sun.rmi.transport.tcp.responseTimeout";
    private static final String RACECAR = "io.racecar.jmx.RacecarMBean";

    private final long pid;
    private final LocalAgent agent;
    private final JMXConnector connector;

    private AttachedProcess(long pid, LocalAgent agent, JMXConnector connector) {
        this.pid = pid;
        this.agent = agent;
        this.connector = connector;
    }

    /** @throws CommandFailedException if it is not a JVM, or one that this user may not attach to */
    @SuppressWarnings("BanJNDI") // the address is the one that the JVM itself has told
    static AttachedProcess attach(ProcessHandle process) throws CommandFailedException {
        if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
            throw new CommandFailedException(
                    "this Java runtime has no module jdk.attach, which this command needs; run it with"
                            + " a whole JDK, or add the module to the runtime image");
        }
        long pid = process.pid();
        refuseForeign(process);
        if (!QuitSignal.isSurvivedBy(pid)) { // JDK 17 sends it without looking
            throw new CommandFailedException(
                    "process " + pid + " is not a Racecar process: it is no JVM, or starts just now, or has -Xrs");
        }
        if (System.getProperty(RESPONSE_TIMEOUT) == null) {
            System.setProperty(RESPONSE_TIMEOUT, "10000"); // a JVM that is frozen must not freeze this one
        }
        try {
            LocalAgent agent = LocalAgent.of(pid);
            return new AttachedProcess(pid, agent, JMXConnectorFactory.connect(agent.address()));
        } catch (IOException e) {
            throw new CommandFailedException("process " + pid + " cannot be attached to: " + e.getMessage());
        }
    }

    private static void refuseForeign(ProcessHandle process) throws CommandFailedException {
        Optional<String> owner = process.info().user();
        Optional<String> self = ProcessHandle.current().info().user();
        if (owner.isPresent()
                && self.isPresent()
                && !owner.equals(self)
                && !self.get().equals("root")) {
            throw new CommandFailedException(
                    "process " + process.pid() + " belongs to the user " + owner.get() + ", and this is " + self.get()
                            + "; run this as root" + (owner.get().equals("root") ? "" : " or as " + owner.get()));
        }
    }

    long pid() {
        return pid;
    }

    /** What relative paths in its settings begin at. */
    Path workingDirectory() {
        return agent.workingDirectory();
    }

    /**
     * Its applications, by their JMX domains; one, as a rule.
     *
     * @throws CommandFailedException if there are none, or it does not answer
     */
    List<RemoteRacecar> racecars() throws CommandFailedException {
        List<RemoteRacecar> found = found();
        if (found.isEmpty()) {
            throw new CommandFailedException(
                    "process " + pid + " shows no Racecar: it is not a Racecar process, or it runs"
                            + " without racecar-jmx or with jmx.enabled: false");
        }
        return found;
    }

    private List<RemoteRacecar> found() throws CommandFailedException {
        try {
            MBeanServerConnection connection = connector.getMBeanServerConnection();
            return connection.queryNames(everyDomain(), Query.isInstanceOf(Query.value(RACECAR))).stream()
                    .sorted(Comparator.comparing(ObjectName::getDomain))
                    .map(it -> new RemoteRacecar(connection, it.getDomain()))
                    .toList();
        } catch (IOException e) {
            throw new CommandFailedException(
                    "process " + pid + " does not answer: " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    private static ObjectName everyDomain() {
        try {
            return new ObjectName("*:type=Racecar");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            LOG.debug("the connection to process {} has ended with it: {}", pid, e.toString());
        }
    }
}
