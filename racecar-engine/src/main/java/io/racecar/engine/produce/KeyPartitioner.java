package io.racecar.engine.produce;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.jspecify.annotations.Nullable;

/** A {@link Partitioning} in the place where Kafka's client wants it. Thread-safe; Kafka makes its instances. */
public final class KeyPartitioner implements Partitioner {
    /** The property of the client that holds the {@link Partitioning}. */
    public static final String PARTITIONING = "racecar.partitioning";

    private static final byte[] NO_KEY = {};

    private final StickyPartitions keyless;
    private Partitioning partitioning = Partitioning.MURMUR2;

    /** For Kafka's client. */
    public KeyPartitioner() {
        this(new StickyPartitions(
                System::nanoTime, bound -> ThreadLocalRandom.current().nextInt(bound)));
    }

    KeyPartitioner(StickyPartitions keyless) {
        this.keyless = keyless;
    }

    @Override
    public void configure(Map<String, ?> properties) {
        if (!(properties.get(PARTITIONING) instanceof Partitioning configured)) {
            throw new IllegalArgumentException(PARTITIONING + " must be a Partitioning but was "
                    + properties.get(PARTITIONING) + "; set producer.partitioner, not partitioner.class");
        }
        partitioning = configured;
    }

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        if (partitioning.spreads(keyBytes)) {
            return keyless.partition(topic, cluster);
        }
        return partitioning
                .hash()
                .partition(keyBytes == null ? NO_KEY : keyBytes, cluster.partitionCountForTopic(topic));
    }

    @Override
    public void close() {}
}
