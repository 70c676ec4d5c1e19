package io.racecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage.Form;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingMessageTest {
    private final OutgoingMessage message = OutgoingMessage.to("user_banned");

    @Test
    void hasOnlyItsTopicAtFirst() {
        assertHasOnlyItsTopic(message);
    }

    @Test
    void keepsAllThatIsSet() {
        OutgoingMessage full = message.key("42")
                .value("banned")
                .header("trace", "1")
                .partition(3)
                .partitionKey("eu")
                .createTime(Instant.ofEpochMilli(5));

        assertThat(full.topic()).isEqualTo("user_banned");
        assertThat(full.key()).isEqualTo("42");
        assertThat(full.value()).isEqualTo("banned");
        assertThat(full.headers().get("trace")).isEqualTo("1");
        assertThat(full.partition()).isEqualTo(3);
        assertThat(full.partitionKey()).isEqualTo("eu");
        assertThat(full.createTime()).isEqualTo(Instant.ofEpochMilli(5));
    }

    @Test
    void staysAsItIsWhenACopyIsChanged() {
        message.key("42").value("banned").header("trace", "1").partition(3).partitionKey("eu");

        assertHasOnlyItsTopic(message);
    }

    @Test
    void keepsBytesAsTheyAreGiven() {
        byte[] key = "42".getBytes(UTF_8);
        byte[] value = "banned".getBytes(UTF_8);

        assertThat(message.key(key).key()).isSameAs(key);
        assertThat(message.value(value).value()).isSameAs(value);
    }

    @Test
    void canLoseItsKeyAgain() {
        assertThat(message.key("42").key((String) null).key()).isNull();
        assertThat(message.key("42").key((byte[]) null).key()).isNull();
    }

    @Test
    void tellsAStringThatIsTheValueFromOneThatIsWrittenAsJson() {
        assertThat(message.value("x").form()).isEqualTo(Form.VALUE);
        assertThat(message.json("x").form()).isEqualTo(Form.JSON);
        assertThat(message.json("x").value()).isEqualTo("x");
    }

    @Test
    void isATombstoneOnlyWhenAskedTo() {
        assertThat(message.tombstone().form()).isEqualTo(Form.TOMBSTONE);
        assertThat(message.tombstone().value()).isNull();
        assertThat(message.value((String) null).form()).isEqualTo(Form.NONE);
        assertThat(message.value((byte[]) null).form()).isEqualTo(Form.NONE);
    }

    @Test
    void takesTheLastOfValueJsonAndTombstone() {
        assertThat(message.json(List.of(1)).value("x").form()).isEqualTo(Form.VALUE);
        assertThat(message.value("x").json(List.of(1)).form()).isEqualTo(Form.JSON);
        assertThat(message.value("x").tombstone().value()).isNull();
        assertThat(message.tombstone().value("x").form()).isEqualTo(Form.VALUE);
        assertThat(message.tombstone().value((String) null).form()).isEqualTo(Form.NONE);
    }

    @Test
    void addsTheHeadersOfAnotherMessageToItsOwn() {
        Headers others =
                OutgoingMessage.to("other").header("a", "2").header("b", "3").headers();

        assertThat(message.header("a", "1").headers(others).headers())
                .extracting(header -> header.name() + new String(header.value(), UTF_8))
                .containsExactly("a1", "a2", "b3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesABlankTopic(String topic) {
        assertThatThrownBy(() -> OutgoingMessage.to(topic))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topic must be the name of a topic but was blank");
    }

    @Test
    void refusesToHaveNoTopic() {
        assertThatThrownBy(() -> OutgoingMessage.to(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("topic must be the name of a topic but was null");
    }

    @Test
    void pointsFromJsonOfNothingToTheTombstone() {
        assertThatThrownBy(() -> message.json(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("tombstone()");
    }

    @Test
    void pointsFromAHeaderOfNothingToTheOneOfBytes() {
        assertThatThrownBy(() -> message.header("trace", (String) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("(byte[]) null");
    }

    @Test
    void refusesANegativePartition() {
        assertThatThrownBy(() -> message.partition(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partition must be 0 or above but was -1");
    }

    @Test
    void refusesATimeBefore1970() {
        assertThatThrownBy(() -> message.createTime(Instant.ofEpochMilli(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("createTime")
                .hasMessageContaining("1969-12-31T23:59:59.999Z");
    }

    @Test
    void printsTopicAndPartitionButNeverContent() {
        OutgoingMessage full = message.key(StoredMessage.CONTENT)
                .json(StoredMessage.CONTENT)
                .header("h", StoredMessage.CONTENT)
                .partitionKey(StoredMessage.CONTENT);

        assertThat(full).hasToString("user_banned");
        assertThat(full.partition(3)).hasToString("user_banned/3");
    }

    private static void assertHasOnlyItsTopic(OutgoingMessage message) {
        assertThat(message.topic()).isEqualTo("user_banned");
        assertThat(message.form()).isEqualTo(Form.NONE);
        assertThat(message.headers()).isEmpty();
        assertThat(message)
                .extracting(
                        OutgoingMessage::key,
                        OutgoingMessage::value,
                        OutgoingMessage::partition,
                        OutgoingMessage::partitionKey,
                        OutgoingMessage::createTime)
                .containsOnlyNulls();
    }
}
