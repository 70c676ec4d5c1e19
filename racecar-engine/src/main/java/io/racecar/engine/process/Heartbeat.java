package io.racecar.engine.process;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Touches the liveness file on a schedule, as long as what it asks says yes. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** Of the greatest age that is well, so that a touch may be late. */
    private static final int TOUCHES_PER_INTERVAL = 4;

    private final LivenessFile file;
    private final BooleanSupplier alive;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Heartbeat::daemon);
    private boolean wasAlive = true;

    Heartbeat(LivenessFile file, BooleanSupplier alive) {
        this.file = file;
        this.alive = alive;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "racecar-liveness");
        thread.setDaemon(true);
        return thread;
    }

    void start(Duration maxInterval) {
        long nanos = maxInterval.toNanos() / TOUCHES_PER_INTERVAL;
        thread.scheduleWithFixedDelay(this::beat, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    void beat() {
        boolean now = isAlive();
        if (now) {
            file.touch();
        }
        if (now != wasAlive) {
            wasAlive = now;
            if (now) {
                LOG.info("the liveness file is touched again");
            } else {
                LOG.error(
                        "the liveness file is not touched any more: a consumer has failed, has a stuck handler, or does"
                                + " not poll");
            }
        }
    }

    private boolean isAlive() {
        try {
            return alive.getAsBoolean();
        } catch (RuntimeException e) { // a schedule ends with an exception, silently
            LOG.error("it cannot be told whether consumers do their work", e);
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        file.close();
    }
}
