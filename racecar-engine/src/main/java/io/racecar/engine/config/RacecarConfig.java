package io.racecar.engine.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All settings, with the environment applied: a default, a file, {@code RACECAR_} variables, a command's options and
 * code, later ones winning.
 * Immutable and thread-safe. It prints without secrets, but the maps of client properties hold them.
 *
 * <p>As a field of a Dropwizard configuration it is read by Jackson without ever failing there: {@link #problems()} is
 * reported by Bean Validation, all of it at once. Accessors of settings throw {@link InvalidConfigurationException} while
 * there are problems.
 */
@ValidRacecarConfig
public final class RacecarConfig {
    private final Sources sources;
    private final Set<String> registered;
    private final boolean complete;
    private final Assignments assignments;
    private final Findings findings = new Findings();

    private RacecarConfig(Sources sources, Set<String> registered, boolean complete) {
        this.sources = sources;
        this.registered = registered;
        this.complete = complete;
        this.assignments = sources.read(registered, complete, findings);
    }

    /**
     * Reads a file whose root is the settings, without a {@code racecar:} line around them.
     *
     * @throws InvalidConfigurationException with every problem
     */
    public static RacecarConfig load(Path file) {
        return builder().file(file).build();
    }

    /** Collects sources; without any, the environment of this process applies. */
    public static Builder builder() {
        return new Builder();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static RacecarConfig fromTree(@Nullable Object tree) {
        return new RacecarConfig(
                new Sources(new YamlFile(tree, List.of()), System.getenv(), Map.of(), Map.of()), Set.of(), false);
    }

    /**
     * The same settings for an application that has exactly these consumers, besides those that have a {@code class} here:
     * their variables are matched, checks include them, and what is set for a consumer that does not exist is a problem.
     * Does not throw: ask for {@link #problems()} and {@link #warnings()} afterwards.
     */
    public RacecarConfig withConsumers(Collection<String> names) {
        return new RacecarConfig(sources, Set.copyOf(names), true);
    }

    /**
     * The same settings but for one, set by its key's path as {@link Builder#set} does. For what is known only once a
     * configuration was read, such as the address of a broker that a test starts. Does not throw: ask for {@link
     * #problems()} afterwards.
     */
    public RacecarConfig with(String path, Object value) {
        return new RacecarConfig(sources.with(path, value), registered, complete);
    }

    /**
     * The same settings but for those that the command line gives, by their keys' paths; above the environment and below
     * code. Takes what a variable or YAML would give. Does not throw: ask for {@link #problems()} afterwards.
     */
    public RacecarConfig withCommandLine(Map<String, ?> options) {
        return new RacecarConfig(sources.withCommandLine(options), registered, complete);
    }

    /** The same settings without those of single consumers, for what only produces. Does not throw. */
    public RacecarConfig withoutConsumers() {
        return new RacecarConfig(sources.withoutConsumers(), Set.of(), false);
    }

    /** Everything that is wrong; empty where the settings can be used. */
    public List<String> problems() {
        return findings.problems();
    }

    /** What is doubtful, such as a variable that matches no setting. */
    public List<String> warnings() {
        return findings.warnings();
    }

    /** Addresses of brokers, each {@code host:port}; at least one. */
    public List<String> brokers() {
        return values(null).get(ProcessKeys.BROKERS);
    }

    /** What identifies this application to the brokers. */
    public String clientId() {
        return values(null).get(ProcessKeys.CLIENT_ID);
    }

    /** How long a broker may take to answer. */
    public Duration socketTimeout() {
        return values(null).get(ProcessKeys.SOCKET_TIMEOUT);
    }

    /** How often brokers are asked where partitions end. */
    public Duration lagInterval() {
        return values(null).get(ProcessKeys.LAG_INTERVAL);
    }

    /** Where Racecar's own log goes as well; empty where the application's logging decides alone. */
    public Optional<Path> logfile() {
        return values(null).find(OperationKeys.LOGFILE);
    }

    /** The least level of Racecar's own log; empty where it is not set and the application's logging decides. */
    public Optional<LogLevel> logLevel() {
        Values values = values(null);
        return values.where(OperationKeys.LOG_LEVEL).flatMap(key -> values.find(OperationKeys.LOG_LEVEL));
    }

    /** The file that holds the process id; empty where there is none. */
    public Optional<Path> pidfile() {
        return values(null).find(OperationKeys.PIDFILE);
    }

    /** The file by which others see that the process is alive. */
    public LivenessProbeSettings livenessProbe() {
        return operations().livenessProbe();
    }

    /** How metrics are sent to a Datadog agent. */
    public DatadogSettings datadog() {
        return operations().datadog();
    }

    /** What JMX shows. */
    public JmxSettings jmx() {
        return operations().jmx();
    }

    /** What is in the application's metrics. */
    public MetricsSettings metrics() {
        return operations().metrics();
    }

    /** The page on the admin port. */
    public DashboardSettings dashboard() {
        return operations().dashboard();
    }

    private Operations operations() {
        return new Operations(values(null));
    }

    /** The settings of a consumer; those for all where it has none of its own. */
    public ConsumerSettings consumer(String name) {
        return new ConsumerSettings(name, values(name));
    }

    /** The consumers that have a section or a value of their own, and those given to {@link #withConsumers}. */
    public Set<String> consumerNames() {
        values(null);
        return assignments.consumers();
    }

    /** The class that a consumer which the application does not register is to be made from. */
    public Optional<String> consumerClass(String name) {
        return values(name).find(ConsumerKeys.CLASS);
    }

    /** Those of all consumers that have one, by their names; also while there are problems. */
    public Map<String, String> consumerClasses() {
        Map<String, String> classes = new TreeMap<>();
        for (String name : assignments.consumers()) {
            assignments
                    .get(Key.of(name, ConsumerKeys.CLASS))
                    .map(Given::value)
                    .ifPresent(type -> classes.put(name, type.toString()));
        }
        return classes;
    }

    /** The producer's settings. */
    public ProducerSettings producer() {
        return new ProducerSettings(values(null));
    }

    /**
     * Properties of a consumer's Kafka client, raw ones last; a new map, which is the caller's. Left to the caller:
     * {@code group.instance.id}, {@code max.partition.fetch.bytes} and what differs between workers. Holds secrets.
     */
    public Map<String, Object> consumerProperties(String name) {
        return new ClientProperties(values(name)).consumer(consumer(name).groupId());
    }

    /** Properties of the producer, raw ones last; a new map, which is the caller's. Holds secrets. */
    public Map<String, Object> producerProperties() {
        return new ClientProperties(values(null)).producer();
    }

    /**
     * Properties of a producer for transactions of a consumer (P3), raw ones included; a new map, which is the caller's. Holds
     * secrets.
     */
    public Map<String, Object> transactionalProducerProperties(String name, String transactionalId) {
        return new ClientProperties(values(name)).transactionalProducer(transactionalId);
    }

    /** Properties of an admin client; a new map, which is the caller's. Holds secrets. */
    public Map<String, Object> adminProperties() {
        return new ClientProperties(values(null)).admin();
    }

    /** Every setting as it applies, and for each consumer those given for it; without secrets. */
    public List<EffectiveSetting> effective() {
        return new Listing(assignments).settings();
    }

    /**
     * The same as the text of a YAML file, a comment behind each value saying where it comes from unless it is a default.
     * Settings that have no value are left out.
     */
    public String effectiveYaml() {
        return EffectiveYaml.of(new Listing(assignments).lines());
    }

    /** The settings that were given, without secrets. */
    @Override
    public String toString() {
        return effective().stream()
                .filter(setting -> setting.source() != Source.DEFAULT)
                .map(setting -> setting.path() + "=" + setting.value())
                .collect(Collectors.joining(", ", "RacecarConfig[", "]"));
    }

    /** A consumer that was not known when variables were matched is, from here on. */
    private Values values(@Nullable String consumer) {
        if (!problems().isEmpty()) {
            throw new InvalidConfigurationException(problems());
        }
        if (consumer == null || assignments.consumers().contains(consumer)) {
            return new Values(assignments, consumer);
        }
        Set<String> names = new TreeSet<>(registered);
        names.add(consumer);
        return new RacecarConfig(sources, names, complete).values(consumer);
    }

    /** Collects sources of settings. Not thread-safe. */
    public static final class Builder {
        private YamlFile file = YamlFile.NONE;
        private Map<String, String> variables = System.getenv();
        private final Map<String, Object> commandLine = new LinkedHashMap<>();
        private final Map<String, Object> code = new LinkedHashMap<>();

        private Builder() {
            ClientPreloading.begin();
        }

        /** A file whose root is the settings; below the environment. Read at once; what is wrong with it is kept. */
        public Builder file(Path path) {
            file = YamlFile.read(path);
            return this;
        }

        /** Variables in place of those of this process; only {@code RACECAR_} ones matter. */
        public Builder environment(Map<String, String> variables) {
            this.variables = Map.copyOf(variables);
            return this;
        }

        /** Values by their keys' paths that options of a command give; above the environment. */
        public Builder commandLine(Map<String, String> options) {
            commandLine.putAll(options);
            return this;
        }

        /**
         * A value by its key's path, {@code consumers.user-ban-consumer.pauseTimeout}; above the command line. Takes what
         * YAML would give, and durations, enums, classes, paths, lists and maps.
         */
        public Builder set(String path, Object value) {
            code.put(path, Objects.requireNonNull(value, path));
            return this;
        }

        /**
         * Reads everything.
         *
         * @throws InvalidConfigurationException with every problem
         */
        public RacecarConfig build() {
            Sources sources = new Sources(file, variables, new LinkedHashMap<>(commandLine), new LinkedHashMap<>(code));
            RacecarConfig config = new RacecarConfig(sources, Set.of(), false);
            if (!config.problems().isEmpty()) {
                throw new InvalidConfigurationException(config.problems());
            }
            return config;
        }
    }
}
