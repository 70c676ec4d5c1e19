package io.racecar.jmx;

import io.racecar.engine.deadletters.DeadLettersException;
import io.racecar.engine.deadletters.Observer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One operation on dead letters: does it, and tells how far it is and what it came to. Thread-safe; runs once. */
final class BackgroundJob implements Observer, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final String title;
    private final Function<Observer, String> work;
    private volatile String progress = "begins";
    private volatile @Nullable String result;
    private volatile boolean cancelled;

    /**
     * @param title what it is, of whom, and who asked
     * @param work does it, and says what was done
     */
    BackgroundJob(String title, Function<Observer, String> work) {
        this.title = title;
        this.work = work;
    }

    @Override
    public void run() {
        LOG.info("{}", title);
        String text = "failed";
        try {
            text = outcome();
        } finally {
            LOG.info("{}: {}", title, text);
            result = text;
        }
    }

    private String outcome() {
        try {
            return work.apply(this);
        } catch (DeadLettersException e) {
            return "failed: " + e.getMessage();
        } catch (RuntimeException e) {
            LOG.warn("{} failed", title, e);
            return "failed: " + e;
        }
    }

    @Override
    public void read(long offsets, long total) {
        progress = "has read " + offsets + " of " + total + " offsets";
    }

    @Override
    public void redriven(long letters, long total) {
        progress = "has put back " + letters + " of " + total;
    }

    void cancel() {
        cancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    String title() {
        return title;
    }

    String progress() {
        return progress;
    }

    /** Null until it has ended. */
    @Nullable String result() {
        return result;
    }
}
