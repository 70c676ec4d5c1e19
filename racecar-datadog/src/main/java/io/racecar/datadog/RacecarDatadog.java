package io.racecar.datadog;

import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin;
import io.racecar.engine.config.DatadogSettings;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sends metrics of every Racecar whose settings have {@code datadog.enabled} to a Datadog agent, from {@code build()} to {@code
 * close()}. It is found by itself where it is on the classpath, so only an application that sets its plugins up by hand names it:
 *
 * <pre>{@code
 * Racecar racecar = RacecarDatadog.register(Racecar.builder(config).consumer(UserBanConsumer.class)).build();
 * }</pre>
 *
 * <p>An agent that is slow or absent loses metrics and holds nothing up. Thread-safe.
 */
public final class RacecarDatadog implements RacecarPlugin {
    /** Called by ServiceLoader. */
    public RacecarDatadog() {}

    /**
     * Has metrics sent of what is built.
     *
     * @return the same builder
     */
    public static Racecar.Builder register(Racecar.Builder builder) {
        return builder.plugin(new RacecarDatadog());
    }

    @Override
    public String serves() {
        return "datadog";
    }

    @Override
    public Optional<? extends Attachment> attach(RacecarConfig config) {
        DatadogSettings settings = config.datadog();
        if (!settings.enabled()) {
            return Optional.empty();
        }
        Meters meters = new Meters(config, new Tags(settings, config.clientId()), System::nanoTime);
        Agent agent = new Agent(wire(settings));
        Lines lines = new Lines(settings.namespace(), agent);
        return Optional.of(new DatadogAttachment(meters, lines, agent, config.lagInterval()));
    }

    static Wire wire(DatadogSettings settings) {
        Path socket = settings.socketPath();
        try {
            return socket == null ? new UdpWire(settings.host(), settings.port()) : new UnixWire(socket);
        } catch (IOException | LinkageError e) {
            throw new InvalidConfigurationException(List.of(
                    socket == null
                            ? "datadog.enabled is true, but this machine has no UDP: " + e + "; set it to false"
                            : "datadog.socketPath must be the path of a Unix socket but was " + socket
                                    + ", which cannot be used: " + e + "; use datadog.host and datadog.port"));
        }
    }
}
