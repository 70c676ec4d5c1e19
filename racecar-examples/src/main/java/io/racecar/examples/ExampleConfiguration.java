package io.racecar.examples;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.dropwizard.db.DataSourceFactory;
import io.racecar.engine.config.RacecarConfig;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file {@code config/development.yml} or {@code config/production.yml}. */
public final class ExampleConfiguration extends Configuration {

    @Valid @JsonProperty
    private @Nullable RacecarConfig racecar;

    @Valid @NotNull @JsonProperty
    private EmbeddedKafkaSettings embeddedKafka = new EmbeddedKafkaSettings(false, null);

    @Valid @NotNull @JsonProperty
    private TracingSettings tracing = new TracingSettings(false);

    @Valid @NotNull @JsonProperty
    private DataSourceFactory database = new DataSourceFactory();

    @NotNull @JsonProperty
    private Path archiveDirectory = Path.of("archive");

    @Nullable RacecarConfig racecar() {
        return racecar;
    }

    EmbeddedKafkaSettings embeddedKafka() {
        return embeddedKafka;
    }

    TracingSettings tracing() {
        return tracing;
    }

    DataSourceFactory database() {
        return database;
    }

    Path archiveDirectory() {
        return archiveDirectory;
    }
}
