package io.racecar.dropwizard.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.racecar.engine.config.RacecarConfig;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** An application's configuration as the documentation says to write it. */
public final class CommandConfiguration extends Configuration {

    @Valid @JsonProperty
    private @Nullable RacecarConfig racecar;

    @Nullable RacecarConfig racecar() {
        return racecar;
    }
}
