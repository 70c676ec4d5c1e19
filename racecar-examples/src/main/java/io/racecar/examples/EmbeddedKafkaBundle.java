package io.racecar.examples;

import io.dropwizard.core.ConfiguredBundle;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a Kafka broker inside this process where the configuration asks for it, so that the example needs nothing else.
 *
 * <p>It must be added before the {@code RacecarBundle}: the broker then has an address when consumers are configured, and it
 * stops after everything else, because Dropwizard stops what it manages in reverse order.
 */
final class EmbeddedKafkaBundle implements ConfiguredBundle<ExampleConfiguration> {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedKafkaBundle.class);
    private static final int PARTITIONS = 4;

    private final List<String> topics;
    private @Nullable EmbeddedKafka kafka;

    EmbeddedKafkaBundle(String... topics) {
        this.topics = List.of(topics);
    }

    @Override
    public void run(ExampleConfiguration configuration, Environment environment) {
        EmbeddedKafkaSettings settings = configuration.embeddedKafka();
        if (settings.enabled()) {
            EmbeddedKafka started = start(settings.dataDirectory());
            kafka = started;
            LOGGER.info("A Kafka broker runs in this process, at {}", started.brokers());
            environment.lifecycle().manage(new AutoCloseableManager(started));
        }
    }

    /** The given settings, pointed at the broker if there is one. */
    @Nullable RacecarConfig pointedHere(@Nullable RacecarConfig config) {
        EmbeddedKafka running = kafka;
        if (running == null) {
            return config;
        }
        RacecarConfig given = config == null ? RacecarConfig.builder().build() : config;
        return given.with("brokers", running.brokers());
    }

    private EmbeddedKafka start(@Nullable Path dataDirectory) {
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder();
        topics.forEach(topic -> builder.topic(topic, PARTITIONS));
        if (dataDirectory != null) {
            builder.dataDirectory(dataDirectory);
        }
        return builder.start();
    }
}
