package io.racecar.dropwizard;

import io.dropwizard.core.Configuration;
import io.dropwizard.core.ConfiguredBundle;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.ErrorHandler;
import io.racecar.MessageConsumer;
import io.racecar.Producer;
import io.racecar.RacecarListener;
import io.racecar.dropwizard.command.RacecarCommand;
import io.racecar.dropwizard.metrics.RacecarMetrics;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.process.ProcessFiles;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs consumers, and a producer, along with a Dropwizard server.
 *
 * <pre>{@code
 * private final RacecarBundle<ShopConfiguration> racecar = new RacecarBundle<>(ShopConfiguration::racecar);
 *
 * public void initialize(Bootstrap<ShopConfiguration> bootstrap) {
 *     bootstrap.addBundle(racecar);
 * }
 *
 * public void run(ShopConfiguration configuration, Environment environment) {
 *     racecar.consumer(UserBanConsumer.class, () -> new UserBanConsumer(users));
 *     environment.jersey().register(new BanResource(racecar.producer()));
 * }
 * }</pre>
 *
 * <p>Consumers are registered until {@code Application.run} has ended. What is wrong with them is then reported all at once,
 * as an {@link InvalidConfigurationException}, before anything is started. Consumers start when the server has started:
 * after every {@code Managed} object, and once HTTP is served. They stop after the connectors stopped taking requests and
 * before any {@code Managed} object stops, so that what consumers use is there for as long as they run; that takes at most
 * {@code shutdownTimeout}, on top of the server's {@code shutdownGracePeriod}.
 *
 * <p>Each consumer has a health check {@code racecar.<consumer>}, the producer has {@code racecar.producer}. Admin tasks
 * {@code racecar-pause}, {@code -resume}, {@code -retry}, {@code -skip}, {@code -seek}, {@code -stop} and {@code -start} steer
 * consumers. Figures of all of them are in the environment's metric registry, as {@code racecar.consumer.<consumer>.messages}.
 *
 * <p>A configuration file is refused where only a part of it would count, or not what was meant: if a mapping holds a key twice, if it
 * has YAML aliases or several documents, or more than 1 MiB. System properties such as {@code dw.racecar.clientId} are above
 * the environment, as all of the command line. While brokers cannot be reached, the Kafka client logs every attempt to connect, several times a second; Racecar reports that once instead, and
 * sets the logger {@code org.apache.kafka.clients.NetworkClient} to {@code ERROR}, unless it has a level of its own in the
 * application's {@code logging:} block or is to log debugging output anyway.
 *
 * <p>Registration belongs to the thread that starts the application; {@link #producer()} and {@link #racecar()} may be
 * called by any.
 *
 * @param <T> the application's configuration, or a part of it that gives the settings
 */
public class RacecarBundle<T> implements ConfiguredBundle<T> {

    private final Function<? super T, @Nullable RacecarConfig> settings;
    private final Registration registration = new Registration();
    private final CommandLine commandLine = new CommandLine();
    private final ConfigurationSignal configurationSignal = new ConfigurationSignal(System.err);
    private @Nullable RacecarServer server;

    /**
     * Creates a bundle, to be added in {@code Application.initialize}.
     *
     * @param settings finds the settings in the application's configuration; null, for a block that is not there, means
     *     defaults
     */
    public RacecarBundle(Function<? super T, @Nullable RacecarConfig> settings) {
        this.settings = settings;
    }

    /**
     * Registers a consumer class, which needs a constructor without parameters and at least one {@code @SubscribesTo}.
     *
     * @param type the class
     * @return this bundle
     * @throws IllegalStateException if {@code Application.run} has ended
     */
    public RacecarBundle<T> consumer(Class<? extends Consumer<?>> type) {
        return register(type.getSimpleName(), racecar -> racecar.consumer(type));
    }

    /**
     * Registers a consumer class and the way its instances are made.
     *
     * @param type the class, with at least one {@code @SubscribesTo}
     * @param factory makes an instance; called once per worker
     * @return this bundle
     * @throws IllegalStateException if {@code Application.run} has ended
     */
    public <C extends Consumer<?>> RacecarBundle<T> consumer(Class<C> type, Supplier<? extends C> factory) {
        return register(type.getSimpleName(), racecar -> racecar.consumer(type, factory));
    }

    /**
     * Registers a consumer that is a lambda, named after its topic, in dashes.
     *
     * @param topic the topic it subscribes to
     * @param valueType what values are read as: bytes, a string, or a type that is read from JSON
     * @param consumer the consumer, shared by its workers
     * @return this bundle
     * @throws IllegalStateException if {@code Application.run} has ended
     */
    public <V> RacecarBundle<T> consumer(String topic, Class<V> valueType, MessageConsumer<V> consumer) {
        return register(topic, racecar -> racecar.consumer(topic, valueType, consumer));
    }

    /**
     * Registers a consumer of batches that is a lambda, named after its topic, in dashes.
     *
     * @param topic the topic it subscribes to
     * @param valueType what values are read as: bytes, a string, or a type that is read from JSON
     * @param consumer the consumer, shared by its workers
     * @return this bundle
     * @throws IllegalStateException if {@code Application.run} has ended
     */
    public <V> RacecarBundle<T> batchConsumer(String topic, Class<V> valueType, BatchConsumer<V> consumer) {
        return register(topic, racecar -> racecar.batchConsumer(topic, valueType, consumer));
    }

    /**
     * Sets what is told of each failed handling, of any consumer; in place of the one before.
     *
     * @param errorHandler what is told
     * @return this bundle
     * @throws IllegalStateException if {@code Application.run} has ended
     */
    public RacecarBundle<T> errorHandler(ErrorHandler errorHandler) {
        return register("an error handler", racecar -> racecar.errorHandler(errorHandler));
    }

    /**
     * Adds what is told of everything that happens.
     *
     * @param listener what is told
     * @return this bundle
     * @throws IllegalStateException if {@code Application.run} has ended
     */
    public RacecarBundle<T> listener(RacecarListener listener) {
        return register("a listener", racecar -> racecar.listener(listener));
    }

    /**
     * The application's producer, usable from {@code Application.run} until the server has stopped.
     *
     * <p>It shares a Kafka client with the consumers. Only what is produced before {@code Application.run} has ended, or by a
     * command that runs no server, goes through another one: wait for its delivery where order matters, and always in such a
     * command, because nothing else does.
     *
     * @return the producer, always the same
     * @throws IllegalStateException before the bundle has run
     */
    public Producer producer() {
        return server("producer()").producer();
    }

    /**
     * The running consumers, to look at and to steer.
     *
     * @return what runs them
     * @throws IllegalStateException if the server has not started yet, or never will because another command runs
     */
    public Racecar racecar() {
        return server("racecar()").racecar();
    }

    /**
     * Adds the command {@code racecar}, and sees to it that configuration files are read strictly and that SIGUSR1 prints the
     * configuration; called by Dropwizard.
     */
    @Override
    public void initialize(Bootstrap<?> bootstrap) {
        configurationSignal.listen();
        readStrictly(bootstrap);
        bootstrap.addCommand(command(bootstrap));
    }

    /** Takes the settings and prepares for the server's start; called by Dropwizard, before {@code Application.run}. */
    @Override
    public void run(T configuration, Environment environment) {
        RacecarConfig config = config(configuration);
        configurationSignal.use(config);
        RacecarServer created = new RacecarServer(
                config,
                registration,
                environment.healthChecks(),
                new RacecarMetrics(environment.metrics()),
                configurationSignal);
        server = created;
        ConnectionLog.quiet();
        ConsumerTasks.register(
                environment.admin(),
                name -> created.racecar().consumer(name),
                () -> created.racecar().config());
        environment.lifecycle().addEventListener(created);
    }

    private RacecarConfig config(T configuration) {
        RacecarConfig given = settings.apply(configuration);
        return commandLine.appliedTo(given == null ? defaults() : given);
    }

    /** The environment may be wrong without a block too; that is a report for the console, so without a stack trace. */
    private static RacecarConfig defaults() {
        try {
            return RacecarConfig.builder().build();
        } catch (InvalidConfigurationException e) {
            e.setStackTrace(new StackTraceElement[0]);
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // Dropwizard has it that the application's configuration is a T, as in run
    private <C extends Configuration> RacecarCommand command(Bootstrap<C> bootstrap) {
        return RacecarCommand.of(
                bootstrap.getApplication(),
                new BundleConsumers(
                        configuration -> config((T) configuration),
                        commandLine,
                        registration,
                        () -> server("a command")));
    }

    private RacecarBundle<T> register(String what, java.util.function.Consumer<Racecar.Builder> step) {
        registration.add(what, step);
        return this;
    }

    private RacecarServer server(String method) {
        RacecarServer current = server;
        if (current == null) {
            throw new IllegalStateException(method + " was called before the bundle ran; add the bundle in"
                    + " Application.initialize and call this from Application.run on");
        }
        return current;
    }

    private <C extends Configuration> void readStrictly(Bootstrap<C> bootstrap) {
        bootstrap.setConfigurationFactoryFactory(StrictConfigurationFactory.around(
                bootstrap.getConfigurationFactoryFactory(),
                this::filesNotToBeWritten,
                warning -> System.err.println("warning: " + warning)));
    }

    /** A warning, because not every command writes them, and a configuration is checked on other machines too. */
    private List<String> filesNotToBeWritten(RacecarConfig config) {
        return ProcessFiles.problems(commandLine.appliedTo(config)).stream()
                .map(problem -> "consumers could not be started here by this user: " + problem)
                .toList();
    }
}
