package io.racecar.dropwizard;

import com.codahale.metrics.health.HealthCheckRegistry;
import io.dropwizard.lifecycle.JettyManaged;
import io.dropwizard.lifecycle.Managed;
import io.racecar.Producer;
import io.racecar.dropwizard.metrics.RacecarMetrics;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.process.ProcessFiles;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Ties a Racecar to the server's life, or that of another container that runs what the environment manages, in three steps.
 *
 * <ol>
 *   <li>Dropwizard builds the server right after {@code Application.run} and adds listeners to it last: Jetty then tells a
 *       {@link Container.Listener} of what the server holds already. That is the first moment at which registration is
 *       complete, and the last one outside the start, whose failures Dropwizard reports twice.
 *   <li>The server has started: so do the consumers.
 *   <li>The server stops: first its connectors, then what it holds, the latest first. The consumers were added after every
 *       {@code Managed} object, so they stop before them.
 * </ol>
 */
final class RacecarServer implements Container.Listener, LifeCycle.Listener, Managed {

    private final RacecarConfig config;
    private final Registration registration;
    private final HealthCheckRegistry healthChecks;
    private final RacecarMetrics metrics;
    private final ApplicationProducer producer;
    private final ConfigurationSignal configurationSignal;
    private final ServerSignals signals = new ServerSignals();
    private @Nullable Racecar built;
    private volatile @Nullable Racecar started;

    RacecarServer(
            RacecarConfig config,
            Registration registration,
            HealthCheckRegistry healthChecks,
            RacecarMetrics metrics,
            ConfigurationSignal configurationSignal) {
        this.config = config;
        this.configurationSignal = configurationSignal;
        this.registration = registration;
        this.healthChecks = healthChecks;
        this.metrics = metrics;
        ProducerHealthCheck health = new ProducerHealthCheck(System::nanoTime);
        this.producer = new ApplicationProducer(
                () -> Racecar.builder(config.withoutConsumers()).plugin(metrics).build(), health);
        healthChecks.register("racecar.producer", health);
    }

    @Override
    public void beanAdded(Container container, Object bean) {
        if (container instanceof ContainerLifeCycle server && built == null) {
            Racecar racecar = complete();
            refuseSecondStart(racecar);
            built = racecar;
            configurationSignal.use(racecar.config());
            producer.use(racecar.producer());
            for (ConsumerStatus consumer : racecar.consumers()) {
                String name = consumer.name();
                healthChecks.register(
                        "racecar." + name,
                        new ConsumerHealthCheck(() -> racecar.consumer(name).status(), System::nanoTime));
            }
            server.addBean(new JettyManaged(this));
        }
    }

    @Override
    public void beanRemoved(Container container, Object bean) {
        // what the server holds does not matter any more
    }

    @Override
    public void lifeCycleStarted(LifeCycle event) {
        Racecar racecar = built;
        if (racecar != null) {
            signals.listen(racecar);
            racecar.start();
            started = racecar;
        }
    }

    @Override
    public void lifeCycleFailure(LifeCycle event, Throwable cause) {
        stop();
        configurationSignal.close();
    }

    @Override
    public void lifeCycleStopped(LifeCycle event) {
        configurationSignal.close();
    }

    @Override
    public void stop() {
        Racecar racecar = built;
        if (racecar != null) {
            racecar.close();
        }
        producer.close();
        signals.close();
    }

    /** Before anything is served; the exception has no stack trace, because its text is a report for the console. */
    private static void refuseSecondStart(Racecar racecar) {
        try {
            ProcessFiles.check(racecar.config());
        } catch (InvalidConfigurationException | IllegalStateException e) {
            e.setStackTrace(new StackTraceElement[0]);
            throw e;
        }
    }

    /** Ends registration; nothing is started, and it is nobody's but the caller's to close. */
    Racecar complete() {
        return registration.close(config, metrics);
    }

    Producer producer() {
        return producer;
    }

    Racecar racecar() {
        Racecar racecar = started;
        if (racecar == null) {
            throw new IllegalStateException("racecar() was called before the server had started; consumers start with"
                    + " the server, so call it from a request, a ServerLifecycleListener or a task");
        }
        return racecar;
    }
}
