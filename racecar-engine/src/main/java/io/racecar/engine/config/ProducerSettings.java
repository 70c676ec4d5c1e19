package io.racecar.engine.config;

import io.racecar.engine.produce.Partitioning;
import java.time.Duration;
import java.util.Optional;

/** The settings of the producer. Immutable and thread-safe; durations are in whole milliseconds. */
public final class ProducerSettings {
    private final Values values;

    ProducerSettings(Values values) {
        this.values = values;
    }

    /** How messages are compressed. */
    public CompressionCodec compressionCodec() {
        return values.get(ProducerKeys.COMPRESSION_CODEC);
    }

    /** How messages find their partition; empty where Kafka's client decides, as {@code MURMUR2_RANDOM} does. */
    public Optional<Partitioning> partitioner() {
        return values.find(ProducerKeys.PARTITIONER);
    }

    /** How long a message may wait for others to the same partition. */
    public Duration linger() {
        return values.get(ProducerKeys.LINGER);
    }

    /** After how long an undelivered message fails. */
    public Duration messageTimeout() {
        return values.get(ProducerKeys.MESSAGE_TIMEOUT);
    }

    /** How many messages of a consumer may be unacknowledged before its handlers wait; at least 1. */
    public int maxInFlightDeliveries() {
        return values.get(ProducerKeys.MAX_IN_FLIGHT_DELIVERIES);
    }

    /** How many bytes may wait for delivery. */
    public long bufferBytes() {
        return values.get(ProducerKeys.BUFFER_BYTES);
    }

    @Override
    public String toString() {
        return "ProducerSettings[" + bufferBytes() + " bytes]";
    }
}
