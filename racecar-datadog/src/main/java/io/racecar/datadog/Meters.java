package io.racecar.datadog;

import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.config.RacecarConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Everything that is measured in one Racecar. Thread-safe; flushes and looks are those of one thread. */
final class Meters {
    private final RacecarConfig config;
    private final Tags tags;
    private final LongSupplier nanoTime;
    private final ProducerMeter producer;
    private final Map<String, ConsumerMeter> consumers = new ConcurrentHashMap<>();

    Meters(RacecarConfig config, Tags tags, LongSupplier nanoTime) {
        this.config = config;
        this.tags = tags;
        this.nanoTime = nanoTime;
        this.producer = new ProducerMeter(tags);
    }

    ProducerMeter producer() {
        return producer;
    }

    ConsumerMeter consumer(String name) {
        ConsumerMeter known = consumers.get(name);
        return known != null
                ? known
                : consumers.computeIfAbsent(
                        name, it -> new ConsumerMeter(tags, config.consumer(it).groupId(), nanoTime));
    }

    /** Writes what has happened since the last time. */
    void flush(Lines lines) {
        consumers.values().forEach(it -> it.flush(lines));
        producer.flush(lines);
    }

    /** Writes how it is now. */
    void look(List<ConsumerStatus> status, Lines lines) {
        status.forEach(it -> consumer(it.name()).look(it, lines));
    }
}
