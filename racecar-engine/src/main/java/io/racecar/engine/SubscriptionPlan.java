package io.racecar.engine;

import io.racecar.engine.Registration.TopicSource;
import io.racecar.engine.config.RawProperties;
import io.racecar.engine.worker.Subscription;
import io.racecar.engine.worker.Subscription.PatternStart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Which Kafka clients a consumer's subscriptions need: those that differ in client settings get a client each, and so do
 * patterns, which Kafka's client cannot mix with names.
 */
final class SubscriptionPlan {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private final String consumer;
    private final List<String> problems;
    private final Map<ClientSettings, List<TopicSource>> clients = new LinkedHashMap<>();

    private record ClientSettings(boolean patterns, Map<String, Object> properties) {}

    /** A client: what it subscribes to, and the properties that it has for that alone. */
    record PlannedClient(Subscription subscription, Map<String, Object> properties) {}

    private SubscriptionPlan(String consumer, List<String> problems) {
        this.consumer = consumer;
        this.problems = problems;
    }

    /**
     * Plans a consumer's clients.
     *
     * @param renames new names by the names in the sources
     * @param problems where what is wrong is added, in which case the result is of no use
     */
    static List<PlannedClient> of(
            String consumer, List<TopicSource> sources, Map<String, String> renames, List<String> problems) {
        int before = problems.size();
        SubscriptionPlan plan = new SubscriptionPlan(consumer, problems);
        plan.checkRenames(sources, renames);
        sources.forEach(it -> plan.add(it, renames));
        return problems.size() > before ? List.of() : plan.clients();
    }

    private void checkRenames(List<TopicSource> sources, Map<String, String> renames) {
        List<String> topics = sources.stream()
                .filter(it -> it.topic() != null)
                .map(TopicSource::topic)
                .toList();
        renames.keySet().stream()
                .filter(it -> !topics.contains(it))
                .forEach(it -> problems.add("consumers." + consumer + ".topics names " + it
                        + ", to which the consumer does not subscribe; it subscribes to " + String.join(", ", topics)));
    }

    private void add(TopicSource source, Map<String, String> renames) {
        if (source.topic() != null) {
            String topic = renames.getOrDefault(source.topic(), source.topic());
            if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
                problems.add("the consumer " + consumer + " subscribes to \"" + topic
                        + "\", which Kafka refuses as a topic's name; use 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-'");
                return;
            }
            source = new TopicSource(
                    topic, null, source.startFromBeginning(), source.maxBytesPerPartition(), source.properties());
        } else {
            checkPattern(source);
        }
        Map<String, Object> properties = properties(source);
        clients.computeIfAbsent(new ClientSettings(source.topic() == null, properties), it -> new ArrayList<>())
                .add(source);
    }

    private void checkPattern(TopicSource source) {
        try {
            Pattern.compile(String.valueOf(source.pattern()));
        } catch (PatternSyntaxException e) {
            problems.add("the consumer " + consumer + " subscribes to the pattern \"" + source.pattern()
                    + "\", which is not a regular expression: " + e.getDescription() + " near index " + e.getIndex());
        }
    }

    private Map<String, Object> properties(TopicSource source) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (source.maxBytesPerPartition() < 1) {
            problems.add("the consumer " + consumer + " subscribes to " + name(source) + " with maxBytesPerPartition "
                    + source.maxBytesPerPartition() + "; it must be at least 1");
        }
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, source.maxBytesPerPartition());
        for (String property : source.properties()) {
            int equals = property.indexOf('=');
            String key = equals < 0 ? property : property.substring(0, equals).strip();
            if (equals <= 0) {
                problems.add("the consumer " + consumer + " subscribes to " + name(source)
                        + " with a property that is not name=value; write \"fetch.min.bytes=1\"");
            } else {
                String value = property.substring(equals + 1).strip();
                RawProperties.ofConsumers()
                        .problem(key, value)
                        .ifPresent(it -> problems.add("the consumer " + consumer + " subscribes to " + name(source)
                                + " with the property " + key + ", which " + it));
                properties.put(key, value);
            }
        }
        return properties;
    }

    private static String name(TopicSource source) {
        return String.valueOf(source.topic() != null ? source.topic() : source.pattern());
    }

    private List<PlannedClient> clients() {
        List<PlannedClient> planned = new ArrayList<>();
        clients.forEach((settings, sources) ->
                planned.add(new PlannedClient(subscription(settings.patterns(), sources), settings.properties())));
        return planned;
    }

    private static Subscription subscription(boolean patterns, List<TopicSource> sources) {
        Map<String, Boolean> topics = new LinkedHashMap<>();
        List<PatternStart> starts = new ArrayList<>();
        for (TopicSource it : sources) {
            if (patterns) {
                starts.add(new PatternStart(Pattern.compile(String.valueOf(it.pattern())), it.startFromBeginning()));
            } else {
                topics.put(String.valueOf(it.topic()), it.startFromBeginning());
            }
        }
        return new Subscription(topics, starts);
    }
}
