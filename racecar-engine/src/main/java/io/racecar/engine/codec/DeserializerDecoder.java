package io.racecar.engine.codec;

import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Kafka deserializer.
 *
 * <p>Deserializers need not be thread-safe, so there are as many as threads decode at once; each is used by one of them
 * at a time.
 */
final class DeserializerDecoder implements Decoder<Object> {
    /** What is shorter is a number or a flag, which stands in many words. */
    private static final int SHORTEST_SECRET = 4;

    private final Class<?> type;
    private final Map<String, ?> properties;
    private final Deque<Deserializer<?>> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private DeserializerDecoder(Class<?> type, Map<String, ?> properties) {
        this.type = type;
        this.properties = properties;
    }

    /** Makes the first deserializer at once, so that a wrong name or property is an error at start. */
    static DeserializerDecoder of(String className, Map<String, ?> properties) {
        try {
            Class<?> type = Utils.loadClass(className, Deserializer.class);
            DeserializerDecoder decoder = new DeserializerDecoder(type, Map.copyOf(properties));
            decoder.idle.push(decoder.newDeserializer());
            return decoder;
        } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
            throw new IllegalArgumentException(
                    "valueDeserializer must be the name of a Kafka Deserializer with a public constructor without"
                            + " parameters, which accepts its properties, but was " + className + ": "
                            + withoutValues(e, properties));
        }
    }

    /** Deserializers quote the property that they refuse, which may be a password. */
    private static String withoutValues(Throwable error, Map<String, ?> properties) {
        String text = String.valueOf(error);
        for (Map.Entry<String, ?> property : properties.entrySet()) {
            String value = String.valueOf(property.getValue());
            if (value.length() >= SHORTEST_SECRET) {
                text = text.replace(value, "[the value of " + property.getKey() + "]");
            }
        }
        return text;
    }

    @Override
    public @Nullable Object decode(ConsumerRecord<byte[], byte[]> record) {
        Deserializer<?> deserializer = null;
        try {
            deserializer = take();
            // A copy: some deserializers remove headers, and the record may be decoded again.
            return deserializer.deserialize(record.topic(), new RecordHeaders(record.headers()), record.value());
        } catch (RuntimeException e) {
            throw Undecodable.exception(record, "a value by " + type.getName(), Undecodable.kind(e), e);
        } finally {
            if (deserializer != null) {
                giveBack(deserializer);
            }
        }
    }

    /** Closes idle deserializers now, and those in use when they are given back. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private Deserializer<?> take() {
        Deserializer<?> deserializer = idle.poll();
        return deserializer == null ? newDeserializer() : deserializer;
    }

    /** Gives back before it looks at closed, while close sets closed before it empties: none is missed. */
    private void giveBack(Deserializer<?> deserializer) {
        idle.push(deserializer);
        if (closed) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (Deserializer<?> deserializer = idle.poll(); deserializer != null; deserializer = idle.poll()) {
            Utils.closeQuietly(deserializer, type.getName());
        }
    }

    private Deserializer<?> newDeserializer() {
        Deserializer<?> deserializer = Utils.newInstance(type, Deserializer.class);
        try {
            deserializer.configure(properties, false);
        } catch (RuntimeException e) {
            Utils.closeQuietly(deserializer, type.getName());
            throw e;
        }
        return deserializer;
    }
}
