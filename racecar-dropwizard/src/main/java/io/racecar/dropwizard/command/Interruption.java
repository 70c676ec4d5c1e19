package io.racecar.dropwizard.command;

import io.racecar.engine.process.ProcessSignals;
import org.jspecify.annotations.Nullable;

/** Ctrl-C and SIGTERM while something is done that can be ended in order; the second one ends the process at once. Thread-safe. */
final class Interruption implements AutoCloseable {
    private final ProcessSignals signals = new ProcessSignals();
    private final Console console;
    private volatile @Nullable Runnable end;

    Interruption(Console console) {
        this.console = console;
        signals.on("INT", this::request);
        signals.on("TERM", this::request);
    }

    private synchronized void request(Runnable ending) {
        if (end != null) {
            ending.run();
            return;
        }
        end = ending;
        console.err().println("Ends after what is under way; Ctrl-C again ends it at once");
    }

    boolean isRequested() {
        return end != null;
    }

    /** Ends the process as the signal does, if there was one. */
    void end() {
        Runnable ending = end;
        if (ending != null) {
            ending.run();
        }
    }

    @Override
    public void close() {
        signals.close();
    }
}
