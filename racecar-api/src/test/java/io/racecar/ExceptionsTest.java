package io.racecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.DeliveryException.Reason;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
    private final Exception cause = new IllegalStateException("disk full");

    @Test
    void batchFailureNamesTheMessageButNotItsContent() {
        StoredMessage failed = new StoredMessage("events", 3, 17);
        BatchFailureException exception = new BatchFailureException(failed, cause);

        assertThat(exception).hasMessage("The batch failed at events/3@17").hasCause(cause);
        assertThat(exception.failed()).isSameAs(failed);
    }

    @Test
    void deliveryFailureTellsItsReasonAndItsMessage() {
        OutgoingMessage undelivered = OutgoingMessage.to("events").value(StoredMessage.CONTENT);
        DeliveryException exception = new DeliveryException("events is full", Reason.TOO_LARGE, undelivered, cause);

        assertThat(exception).hasToString("io.racecar.DeliveryException: events is full");
        assertThat(exception).hasCause(cause);
        assertThat(exception.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(exception.undelivered()).isSameAs(undelivered);
    }

    @Test
    void undecodableAndUnprocessableMessagesMayHaveNoCause() {
        assertThat(new UndecodableMessageException("events/3@17 is not JSON", null))
                .hasMessage("events/3@17 is not JSON")
                .hasNoCause();
        assertThat(new UnprocessableMessageException("no such user", cause))
                .hasMessage("no such user")
                .hasCause(cause);
    }
}
