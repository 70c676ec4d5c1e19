package io.racecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final OutgoingMessage message = OutgoingMessage.to("user_banned");

    @Test
    void keepTheirOrderAndTheirRepetitions() {
        Headers headers =
                message.header("b", "1").header("a", "2").header("b", "3").headers();

        assertThat(headers).extracting(Headers.Header::name).containsExactly("b", "a", "b");
        assertThat(headers)
                .extracting(Headers.Header::value)
                .containsExactly("1".getBytes(UTF_8), "2".getBytes(UTF_8), "3".getBytes(UTF_8));
    }

    @Test
    void giveTheLastOfAName() {
        Headers headers =
                message.header("a", "1").header("a", "2").header("b", "3").headers();

        assertThat(headers.get("a")).isEqualTo("2");
        assertThat(headers.getBytes("a")).isEqualTo("2".getBytes(UTF_8));
    }

    @Test
    void giveNullForAnAbsentName() {
        Headers headers = message.header("a", "1").headers();

        assertThat(headers.get("A")).isNull();
        assertThat(headers.getBytes("A")).isNull();
    }

    @Test
    void giveNullIfTheLastOfANameHasNoValue() {
        Headers headers = message.header("a", "1").header("a", (byte[]) null).headers();

        assertThat(headers.get("a")).isNull();
        assertThat(headers.getBytes("a")).isNull();
        assertThat(headers).hasSize(2);
    }

    @Test
    void areReadAndWrittenAsUtf8() {
        assertThat(message.header("city", "Zürich").headers().getBytes("city")).isEqualTo("Zürich".getBytes(UTF_8));
        assertThat(message.header("city", "Zürich".getBytes(UTF_8)).headers().get("city"))
                .isEqualTo("Zürich");
    }

    @Test
    void cannotBeTakenAwayFrom() {
        Iterator<Headers.Header> headers = message.header("a", "1").headers().iterator();
        headers.next();

        assertThatThrownBy(headers::remove).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void doNotShowTheirValues() {
        assertThat(message.header("a", StoredMessage.CONTENT)
                        .headers()
                        .iterator()
                        .next()
                        .toString())
                .doesNotContain(StoredMessage.CONTENT);
    }
}
