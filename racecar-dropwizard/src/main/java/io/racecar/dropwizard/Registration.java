package io.racecar.dropwizard;

import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What an application registers, kept until the server is built. Used by the starting thread alone. */
final class Registration {

    private final List<Consumer<Racecar.Builder>> steps = new ArrayList<>();
    private boolean closed;

    void add(String what, Consumer<Racecar.Builder> step) {
        if (closed) {
            throw new IllegalStateException("Cannot register " + what + " because Application.run has ended;"
                    + " register consumers, error handlers and listeners in Application.initialize or Application.run");
        }
        steps.add(step);
    }

    /** Ends registration; the plugin is one beside those on the classpath. The exception for what is wrong has no stack trace: its text is a report for the console. */
    Racecar close(RacecarConfig config, RacecarPlugin plugin) {
        closed = true;
        Racecar.Builder builder = Racecar.builder(config).installPlugins().plugin(plugin);
        steps.forEach(step -> step.accept(builder));
        try {
            return builder.build();
        } catch (InvalidConfigurationException e) {
            e.setStackTrace(new StackTraceElement[0]);
            throw e;
        }
    }
}
