package io.racecar.engine.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.Headers;
import io.racecar.UndecodableMessageException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordMessageTest {
    private final AtomicInteger decoded = new AtomicInteger();

    @Test
    void showsTheRecord() {
        RecordMessage<String> message = message("value", record -> "x");

        assertThat(message.topic()).isEqualTo("users");
        assertThat(message.partition()).isEqualTo(3);
        assertThat(message.offset()).isEqualTo(17);
        assertThat(message.key()).isEqualTo("clé");
        assertThat(message.keyBytes()).isSameAs(message.record().key());
        assertThat(message.valueBytes()).isSameAs(message.record().value());
        assertThat(message.createTime()).isEqualTo(Instant.ofEpochMilli(1234));
        assertThat(message).hasToString("users/3@17");
    }

    @Test
    void theValueIsDecodedOnce() {
        RecordMessage<Integer> message = message("value", record -> decoded.incrementAndGet());

        assertThat(message.value()).isEqualTo(1).isSameAs(message.value());
        assertThat(decoded).hasValue(1);
    }

    @Test
    void aValueDecodedToNullIsKeptToo() {
        RecordMessage<Integer> message = message("null", record -> {
            decoded.incrementAndGet();
            return null;
        });

        assertThat(message.value()).isNull();
        assertThat(message.value()).isNull();
        assertThat(decoded).hasValue(1);
    }

    @Test
    void aTombstoneIsNotDecoded() {
        RecordMessage<Integer> message = message(null, record -> decoded.incrementAndGet());

        assertThat(message.value()).isNull();
        assertThat(decoded).hasValue(0);
    }

    @Test
    void aFailureIsNotKept() {
        RecordMessage<Integer> message = message("value", record -> {
            if (decoded.incrementAndGet() == 1) {
                throw new UndecodableMessageException("first time", null);
            }
            return 2;
        });

        assertThatThrownBy(message::value).hasMessage("first time");
        assertThat(message.value()).isEqualTo(2);
    }

    @Test
    void headersAreShownInWireOrder() {
        RecordMessage<String> message = message("value", record -> "x");
        message.record().headers().add("a", "1".getBytes(UTF_8)).add("b", null).add("a", "2".getBytes(UTF_8));

        assertThat(message.headers().get("a")).isEqualTo("2");
        assertThat(message.headers().getBytes("a")).isEqualTo("2".getBytes(UTF_8));
        assertThat(message.headers().get("b")).isNull();
        assertThat(message.headers().get("c")).isNull();
        assertThat(message.headers()).extracting(Headers.Header::name).isEqualTo(List.of("a", "b", "a"));
    }

    private static <V> RecordMessage<V> message(String value, Decoder<V> decoder) {
        byte[] bytes = value == null ? null : value.getBytes(UTF_8);
        return RecordMessage.of(
                new ConsumerRecord<>(
                        "users",
                        3,
                        17,
                        1234,
                        TimestampType.CREATE_TIME,
                        -1,
                        -1,
                        "clé".getBytes(UTF_8),
                        bytes,
                        new RecordHeaders(),
                        Optional.empty()),
                decoder);
    }
}
