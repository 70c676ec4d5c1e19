package io.racecar.engine;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a consumer subscribes to. Immutable.
 *
 * @param consumer its name
 * @param topics topics by name, as the configuration renames them
 * @param patterns that match whole names of topics
 */
public record Subscriptions(String consumer, Set<String> topics, List<Pattern> patterns) {
    public Subscriptions {
        topics = Set.copyOf(topics);
        patterns = List.copyOf(patterns);
    }
}
