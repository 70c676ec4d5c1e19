package io.racecar.dropwizard.command;

import io.dropwizard.core.Configuration;
import io.racecar.RacecarListener;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Consumers that a test registers, for commands that start none. */
final class TestConsumers implements RegisteredConsumers {
    private final UnaryOperator<Racecar.Builder> registration;
    private @Nullable RacecarConfig config;

    TestConsumers(UnaryOperator<Racecar.Builder> registration) {
        this.registration = registration;
    }

    /** As a bundle is told, before the application runs. */
    void configure(CommandConfiguration configuration) {
        config = settings(configuration);
    }

    @Override
    public RacecarConfig settings(Configuration configuration) {
        RacecarConfig given = ((CommandConfiguration) configuration).racecar();
        return given == null ? RacecarConfig.builder().build() : given;
    }

    @Override
    public void set(String path, String value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void only(List<String> names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void listener(RacecarListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Racecar complete() {
        return registration.apply(Racecar.builder(config)).build();
    }

    @Override
    public Racecar running() {
        throw new UnsupportedOperationException();
    }
}
