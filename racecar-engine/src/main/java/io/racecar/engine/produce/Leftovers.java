package io.racecar.engine.produce;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What could not be delivered any more when the producer was closed, for the log. Thread-safe. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final int MOST_TOPICS = 10;

    private final Map<String, LongAdder> byTopic = new ConcurrentHashMap<>();

    void add(String topic) {
        byTopic.computeIfAbsent(topic, none -> new LongAdder()).increment();
    }

    /** Says how many there are, if there are any. */
    void log(Duration timeout) {
        long all = byTopic.values().stream().mapToLong(LongAdder::sum).sum();
        if (all > 0) {
            LOG.warn(
                    "{} messages were not delivered by the time the producer was closed, after {} ms: {}; handlers produce"
                            + " theirs again when their messages are handled again, the application was told with CLOSED",
                    all,
                    timeout.toMillis(),
                    topics());
        }
    }

    private String topics() {
        String most = byTopic.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, LongAdder>>comparingLong(
                                it -> -it.getValue().sum())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_TOPICS)
                .map(it -> it.getKey() + " " + it.getValue().sum())
                .collect(Collectors.joining(", "));
        return byTopic.size() > MOST_TOPICS ? most + " and " + (byTopic.size() - MOST_TOPICS) + " more topics" : most;
    }
}
