package io.racecar.dropwizard;

import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.process.ProcessSignals;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Prints the configuration on SIGUSR1 (S2). It listens before anything is read or started and until everything has stopped:
 * the JVM would end on that signal otherwise. Thread-safe.
 */
final class ConfigurationSignal implements AutoCloseable {
    private final ProcessSignals signals = new ProcessSignals();
    private final PrintStream output;
    private volatile @Nullable RacecarConfig config;

    /** @param output where the configuration goes */
    ConfigurationSignal(PrintStream output) {
        this.output = output;
    }

    void listen() {
        signals.on("USR1", before -> {
            print();
            before.run();
        });
    }

    /** What applies from now on. */
    void use(RacecarConfig read) {
        config = read;
    }

    private void print() {
        RacecarConfig now = config;
        output.print(now == null ? "# Racecar's configuration has not been read yet\n" : now.effectiveYaml());
        output.flush();
    }

    @Override
    public void close() {
        signals.close();
    }
}
