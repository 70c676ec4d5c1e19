package io.racecar.engine.config;

import io.racecar.engine.produce.Partitioning;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings of the producer. */
final class ProducerKeys {
    static final Setting<CompressionCodec> COMPRESSION_CODEC = Setting.process(
                    "producer.compressionCodec",
                    EnumType.of(CompressionCodec.class),
                    "How produced messages are compressed.")
            .byDefault("none")
            .kafka("compression.type");

    static final Setting<Partitioning> PARTITIONER = Setting.process(
                    "producer.partitioner",
                    EnumType.of(Partitioning.class),
                    "How messages find their partition; otherwise as murmur2-random.")
            .kafka("partitioner.class");

    static final Setting<Duration> LINGER = Setting.process(
                    "producer.linger",
                    DurationType.between(Duration.ZERO, Duration.ofSeconds(2)),
                    "How long a message may wait for others that go to the same partition.")
            .byDefault("5ms")
            .kafka("linger.ms");

    static final Setting<Duration> MESSAGE_TIMEOUT = Setting.process(
                    "producer.messageTimeout",
                    DurationType.between(Duration.ofMillis(100), Duration.ofHours(1)),
                    "After how long an undelivered message fails.")
            .byDefault("5m")
            .kafka("delivery.timeout.ms");

    static final Setting<Integer> MAX_IN_FLIGHT_DELIVERIES = Setting.process(
                    "producer.maxInFlightDeliveries",
                    NumberType.between(1, 1_000_000),
                    "How many messages of a consumer may be unacknowledged before its handlers wait.")
            .byDefault("10000");

    static final Setting<Long> BUFFER_BYTES = Setting.process(
                    "producer.bufferBytes",
                    SizeType.between(128 * SizeType.KIB, 64 * SizeType.GIB),
                    "How many bytes may wait for delivery.")
            .byDefault("32MiB")
            .kafka("buffer.memory");

    static final Setting<Map<String, String>> PROPERTIES = Setting.process(
                    "producer.properties",
                    MapType.ofProperties(),
                    "Raw properties of the Kafka producer; they have the last word.")
            .byDefault("");

    static final List<Setting<?>> ALL = List.of(
            COMPRESSION_CODEC,
            PARTITIONER,
            LINGER,
            MESSAGE_TIMEOUT,
            MAX_IN_FLIGHT_DELIVERIES,
            BUFFER_BYTES,
            PROPERTIES);

    private ProducerKeys() {}
}
