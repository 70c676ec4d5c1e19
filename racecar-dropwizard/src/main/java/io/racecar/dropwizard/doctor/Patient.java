package io.racecar.dropwizard.doctor;

import io.racecar.engine.Subscriptions;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is examined.
 *
 * @param gracePeriod how long the process gets to stop before it is killed, if that is known
 * @param httpShutdown how long a server takes to stop before consumers are stopped, at most
 */
public record Patient(
        RacecarConfig config,
        List<Subscriptions> subscriptions,
        Optional<Duration> gracePeriod,
        Duration httpShutdown) {
    public Patient {
        subscriptions = List.copyOf(subscriptions);
    }

    ConsumerSettings settings(Subscriptions consumer) {
        return config.consumer(consumer.consumer());
    }
}
