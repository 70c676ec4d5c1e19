package io.racecar.dropwizard.command;

import io.dropwizard.core.Configuration;
import io.racecar.RacecarListener;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;

/** What commands need of the bundle with which an application registers its consumers. */
public interface RegisteredConsumers {
    /** The settings that a configuration holds, those of the command line included. */
    RacecarConfig settings(Configuration configuration);

    /** Sets a value from the command line, by its key's path; before the bundle runs. */
    void set(String path, String value);

    /** Keeps these consumers and leaves the others out; before registration is complete. */
    void only(List<String> names);

    /** Adds a listener; before registration is complete. */
    void listener(RacecarListener listener);

    /**
     * Completes the registration; once only, after {@code Application.run}. Nothing is started.
     *
     * @throws io.racecar.engine.config.InvalidConfigurationException with everything that is wrong
     */
    Racecar complete();

    /**
     * What was started along with the environment.
     *
     * @throws IllegalStateException before that
     */
    Racecar running();
}
