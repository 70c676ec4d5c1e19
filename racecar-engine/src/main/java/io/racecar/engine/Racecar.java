package io.racecar.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.ErrorHandler;
import io.racecar.MessageConsumer;
import io.racecar.Producer;
import io.racecar.RacecarListener;
import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.codec.DefaultObjectMapper;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.ProducerSettings;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.produce.DeliveryThreads;
import io.racecar.engine.produce.Limits;
import io.racecar.engine.produce.SharedProducer;
import io.racecar.engine.worker.Events;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumers and a producer in one process. Thread-safe.
 *
 * <pre>{@code
 * try (Racecar racecar = Racecar.builder(RacecarConfig.load(Path.of("racecar.yml")))
 *         .consumer(UserBanConsumer.class)
 *         .build()) {
 *     racecar.start();
 *     racecar.awaitStop();
 * }
 * }</pre>
 */
public final class Racecar implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** What the producer gets to say good-bye, even if consumers have used their time up. */
    private static final Duration LEAST_FOR_PRODUCER = Duration.ofSeconds(1);

    private final RacecarConfig config;
    private final Map<String, RunningConsumer<?>> consumers;
    private final SharedProducer producer;
    private final ExecutorService completions;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Racecar(
            RacecarConfig config,
            Map<String, RunningConsumer<?>> consumers,
            SharedProducer producer,
            ExecutorService completions) {
        this.config = config;
        this.consumers = consumers;
        this.producer = producer;
        this.completions = completions;
    }

    /** Starts from a configuration. */
    public static Builder builder(RacecarConfig config) {
        return new Builder(Objects.requireNonNull(config, "config"));
    }

    /**
     * Starts all consumers. Returns at once; once only.
     *
     * @throws IllegalStateException if it has been started or closed before, or an instance of a consumer cannot be made, in
     *     which case none is started
     */
    public void start() {
        if (closed.get() || !started.compareAndSet(false, true)) {
            throw new IllegalStateException("this Racecar has been started or closed before; build another one");
        }
        config.warnings().forEach(it -> LOG.warn("configuration: {}", it));
        try {
            consumers.values().forEach(RunningConsumer::prepare);
        } catch (RuntimeException e) {
            consumers.values().forEach(RunningConsumer::discard);
            throw e;
        }
        consumers.values().forEach(RunningConsumer::launch);
    }

    /** Asks all consumers to stop, within {@code shutdownTimeout}. Returns at once; the second call interrupts handlers (S1). */
    public void stop() {
        consumers.values().forEach(RunningConsumer::requestStop);
    }

    /**
     * Waits until each consumer is STOPPED or FAILED.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitStop() throws InterruptedException {
        try {
            allEnded().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private CompletableFuture<Void> allEnded() {
        return CompletableFuture.allOf(
                consumers.values().stream().map(RunningConsumer::ended).toArray(CompletableFuture[]::new));
    }

    /** Stops, waits, closes the producer; bounded by {@code shutdownTimeout}. Further calls do nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Duration time = shutdownTimeout();
        long deadline = System.nanoTime() + time.toNanos();
        if (!allEnded().isDone()) {
            if (consumers.values().stream().noneMatch(RunningConsumer::isStopping)) {
                stop();
            }
            awaitEnd(time);
        }
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        producer.close(left.compareTo(LEAST_FOR_PRODUCER) < 0 ? LEAST_FOR_PRODUCER : left);
        completions.shutdown();
    }

    private void awaitEnd(Duration time) {
        try {
            allEnded().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            LOG.warn("not all consumers have stopped within {} s", time.toSeconds());
        }
    }

    private Duration shutdownTimeout() {
        return consumers.keySet().stream()
                .map(it -> config.consumer(it).shutdownTimeout())
                .max(Comparator.naturalOrder())
                .orElseGet(() -> config.consumer("any").shutdownTimeout());
    }

    /** The application's producer; usable before start, closed with this. */
    public Producer producer() {
        return producer.application();
    }

    /** The settings in force. */
    public RacecarConfig config() {
        return config;
    }

    /** All consumers, in the order of their registration. */
    public List<ConsumerStatus> consumers() {
        return consumers.values().stream().map(RunningConsumer::status).toList();
    }

    /**
     * Steers a consumer.
     *
     * @throws IllegalArgumentException if there is none of that name; lists those that exist
     */
    public ConsumerControl consumer(String name) {
        RunningConsumer<?> found = consumers.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no consumer named " + name + "; there "
                    + (consumers.isEmpty() ? "are none" : "is " + String.join(", ", consumers.keySet())));
        }
        return found;
    }

    /** Collects; only {@link #build} throws, with everything that is wrong. Not thread-safe. */
    public static final class Builder {
        private final RacecarConfig config;
        private final Registry registry = new Registry();
        private final List<RacecarListener> listeners = new ArrayList<>();
        private ErrorHandler errorHandler = (error, info) -> {};
        private @Nullable ObjectMapper objectMapper;

        private Builder(RacecarConfig config) {
            this.config = config;
        }

        /** Registers a class with a constructor without parameters, which is called once per worker. */
        public Builder consumer(Class<? extends Consumer<?>> type) {
            registry.add(type, null);
            return this;
        }

        /** Registers a class; the factory is called once per worker. */
        public <C extends Consumer<?>> Builder consumer(Class<C> type, Supplier<? extends C> factory) {
            registry.add(type, Objects.requireNonNull(factory, "factory"));
            return this;
        }

        /** Registers a lambda for one topic, shared by its workers; named after its topic, in dashes. */
        public <V> Builder consumer(String topic, Class<V> valueType, MessageConsumer<V> consumer) {
            registry.add(topic, valueType, consumer);
            return this;
        }

        /** Registers a lambda for batches of one topic, shared by its workers; named after its topic, in dashes. */
        public <V> Builder batchConsumer(String topic, Class<V> valueType, BatchConsumer<V> consumer) {
            registry.add(topic, valueType, consumer);
            return this;
        }

        /** Is told of each failed handling, in place of the one before. */
        public Builder errorHandler(ErrorHandler errorHandler) {
            this.errorHandler = Objects.requireNonNull(errorHandler, "errorHandler");
            return this;
        }

        /** Adds a listener; they are told in the order of these calls. */
        public Builder listener(RacecarListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Reads and writes JSON; the default ignores unknown properties and knows java.time. */
        public Builder objectMapper(ObjectMapper objectMapper) {
            this.objectMapper = Objects.requireNonNull(objectMapper, "objectMapper");
            return this;
        }

        /**
         * Checks everything and makes the Racecar, which connects to nothing before it is started or produces.
         *
         * @throws InvalidConfigurationException with every problem of the settings and registrations
         */
        public Racecar build() {
            failIfAny(config.problems());
            RacecarConfig settings = config.withConsumers(registry.names(config));
            List<String> problems = new ArrayList<>(settings.problems());
            failIfAny(problems);
            ObjectMapper mapper = objectMapper != null ? objectMapper : DefaultObjectMapper.create();
            List<Registration<?>> registrations = registry.resolve(settings, mapper, problems);
            Map<String, List<PlannedClient>> plans = new LinkedHashMap<>();
            for (Registration<?> it : registrations) {
                ConsumerSettings own = settings.consumer(it.name());
                plans.put(it.name(), SubscriptionPlan.of(it.name(), it.sources(), own.topics(), problems));
            }
            ClientChecks.check(settings, plans, problems);
            failIfAny(problems);
            return assemble(settings, mapper, registrations, plans);
        }

        private static void failIfAny(List<String> problems) {
            if (!problems.isEmpty()) {
                throw new InvalidConfigurationException(problems);
            }
        }

        private Racecar assemble(
                RacecarConfig settings,
                ObjectMapper mapper,
                List<Registration<?>> registrations,
                Map<String, List<PlannedClient>> plans) {
            RacecarListener listener = listeners.isEmpty() ? null : new Listeners(listeners);
            ProducerSettings producing = settings.producer();
            Map<String, Object> properties = settings.producerProperties();
            Limits limits = new Limits(
                    producing.maxInFlightDeliveries(),
                    producing.bufferBytes(),
                    registrations.size(),
                    producing.messageTimeout());
            ExecutorService completions = DeliveryThreads.create();
            SharedProducer producer = new SharedProducer(
                    () -> new KafkaProducer<>(properties),
                    new Encoder(mapper),
                    limits,
                    listener,
                    completions,
                    System::nanoTime);
            WorkerFactory factory = new WorkerFactory(
                    settings,
                    errorHandler,
                    new Events(listener),
                    producer::outlet,
                    InstantSource.system(),
                    RandomGenerator.getDefault());
            Map<String, RunningConsumer<?>> consumers = new LinkedHashMap<>();
            registrations.forEach(it -> consumers.put(
                    it.name(), new RunningConsumer<>(it, Objects.requireNonNull(plans.get(it.name())), factory)));
            return new Racecar(settings, consumers, producer, completions);
        }
    }
}
