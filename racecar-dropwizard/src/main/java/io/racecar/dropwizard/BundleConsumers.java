package io.racecar.dropwizard;

import io.dropwizard.core.Configuration;
import io.racecar.RacecarListener;
import io.racecar.dropwizard.command.RegisteredConsumers;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a bundle's consumers are to commands. */
record BundleConsumers(
        Function<Configuration, RacecarConfig> config,
        CommandLine commandLine,
        Registration registration,
        Supplier<RacecarServer> server)
        implements RegisteredConsumers {

    @Override
    public RacecarConfig settings(Configuration configuration) {
        return config.apply(configuration);
    }

    @Override
    public void set(String path, String value) {
        commandLine.set(path, value);
    }

    @Override
    public void only(List<String> names) {
        registration.add("a choice of consumers", racecar -> racecar.only(names));
    }

    @Override
    public void listener(RacecarListener listener) {
        registration.add("a listener", racecar -> racecar.listener(listener));
    }

    @Override
    public Racecar complete() {
        return server.get().complete();
    }

    @Override
    public Racecar running() {
        return server.get().racecar();
    }
}
