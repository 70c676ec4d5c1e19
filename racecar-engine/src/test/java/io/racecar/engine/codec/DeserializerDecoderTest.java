package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.UndecodableMessageException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;

class DeserializerDecoderTest {

    /** Writes what happens to it into the list that it is configured with. */
    @SuppressWarnings("unchecked")
    public static final class Recording implements Deserializer<String> {
        private List<String> log;

        @Override
        public void configure(Map<String, ?> properties, boolean isKey) {
            log = (List<String>) properties.get("log");
            log.add("configured for " + (isKey ? "keys" : "values"));
        }

        @Override
        public String deserialize(String topic, byte[] data) {
            throw new AssertionError("headers are to be given");
        }

        @Override
        public String deserialize(String topic, Headers headers, byte[] data) {
            String prefix = new String(headers.lastHeader("prefix").value(), UTF_8);
            headers.remove("prefix");
            return prefix + new String(data, UTF_8) + " of " + topic;
        }

        @Override
        public void close() {
            log.add("closed");
        }
    }

    public static final class Failing implements Deserializer<String> {
        @Override
        public String deserialize(String topic, byte[] data) {
            throw new SerializationException("cannot read " + new String(data, UTF_8));
        }
    }

    public static final class Refusing implements Deserializer<String> {
        @Override
        public void configure(Map<String, ?> properties, boolean isKey) {
            throw new ConfigException("my.password", properties.get("my.password"), "it is too short");
        }

        @Override
        public String deserialize(String topic, byte[] data) {
            return "";
        }
    }

    @Test
    void aRefusedPropertyIsNamedWithoutItsValue() {
        assertThatThrownBy(() -> Decoder.ofDeserializer(
                        Refusing.class.getName(), Map.of("my.password", "hunter2", "retries", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Invalid value [the value of my.password] for configuration my.password")
                .satisfies(error -> assertThat(Throwables.getStackTrace(error)).doesNotContain("hunter2"));
    }

    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void theDeserializerIsConfiguredAskedAndClosed() {
        Decoder<?> decoder = Decoder.ofDeserializer(Recording.class.getName(), Map.of("log", log));

        assertThat(decoder.decode(record())).isEqualTo("a-x of users");
        decoder.close();

        assertThat(log).containsExactly("configured for values", "closed");
    }

    @Test
    void aRecordMayBeDecodedAgainAlthoughTheDeserializerRemovesHeaders() {
        ConsumerRecord<byte[], byte[]> record = record();
        try (Decoder<?> decoder = Decoder.ofDeserializer(Recording.class.getName(), Map.of("log", log))) {
            decoder.decode(record);

            assertThat(decoder.decode(record)).isEqualTo("a-x of users");
        }
    }

    @Test
    void aFailureNamesTheMessageAndTheDeserializerButNotTheContent() {
        try (Decoder<?> decoder = Decoder.ofDeserializer(Failing.class.getName(), Map.of())) {
            assertThatThrownBy(() -> decoder.decode(record()))
                    .isInstanceOf(UndecodableMessageException.class)
                    .hasMessage("users/3@17 cannot be read as a value by " + Failing.class.getName()
                            + ": SerializationException; valueBytes() still gives its bytes")
                    .hasStackTraceContaining(Failing.class.getName())
                    .extracting(Throwable::getCause)
                    .asString()
                    .doesNotContain("cannot read");
        }
    }

    @Test
    void aWrongLengthIsAFailureLikeAnother() {
        try (Decoder<?> decoder = Decoder.ofDeserializer(LongDeserializer.class.getName(), Map.of())) {
            assertThatThrownBy(() -> decoder.decode(record())).isInstanceOf(UndecodableMessageException.class);
        }
    }

    @Test
    void anUnknownOrUnfitClassIsRefused() {
        for (String name : List.of("com.example.Missing", "java.lang.String")) {
            assertThatThrownBy(() -> Decoder.ofDeserializer(name, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("valueDeserializer must be the name of a Kafka Deserializer")
                    .hasMessageContaining("but was " + name);
        }
    }

    private static ConsumerRecord<byte[], byte[]> record() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("users", 3, 17, null, "x".getBytes(UTF_8));
        record.headers().add("prefix", "a-".getBytes(UTF_8));
        return record;
    }
}
