package io.racecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorInfoTest {
    private final StoredMessage first = new StoredMessage("events", 3, 17);
    private final StoredMessage last = new StoredMessage("events", 3, 19);

    @Test
    void givesTheFirstAndTheLastOfABatch() {
        ErrorInfo info = infoOn(List.of(first, last));

        assertThat(info.first()).isSameAs(first);
        assertThat(info.last()).isSameAs(last);
    }

    @Test
    void givesASingleMessageAsFirstAndLast() {
        assertThat(infoOn(List.of(first)).first()).isSameAs(first);
        assertThat(infoOn(List.of(first)).last()).isSameAs(first);
    }

    @Test
    void keepsItsOwnListOfMessages() {
        List<StoredMessage> messages = new ArrayList<>(List.of(first, last));
        ErrorInfo info = infoOn(messages);
        messages.clear();

        assertThat(info.messages()).hasSize(2).isUnmodifiable();
    }

    @Test
    void refusesToBeAboutNoMessage() {
        assertThatThrownBy(() -> infoOn(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("messages must hold what was being handled but was empty");
    }

    @Test
    void printsWhereTheMessagesAreButNeverTheirContent() {
        assertThat(infoOn(List.of(first, last)).toString())
                .contains("archive-events-consumer", "[events/3@17, events/3@19]")
                .doesNotContain(StoredMessage.CONTENT);
    }

    private static ErrorInfo infoOn(List<StoredMessage> messages) {
        return new ErrorInfo("archive-events-consumer", "archive", new Partition("events", 3), messages, 2);
    }
}
