package io.racecar.dropwizard.metrics;

import com.codahale.metrics.MetricRegistry;
import io.racecar.engine.RacecarPlugin;
import io.racecar.engine.config.MetricsSettings;
import io.racecar.engine.config.RacecarConfig;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts the figures of a Racecar into a registry, for as long as it lives; the bundle does so with the application's. The names are
 * in {@code docs/metrics.md}. Thread-safe.
 *
 * <p>Where two Racecars share a registry, their consumers need different names; figures of both producers then add up.
 */
public final class RacecarMetrics implements RacecarPlugin {
    private final MetricRegistry registry;

    /** Uses that registry; what is in it stays as it is. */
    public RacecarMetrics(MetricRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public Optional<Attachment> attach(RacecarConfig config) {
        MetricsSettings settings = config.metrics();
        return settings.enabled()
                ? Optional.of(new MetricsAttachment(new Registered(registry), settings.partitions(), System::nanoTime))
                : Optional.empty();
    }
}
