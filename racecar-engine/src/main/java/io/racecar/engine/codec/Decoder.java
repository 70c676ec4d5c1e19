package io.racecar.engine.codec;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.racecar.UndecodableMessageException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record's bytes into the value that a consumer takes.
 *
 * <p>Thread-safe. It is not asked about tombstones: a record without bytes has no value, whatever the type.
 *
 * @param <V> what it decodes to
 */
@FunctionalInterface
public interface Decoder<V> extends AutoCloseable {

    /**
     * Decodes a record's value.
     *
     * @param record a record whose value is not null
     * @return its value; null only where the bytes say so, as JSON's {@code null}
     * @throws UndecodableMessageException if the bytes cannot be read; neither its text nor its cause shows content
     */
    @Nullable V decode(ConsumerRecord<byte[], byte[]> record);

    /** Releases what the decoder holds; nothing, unless it is a Kafka deserializer. */
    @Override
    default void close() {}

    /**
     * The decoder for the {@code V} that a consumer class declares somewhere in its hierarchy.
     *
     * @param consumer a class that implements {@code MessageConsumer<V>} or {@code BatchConsumer<V>}
     * @param json what reads JSON, for any type but {@code byte[]} and {@code String}
     * @return its decoder
     * @throws IllegalArgumentException if the class leaves V open, or Jackson cannot read it; the text names the class
     *     and says what to do
     */
    static Decoder<?> forConsumer(Class<?> consumer, Json json) {
        JavaType type = new DeclaredValueType(consumer, TypeFactory.defaultInstance()).resolve();
        Decoder<?> plain = plain(type.getRawClass());
        return plain != null
                ? plain
                : JsonDecoder.of(json.mapper().constructType(type), json.mapper(), consumer.getTypeName());
    }

    /**
     * The decoder for a type that is given as a class, beside a lambda.
     *
     * @param type {@code byte[]}, {@code String} or a class that Jackson reads
     * @param json what reads JSON
     * @param <V> the type
     * @return its decoder
     * @throws IllegalArgumentException if the class needs type arguments, or Jackson cannot read it
     */
    @SuppressWarnings("unchecked") // each decodes to the type that it is made for
    static <V> Decoder<V> forType(Class<V> type, Json json) {
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException("value type " + type.getTypeName()
                    + " must be a class without type parameters, because a class cannot say what they stand for; write"
                    + " a consumer class that implements MessageConsumer<" + type.getSimpleName() + "<...>> instead");
        }
        Decoder<?> plain = plain(type);
        return (Decoder<V>)
                (plain != null
                        ? plain
                        : JsonDecoder.of(
                                json.mapper().constructType(type),
                                json.mapper(),
                                "a consumer of " + type.getTypeName()));
    }

    /**
     * The decoder that asks a Kafka {@code Deserializer}, for formats such as Avro with a schema registry.
     *
     * @param className the deserializer's class, which needs a public constructor without parameters
     * @param properties what it is configured with
     * @return its decoder, which closes the deserializer
     * @throws IllegalArgumentException if there is no such class, or it is not a deserializer or refuses the properties
     */
    static Decoder<?> ofDeserializer(String className, Map<String, ?> properties) {
        return DeserializerDecoder.of(className, properties);
    }

    /** Null if it takes Jackson. */
    private static @Nullable Decoder<?> plain(Class<?> type) {
        if (type == byte[].class) {
            return ConsumerRecord::value;
        }
        return type == String.class ? record -> new String(record.value(), StandardCharsets.UTF_8) : null;
    }
}
