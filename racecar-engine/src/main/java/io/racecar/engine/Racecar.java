package io.racecar.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.ErrorHandler;
import io.racecar.MessageConsumer;
import io.racecar.Producer;
import io.racecar.RacecarListener;
import io.racecar.engine.Assembly.Planned;
import io.racecar.engine.RacecarPlugin.Attachment;
import io.racecar.engine.codec.Json;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.process.ProcessFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
    private final Assembly parts;
    private final List<Attachment> attachments;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable ProcessFiles files;

    private Racecar(Assembly parts, List<Attachment> attachments) {
        this.attachments = attachments;
        this.config = parts.config();
        this.consumers = parts.consumers();
        this.parts = parts;
    }

    /** Starts from a configuration. */
    public static Builder builder(RacecarConfig config) {
        return new Builder(Objects.requireNonNull(config, "config"));
    }

    /**
     * Starts all consumers, and opens what {@code pidfile}, {@code logfile} and {@code livenessProbe} name until this is
     * closed. Returns at once; once only.
     *
     * @throws IllegalStateException if it has been started or closed before, a live process has the pid file, or an instance
     *     of a consumer cannot be made; none is started then
     * @throws InvalidConfigurationException if a file cannot be written; none is started then
     */
    public void start() {
        if (closed.get() || !started.compareAndSet(false, true)) {
            throw new IllegalStateException("this Racecar has been started or closed before; build another one");
        }
        ProcessFiles opened = ProcessFiles.open(config, this::isAlive);
        files = opened;
        config.warnings().forEach(it -> LOG.warn("configuration: {}", it));
        try {
            consumers.values().forEach(RunningConsumer::prepare);
        } catch (RuntimeException e) {
            consumers.values().forEach(RunningConsumer::discard);
            opened.close();
            throw e;
        }
        consumers.values().forEach(RunningConsumer::launch);
        parts.ends().start();
        parts.audience().start();
    }

    /** Asks every consumer, also those behind one that is not alive: each asks its poll threads anew by that. */
    private boolean isAlive() {
        return consumers.values().stream().map(RunningConsumer::isAlive).reduce(true, Boolean::logicalAnd);
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
        try {
            closeWithin(time);
        } finally {
            ProcessFiles opened = files;
            if (opened != null) {
                opened.close();
            }
        }
    }

    private void closeWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        if (!allEnded().isDone()) {
            consumers.values().forEach(RunningConsumer::close);
            awaitEnd(time);
        }
        parts.ends().close();
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        parts.producer().close(left.compareTo(LEAST_FOR_PRODUCER) < 0 ? LEAST_FOR_PRODUCER : left);
        parts.completions().shutdown();
        attachments.forEach(Racecar::detach);
        parts.audience().watch().close();
    }

    private static void detach(Attachment attachment) {
        try {
            attachment.closed();
        } catch (RuntimeException | Error e) { // the others end all the same
            LOG.warn(
                    "{} failed to end, which changes nothing else",
                    attachment.getClass().getName(),
                    e);
        }
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
        return parts.producer().application();
    }

    /** The settings in force. */
    public RacecarConfig config() {
        return config;
    }

    /** All consumers, in the order of their registration. */
    public List<ConsumerStatus> consumers() {
        return consumers.values().stream().map(RunningConsumer::status).toList();
    }

    /** What each consumer subscribes to, in the order of their registration. */
    public List<Subscriptions> subscriptions() {
        return consumers.values().stream().map(RunningConsumer::subscriptions).toList();
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
        private final Plugins plugins = new Plugins();
        private ErrorHandler errorHandler = (error, info) -> {};
        private List<String> only = List.of();
        private @Nullable ObjectMapper objectMapper;
        private java.util.function.Consumer<? super Racecar> onBuild = built -> {};

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

        /**
         * Keeps these of the registered consumers and leaves the others out, which are checked nevertheless.
         *
         * @param names of consumers, or the simple names of their classes; none: all of them
         */
        public Builder only(Collection<String> names) {
            this.only = List.copyOf(names);
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

        /** Adds what that plugin makes of the settings. */
        public Builder plugin(RacecarPlugin plugin) {
            plugins.add(Objects.requireNonNull(plugin, "plugin"));
            return this;
        }

        /** Adds the plugins on the classpath, but those whose class has been added already. */
        public Builder installPlugins() {
            plugins.install();
            return this;
        }

        /** Reads and writes JSON; the default ignores unknown properties and knows java.time. */
        public Builder objectMapper(ObjectMapper objectMapper) {
            this.objectMapper = Objects.requireNonNull(objectMapper, "objectMapper");
            return this;
        }

        /** Is given each Racecar that is built, in place of the one before: for test frameworks, which close them. */
        public Builder onBuild(java.util.function.Consumer<? super Racecar> onBuild) {
            this.onBuild = Objects.requireNonNull(onBuild, "onBuild");
            return this;
        }

        /**
         * Checks everything and makes the Racecar, which connects to nothing before it is started or produces.
         *
         * @throws InvalidConfigurationException with every problem of the settings and registrations
         */
        public Racecar build() {
            List<String> problems = new ArrayList<>(config.problems());
            // Settings that cannot be read are no reason to keep back what is wrong with the registrations.
            RacecarConfig readable = problems.isEmpty()
                    ? config
                    : RacecarConfig.builder().environment(Map.of()).build();
            RacecarConfig settings = readable.withConsumers(registry.names(readable));
            problems.addAll(settings.problems());
            if (!settings.problems().isEmpty()) {
                settings = readable;
            }
            Json json = objectMapper != null ? Json.of(objectMapper) : Json.standard();
            List<Planned> planned = new ArrayList<>();
            for (Registration<?> it : registry.resolve(settings, json, problems)) {
                Map<String, String> renames = settings.consumer(it.name()).topics();
                planned.add(new Planned(it, SubscriptionPlan.of(it.name(), it.sources(), renames, problems)));
            }
            ClientChecks.check(settings, planned, problems);
            plugins.require(settings, problems);
            List<Planned> selected = new Selection(only).of(planned, problems);
            if (!problems.isEmpty()) {
                throw new InvalidConfigurationException(problems);
            }
            Racecar built = assemble(settings, selected, json);
            onBuild.accept(built);
            return built;
        }

        private Racecar assemble(RacecarConfig settings, List<Planned> planned, Json json) {
            List<Attachment> attachments = plugins.attach(settings);
            List<RacecarListener> told = new ArrayList<>(listeners);
            told.addAll(attachments);
            Racecar built = new Racecar(
                    Assembly.of(
                            settings, planned, json, errorHandler, Audience.of(told), new ClientReporters(attachments)),
                    attachments);
            try {
                attachments.forEach(it -> it.built(built));
            } catch (RuntimeException e) {
                built.close();
                throw e;
            }
            return built;
        }
    }
}
