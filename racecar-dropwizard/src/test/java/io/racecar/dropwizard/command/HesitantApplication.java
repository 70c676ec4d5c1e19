package io.racecar.dropwizard.command;

import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.racecar.dropwizard.RacecarBundle;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Starts step by step, each after a byte on standard input. */
public final class HesitantApplication extends Application<CommandConfiguration> {
    private final RacecarBundle<CommandConfiguration> racecar = new RacecarBundle<>(CommandConfiguration::racecar);

    public static void main(String... arguments) throws Exception {
        new HesitantApplication().run(arguments);
    }

    @Override
    public void initialize(Bootstrap<CommandConfiguration> bootstrap) {
        bootstrap.addBundle(racecar);
        await("initialized");
    }

    @Override
    public void run(CommandConfiguration configuration, Environment environment) {
        racecar.consumer(JournalConsumer.class);
        await("running");
    }

    private static void await(String step) {
        Journal.write(step);
        try {
            if (System.in.read() < 0) {
                throw new IllegalStateException("nobody said to go on");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
