package io.racecar.datadog;

import io.racecar.RacecarListener.Delivered;
import io.racecar.RacecarListener.Produced;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is produced. Thread-safe. */
final class ProducerMeter {
    /** More are counted together: a topic that is named after something else, by mistake, must not fill the memory. */
    static final int MOST_TOPICS = 1000;

    private static final String OTHERS = "other";

    private final Tags tags;
    private final Series client;
    private final Map<String, Series> topics = new ConcurrentHashMap<>();

    ProducerMeter(Tags tags) {
        this.tags = tags;
        this.client = new Series(Scope.CLIENT, tags.client());
    }

    private Series topic(String topic) {
        Series known = topics.get(topic);
        if (known != null) {
            return known;
        }
        return topics.computeIfAbsent(
                topics.size() < MOST_TOPICS ? topic : OTHERS, it -> new Series(Scope.TOPIC, tags.topic(it)));
    }

    void produced(Produced event) {
        Series topic = topic(event.message().topic());
        if (event.error() != null) {
            topic.count(Metric.PRODUCE_ERRORS);
            return;
        }
        topic.count(Metric.PRODUCED);
        topic.record(Metric.MESSAGE_SIZE, event.bytes());
        topic.count(Metric.MESSAGE_SIZE_SUM, event.bytes());
        topic.record(Metric.BUFFER_SIZE, event.undelivered());
    }

    void delivered(Delivered event) {
        if (event.error() != null) {
            client.count(Metric.DELIVERY_ERRORS);
            return;
        }
        client.record(Metric.DELIVER_LATENCY, event.latency().toNanos());
        client.count(Metric.DELIVERED);
        client.count(Metric.ACKNOWLEDGED);
    }

    /** Writes what has happened since the last time. */
    void flush(Lines lines) {
        client.flush(lines);
        topics.values().forEach(it -> it.flush(lines));
    }
}
