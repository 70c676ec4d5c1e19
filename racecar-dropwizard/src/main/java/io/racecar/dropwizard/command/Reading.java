package io.racecar.dropwizard.command;

import io.racecar.engine.deadletters.Observer;
import org.jspecify.annotations.Nullable;

/** Shows how far the work on dead letters is, where standard error is a terminal. */
final class Reading implements Observer, AutoCloseable {
    private final Console console;
    private @Nullable Progress bar;
    private boolean redriving;

    Reading(Console console) {
        this.console = console;
    }

    @Override
    public void read(long offsets, long total) {
        if (bar == null) {
            bar = Progress.on(console, "Reading", total);
        }
        bar.show(offsets);
    }

    @Override
    public void redriven(long letters, long total) {
        if (!redriving) {
            redriving = true;
            close();
            bar = null;
        }
        if (bar == null) {
            bar = Progress.on(console, "Put back", total);
        }
        bar.show(letters);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
