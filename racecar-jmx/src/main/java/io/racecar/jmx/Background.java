package io.racecar.jmx;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does one job at a time, on a thread of its own. Thread-safe. */
final class Background implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private @Nullable BackgroundJob job;
    private @Nullable Thread thread;
    private boolean closed;

    /** @throws IllegalStateException if another one runs */
    synchronized void begin(BackgroundJob next) {
        if (closed) {
            throw new IllegalStateException("the application is stopping");
        }
        if (job != null && job.result() == null) {
            throw new IllegalStateException("this is under way: " + job.title() + "; wait for its end, or cancel it");
        }
        Thread runner = new Thread(next, "racecar-jmx-dead-letters");
        runner.setDaemon(true);
        job = next;
        thread = runner;
        runner.start();
    }

    /** Has what runs end soon, and waits for that a little. */
    @Override
    public void close() {
        Thread running = end();
        try {
            if (running != null) {
                running.join(FAREWELL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable Thread end() {
        closed = true;
        if (job != null) {
            job.cancel();
        }
        return thread;
    }
}
