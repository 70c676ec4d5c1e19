package io.racecar.engine;

import io.racecar.RacecarListener;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.util.Optional;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * Adds something to every Racecar whose settings ask for it, its MBeans for instance. Given to {@link
 * Racecar.Builder#plugin}, or found by {@link Racecar.Builder#installPlugins}; for that, its class is public, has a
 * constructor without parameters, and stands in a file {@code META-INF/services/io.racecar.engine.RacecarPlugin}. Must be
 * thread-safe.
 */
@FunctionalInterface
public interface RacecarPlugin {
    /**
     * Makes what is added to one Racecar.
     *
     * @param config its settings, which are valid
     * @return nothing if they do not ask for it
     */
    Optional<? extends Attachment> attach(RacecarConfig config);

    /**
     * The section of the settings that it puts to work, {@code datadog} for instance; empty if it has none. Where such a section
     * is off unless it is enabled, and it is enabled, its plugin is looked for on the classpath even if nobody asks for
     * plugins, and without it nothing is built.
     */
    default String serves() {
        return "";
    }

    /** Lives as long as one Racecar and is told of all that happens in it, after the listeners of the application. */
    interface Attachment extends RacecarListener {
        /**
         * The Racecar is built; on the thread that builds it, before anything happens in it.
         *
         * @throws InvalidConfigurationException if it cannot be attached; the Racecar is closed then and not built
         */
        default void built(Racecar racecar) {}

        /**
         * Makes what Kafka tells of its own metrics of one client, and closes with it. Called for each client that is made, also
         * where it takes the place of one that failed; on the thread that makes it.
         *
         * @param consumer the name of the consumer whose client it is; null: the producer's
         * @param worker the number of the worker, from 0; 0 for the producer's
         * @return nothing if these metrics are not wanted
         */
        default Optional<MetricsReporter> clientMetrics(@Nullable String consumer, int worker) {
            return Optional.empty();
        }

        /** The Racecar is closed; called once, also after {@link #built} has failed. Exceptions are logged (F4). */
        default void closed() {}
    }
}
