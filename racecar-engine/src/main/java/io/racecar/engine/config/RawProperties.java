package io.racecar.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.JaasContext;

/**
 * Checks properties that go to a Kafka client as they are: those that are the engine's are refused, and values that the
 * client would refuse. Immutable and thread-safe.
 */
public final class RawProperties {
    private static final Map<String, String> OWNED_IN_CONSUMERS = Map.ofEntries(
            Map.entry("bootstrap.servers", "use brokers"),
            Map.entry("client.id", "use clientId"),
            Map.entry("group.id", "use groupId"),
            Map.entry("group.instance.id", "use groupInstanceId"),
            Map.entry("group.protocol", "use groupProtocol"),
            Map.entry("max.poll.interval.ms", "use maxPollInterval"),
            Map.entry("enable.auto.commit", "offsets are committed when messages are finished"),
            Map.entry("auto.commit.interval.ms", "use offsetCommitInterval"),
            Map.entry("auto.offset.reset", "use startFromBeginning in @SubscribesTo"),
            Map.entry("allow.auto.create.topics", "topics are never created by consuming"),
            Map.entry("isolation.level", "it follows from what the engine guarantees"),
            Map.entry("share.acknowledgement.mode", "each message is acknowledged by itself"),
            Map.entry("share.acquire.mode", "what is fetched ahead would lose its lock while it waits"),
            Map.entry("key.deserializer", "keys are handed over as bytes and as text"),
            Map.entry("value.deserializer", "use valueDeserializer"));
    private static final Map<String, String> OWNED_IN_PRODUCERS = Map.ofEntries(
            Map.entry("bootstrap.servers", "use brokers"),
            Map.entry("client.id", "use clientId"),
            Map.entry("acks", "every message is acknowledged by all in-sync replicas"),
            Map.entry("enable.idempotence", "the producer is always idempotent"),
            Map.entry("transactional.id", "transactions are the engine's"),
            Map.entry("max.block.ms", "waiting is the engine's; use producer.bufferBytes for more room"),
            Map.entry("key.serializer", "messages are encoded before they reach the client"),
            Map.entry("value.serializer", "messages are encoded before they reach the client"));

    /** Which the client looks for only when it is made; where it expects one class, it says so when that is parsed. */
    private static final Set<String> LISTS_OF_CLASSES = Set.of(
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    private static final RawProperties OF_CONSUMERS = new RawProperties(ConsumerConfig::configDef, OWNED_IN_CONSUMERS);
    private static final RawProperties OF_PRODUCERS = new RawProperties(ProducerConfig::configDef, OWNED_IN_PRODUCERS);

    /** Asked only where there is something to check: loading these classes takes longer than all the rest of a configuration. */
    private final Supplier<ConfigDef> known;

    private final Map<String, String> owned;

    private RawProperties(Supplier<ConfigDef> known, Map<String, String> owned) {
        this.known = known;
        this.owned = owned;
    }

    /** Those of consumers. */
    public static RawProperties ofConsumers() {
        return OF_CONSUMERS;
    }

    static RawProperties ofProducers() {
        return OF_PRODUCERS;
    }

    /** What is wrong with a property, to stand after what names it; empty where the client will take it. */
    public Optional<String> problem(String name, String value) {
        if (owned.containsKey(name)) {
            return Optional.of("is the engine's and cannot be set; " + owned.get(name));
        }
        ConfigDef.ConfigKey key = known.get().configKeys().get(name);
        return key == null || accepts(key, value)
                ? Optional.empty()
                : Optional.of("must be what Kafka accepts, " + accepted(key) + ", but was "
                        + (key.type == ConfigDef.Type.PASSWORD ? Redaction.REDACTED : Redaction.of(name, value)));
    }

    private static boolean accepts(ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            if (key.name.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
                JaasContext.loadClientContext(Map.of(key.name, parsed));
            }
            if (LISTS_OF_CLASSES.contains(key.name)) {
                ((List<?>) parsed).forEach(name -> ConfigDef.parseType(key.name, name, ConfigDef.Type.CLASS));
            }
            return true;
        } catch (KafkaException | IllegalArgumentException refused) {
            return false;
        }
    }

    private static String accepted(ConfigDef.ConfigKey key) {
        if (key.name.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
            return "an entry such as org.apache.kafka.common.security.plain.PlainLoginModule required"
                    + " username=\"...\" password=\"...\";";
        }
        if (LISTS_OF_CLASSES.contains(key.name)) {
            return "a list of names of classes on the classpath";
        }
        String type = key.type.name().toLowerCase(Locale.ROOT);
        return key.validator == null ? type : type + " " + key.validator;
    }

    /** Checks the entries that are given at one level. */
    void check(Check check, Setting<?> mapping) {
        check.entriesHere(mapping).forEach((name, given) -> {
            String path = check.naming(mapping, name);
            if (given.value() != null) {
                problem(name, String.valueOf(given.value())).ifPresent(text -> check.problem(path + " " + text));
            }
            Set<String> names = known.get().names();
            if (!names.contains(name)) {
                Suggestion.among(names)
                        .nearest(name)
                        .ifPresent(near -> check.findings()
                                .warning(path + " is no property of Kafka's; did you mean " + near + "?"));
            }
        });
    }
}
