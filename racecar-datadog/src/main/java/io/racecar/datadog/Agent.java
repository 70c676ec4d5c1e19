package io.racecar.datadog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent. What it does not take is lost, and the rest of that round with it: nothing is kept for later, so one that is slow
 * or absent costs a tenth of a second of a thread that has nothing else to do. Used by one thread at a time.
 */
final class Agent implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** An agent's socket holds about a hundred packets; so it gets time to read. */
    private static final int PACKETS_AT_ONCE = 16;

    private static final long REST_NANOS = Duration.ofMillis(1).toNanos();

    private final Wire wire;
    private int sent;
    private boolean lost;
    private boolean failing;

    Agent(Wire wire) {
        this.wire = wire;
    }

    int packetBytes() {
        return wire.packetBytes();
    }

    void send(ByteBuffer packet) {
        if (lost) {
            return;
        }
        try {
            wire.send(packet);
            if (++sent % PACKETS_AT_ONCE == 0) {
                LockSupport.parkNanos(REST_NANOS);
            }
        } catch (IOException e) {
            lost = true;
            if (!failing) {
                failing = true;
                LOG.warn("metrics for the Datadog agent at {} are lost until it takes them: {}", wire, e.toString());
            }
        }
    }

    /** Everything has been sent for now. */
    void endRound() {
        if (failing && !lost && sent > 0) {
            failing = false;
            LOG.info("the Datadog agent at {} takes metrics again", wire);
        }
        lost = false;
        sent = 0;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
