package io.racecar.dropwizard;

import io.racecar.engine.Racecar;
import io.racecar.engine.process.ProcessSignals;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What signals do to a server (S2). The first SIGTERM or SIGINT ends the JVM in order, as without Racecar: Jetty stops, and with
 * it the consumers. The JVM does nothing on a second one, so that it is for this class to interrupt handlers (S1).
 */
final class ServerSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final ProcessSignals signals = new ProcessSignals();
    private final AtomicBoolean stopping = new AtomicBoolean();

    void listen(Racecar racecar) {
        signals.on("TERM", endJvm -> stop(racecar, endJvm));
        signals.on("INT", endJvm -> stop(racecar, endJvm));
    }

    private void stop(Racecar racecar, Runnable endJvm) {
        if (stopping.compareAndSet(false, true)) {
            endJvm.run();
        } else {
            LOG.warn("asked to stop a second time, so handlers that still run are interrupted");
            racecar.stop(); // the first time, where connectors are still being stopped
            racecar.stop();
        }
    }

    @Override
    public void close() {
        signals.close();
    }
}
