package io.racecar.dropwizard;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.racecar.engine.config.RacecarConfig;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** The configuration of {@link RacecarApplication}: Dropwizard's own, and a block {@code racecar}. */
public final class RacecarConfiguration extends Configuration {

    @Valid @JsonProperty
    private @Nullable RacecarConfig racecar;

    @Nullable RacecarConfig racecar() {
        return racecar;
    }
}
