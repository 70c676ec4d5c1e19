package io.racecar.dropwizard.metrics;

import io.racecar.Partition;
import org.jspecify.annotations.Nullable;

/** What the names of metrics begin with. */
final class Names {
    static final String PRODUCER = "racecar.producer";

    private Names() {}

    static String consumer(String consumer) {
        return "racecar.consumer." + consumer;
    }

    /** Dots in the topic would look like levels; Kafka allows no two topics that differ only in dots and underscores. */
    static String partition(String consumer, Partition partition) {
        return consumer(consumer) + ".partition." + partition.topic().replace('.', '_') + "." + partition.number();
    }

    /** @param consumer null: the producer's client */
    static String client(@Nullable String consumer, int worker) {
        return consumer == null ? PRODUCER + ".kafka" : consumer(consumer) + ".worker." + worker + ".kafka";
    }

    static String of(String prefix, Entry entry) {
        return prefix + "." + entry.id();
    }
}
