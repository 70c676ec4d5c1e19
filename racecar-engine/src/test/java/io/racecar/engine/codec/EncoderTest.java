package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private final Encoder encoder = new Encoder(Json.standard());

    record Ban(String user, Instant at, Duration length, Optional<String> reason) {}

    record Leaky(String secret) {
        @SuppressWarnings("unused") // by Jackson
        public String getName() {
            throw new IllegalStateException("no name for " + secret);
        }
    }

    @Test
    void everythingIsTakenOver() {
        ProducerRecord<byte[], byte[]> record = encode(OutgoingMessage.to("bans")
                .key("clé")
                .value("välue")
                .header("a", "1")
                .header("a", (byte[]) null)
                .partition(3)
                .createTime(Instant.ofEpochMilli(1234)));

        assertThat(record.topic()).isEqualTo("bans");
        assertThat(record.key()).isEqualTo("clé".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo("välue".getBytes(UTF_8));
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.timestamp()).isEqualTo(1234);
        assertThat(record.headers()).extracting("key").containsExactly("a", "a");
        assertThat(record.headers().lastHeader("a").value()).isNull();
    }

    @Test
    void whatIsNotSetIsLeftToKafka() {
        ProducerRecord<byte[], byte[]> record =
                encode(OutgoingMessage.to("bans").value("x"));

        assertThat(record.key()).isNull();
        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
    }

    @Test
    void bytesAreNotCopied() {
        byte[] bytes = {1, 2};

        ProducerRecord<byte[], byte[]> record =
                encode(OutgoingMessage.to("bans").key(bytes).value(bytes));

        assertThat(record.key()).isSameAs(bytes);
        assertThat(record.value()).isSameAs(bytes);
    }

    @Test
    void objectsAreWrittenAsJsonWithIsoTimes() {
        Ban ban = new Ban("u1", Instant.parse("2026-11-22T10:00:00Z"), Duration.ofMinutes(5), Optional.of("spam"));

        assertThat(new String(encode(OutgoingMessage.to("bans").json(ban)).value(), UTF_8))
                .isEqualTo("{\"user\":\"u1\",\"at\":\"2026-11-22T10:00:00Z\",\"length\":\"PT5M\",\"reason\":\"spam\"}");
    }

    @Test
    void aStringAsJsonIsQuoted() {
        assertThat(encode(OutgoingMessage.to("bans").json("x")).value()).isEqualTo("\"x\"".getBytes(UTF_8));
    }

    @Test
    void aTombstoneHasNoValue() {
        assertThat(encode(OutgoingMessage.to("bans").key("u1").tombstone()).value())
                .isNull();
    }

    @Test
    void aForgottenValueIsRefused() {
        assertThatThrownBy(() -> encode(OutgoingMessage.to("bans").key("secret")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a message to bans must have a value")
                .hasMessageContaining("tombstone()")
                .hasMessageNotContaining("secret");
    }

    @Test
    void whatCannotBeWrittenIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> encode(OutgoingMessage.to("bans").json(new Leaky("alice"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the " + Leaky.class.getTypeName()
                        + " in a message to bans cannot be written as JSON: JsonMappingException caused by"
                        + " IllegalStateException")
                .extracting(Throwable::getCause)
                .extracting(Throwable::getCause)
                .asString()
                .contains("java.lang.IllegalStateException")
                .doesNotContain("alice");
    }

    @Test
    void aPartitionKeyChoosesThePartitionThatKafkaChoosesForSuchAKey() {
        IntStream.range(0, 100).mapToObj(Integer::toString).forEach(key -> {
            ProducerRecord<byte[], byte[]> record =
                    encode(OutgoingMessage.to("bans").partitionKey(key).value("x"));

            assertThat(record.partition()).isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), 7));
            assertThat(record.key()).isNull();
        });
    }

    @Test
    void aPartitionKeyIsHashedAsKeysAre() {
        Encoder crc32 = new Encoder(Json.standard(), KeyHash.CRC32);

        ProducerRecord<byte[], byte[]> record =
                crc32.encode(OutgoingMessage.to("bans").partitionKey("hejsan").value("x"), topic -> 17);

        assertThat(record.partition()).isEqualTo((int) (0xd077037eL % 17));
    }

    @Test
    void aPartitionGoesBeforeAPartitionKey() {
        assertThat(encode(OutgoingMessage.to("bans")
                                .partitionKey("k")
                                .partition(9)
                                .value("x"))
                        .partition())
                .isEqualTo(9);
    }

    private ProducerRecord<byte[], byte[]> encode(OutgoingMessage message) {
        return encoder.encode(message, topic -> 7);
    }
}
