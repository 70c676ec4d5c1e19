package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.racecar.Headers;
import io.racecar.OutgoingMessage;
import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Turns outgoing messages into what Kafka's producer sends. Thread-safe. */
public final class Encoder {
    private final Json json;
    private final KeyHash hash;

    /**
     * An encoder that writes JSON, and hashes partition keys as Kafka hashes keys.
     *
     * @param json what writes JSON
     */
    public Encoder(Json json) {
        this(json, KeyHash.MURMUR2);
    }

    /**
     * An encoder that writes JSON.
     *
     * @param json what writes JSON
     * @param hash how partition keys choose partitions
     */
    public Encoder(Json json, KeyHash hash) {
        this.json = json;
        this.hash = hash;
    }

    /**
     * Encodes a message, and lets its partition key choose the partition.
     *
     * @param message what to send
     * @param partitionsOf gives the number of partitions of a topic, at least 1; asked only where a partition key needs
     *     it
     * @return what Kafka's producer takes
     * @throws IllegalStateException if the message has neither value, JSON nor tombstone
     * @throws IllegalArgumentException if its object cannot be written as JSON
     */
    public ProducerRecord<byte[], byte[]> encode(OutgoingMessage message, ToIntFunction<String> partitionsOf) {
        ProducerRecord<byte[], byte[]> record = encode(message);
        String partitionKey = message.partitionKey();
        return partitionKey == null || record.partition() != null
                ? record
                : route(record, partitionKey, partitionsOf.applyAsInt(message.topic()));
    }

    /**
     * Encodes a message, leaving its partition key to {@link #route}.
     *
     * @param message what to send
     * @return what Kafka's producer takes, with the partition that the message names, or none
     * @throws IllegalStateException if the message has neither value, JSON nor tombstone
     * @throws IllegalArgumentException if its object cannot be written as JSON
     */
    public ProducerRecord<byte[], byte[]> encode(OutgoingMessage message) {
        byte[] value = value(message);
        Instant createTime = message.createTime();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                message.topic(),
                message.partition(),
                createTime == null ? null : createTime.toEpochMilli(),
                bytes(message.key()),
                value);
        addHeaders(message.headers(), record.headers());
        return record;
    }

    /**
     * Chooses a partition by a partition key, hashed as keys are; a partition that is set already stays.
     *
     * @param record what was encoded
     * @param partitionKey what chooses
     * @param partitions how many partitions the topic has, at least 1
     * @return the record with a partition
     */
    public ProducerRecord<byte[], byte[]> route(
            ProducerRecord<byte[], byte[]> record, String partitionKey, int partitions) {
        if (record.partition() != null) {
            return record;
        }
        int partition = hash.partition(partitionKey.getBytes(UTF_8), partitions);
        return new ProducerRecord<>(
                record.topic(), partition, record.timestamp(), record.key(), record.value(), record.headers());
    }

    private byte @Nullable [] value(OutgoingMessage message) {
        return switch (message.form()) {
            case VALUE -> bytes(message.value());
            case JSON -> json(message, Objects.requireNonNull(message.value(), "object for JSON"));
            case TOMBSTONE -> null;
            case NONE ->
                throw new IllegalStateException("a message to " + message
                        + " must have a value but has none; give it one with value(...) or json(...), or say tombstone()"
                        + " if its key is to be deleted");
        };
    }

    /** Jackson's text may quote what it could not write, so the cause goes without. */
    private byte[] json(OutgoingMessage message, Object object) {
        try {
            return json.writer().writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the " + object.getClass().getTypeName() + " in a message to " + message
                            + " cannot be written as JSON: " + Undecodable.kind(e),
                    WithoutText.of(e));
        }
    }

    private static byte @Nullable [] bytes(@Nullable Object given) {
        return given instanceof String text ? text.getBytes(UTF_8) : (byte[]) given;
    }

    private static void addHeaders(Headers from, org.apache.kafka.common.header.Headers to) {
        for (Iterator<Headers.Header> headers = from.iterator(); headers.hasNext(); ) {
            Headers.Header header = headers.next();
            to.add(header.name(), header.value());
        }
    }
}
