package io.racecar.engine.worker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.jspecify.annotations.Nullable;

/**
 * What one client subscribes to: topics by name, or patterns of whole topic names.
 *
 * @param topics names, each with whether a group without offsets starts at the beginning; empty when there are patterns
 * @param patterns as the topics
 */
public record Subscription(Map<String, Boolean> topics, List<PatternStart> patterns) {
    /**
     * One pattern.
     *
     * @param pattern matches whole topic names
     * @param fromBeginning whether a group without offsets starts at the beginning
     */
    public record PatternStart(Pattern pattern, boolean fromBeginning) {}

    /** One kind or the other: a client subscribes to names or to a pattern, never both. */
    public Subscription {
        if (topics.isEmpty() == patterns.isEmpty()) {
            throw new IllegalArgumentException("a subscription has either topics or patterns");
        }
    }

    void subscribe(Consumer<byte[], byte[]> client, ConsumerRebalanceListener listener) {
        if (patterns.isEmpty()) {
            client.subscribe(topics.keySet(), listener);
        } else {
            client.subscribe(pattern(), listener);
        }
    }

    private Pattern pattern() {
        return Pattern.compile(patterns.stream()
                .map(it -> "(?:" + it.pattern().pattern() + ")")
                .collect(Collectors.joining("|")));
    }

    boolean startsAtBeginning(String topic) {
        @Nullable Boolean named = topics.get(topic);
        return named != null
                ? named
                : patterns.stream()
                        .filter(it -> it.pattern().matcher(topic).matches())
                        .allMatch(PatternStart::fromBeginning);
    }

    /** Whether that topic is one of its own. */
    public boolean matches(String topic) {
        return topics.containsKey(topic)
                || patterns.stream().anyMatch(it -> it.pattern().matcher(topic).matches());
    }

    /** Names that must exist before there is anything to do. */
    Set<String> names() {
        return topics.keySet();
    }

    @Override
    public String toString() {
        return patterns.isEmpty()
                ? String.join(", ", topics.keySet())
                : pattern().pattern();
    }
}
