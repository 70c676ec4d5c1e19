package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What handlers see (P1, P2, O3). */
@Timeout(30)
class OutletTest {
    private final ProducerFixture fixture = new ProducerFixture(2, 1000, null);
    private final FakeClient client = fixture.client;
    private final Receipts receipts = new Receipts();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void sendingReturnsBeforeTheAcknowledgement() {
        send(message("a"));

        assertThat(client.history())
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo("a".getBytes(UTF_8)));
        assertThat(receipts.delivered).isEmpty();
        assertThat(fixture.producer.undelivered()).isEqualTo(1);

        client.completeNext();

        assertThat(receipts.delivered).containsExactly(new Delivery(new Partition("users", 0), 0));
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void theOutletOfANameIsAlwaysTheSame() {
        assertThat(fixture.outlet()).isSameAs(fixture.outlet()).isNotSameAs(fixture.producer.outlet("other"));
    }

    @Test
    void aFailedDeliveryGoesToTheReceipt() {
        send(message("secret"));

        client.errorNext(new NotEnoughReplicasException("1 < 2"));

        assertThat(receipts.failed).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(failure.undelivered().value()).isEqualTo("secret");
            assertThat(failure)
                    .hasMessageContaining(
                            "a message to users was not acknowledged within 300 s (producer.messageTimeout)")
                    .hasMessageContaining("NotEnoughReplicasException")
                    .hasMessageNotContaining("secret");
        });
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void aRefusalIsThrownAndNotToldToTheReceipt() {
        client.refuses(new RecordTooLargeException("2 > 1"));

        assertThatThrownBy(() -> send(message("abc")))
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
                .hasMessageContaining("is too large with its 3 bytes")
                .hasMessageContaining("max.message.bytes");
        assertThat(receipts.failed).isEmpty();
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void aMessageWithoutValueTakesNoRoom() {
        assertThatThrownBy(() -> send(OutgoingMessage.to("users").key("k"))).isInstanceOf(IllegalStateException.class);

        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void waitsForItsOwnShareOnly() {
        send(message("a"));
        send(message("b"));
        Running third = Running.start(() -> send(message("c"))).awaitWaiting();
        assertThat(client.history()).hasSize(2);

        fixture.producer.outlet("other").send(message("d"), receipts);
        assertThat(third.hasEnded()).isFalse();
        client.completeNext();

        assertThat(third.thrown()).isNull();
        assertThat(client.history()).hasSize(4);
    }

    @Test
    void waitingForTheShareEndsWithAnInterrupt() {
        send(message("a"));
        send(message("b"));
        Running third = Running.start(() -> send(message("c"))).awaitWaiting();

        third.interrupt();

        assertClosed(third, "its thread was interrupted");
        assertThat(third.wasInterruptedAtEnd()).isTrue();
        assertThat(fixture.producer.undelivered()).isEqualTo(2);
    }

    @Test
    void waitingForTheShareEndsWithClosing() {
        send(message("a"));
        send(message("b"));
        Running third = Running.start(() -> send(message("c"))).awaitWaiting();

        fixture.producer.close(Duration.ZERO);

        assertClosed(third, "the producer is closed");
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void waitsForMemory() {
        client.refuses(new BufferExhaustedException("full"));
        Running sending = Running.start(() -> send(message("a")));
        await().until(() -> client.offers() > 2);

        client.refuses(null);

        assertThat(sending.thrown()).isNull();
        assertThat(client.history()).hasSize(1);
    }

    @Test
    void waitsForMemoryNoLongerThanMessagesLast() {
        client.refuses(new BufferExhaustedException("full"));
        Running sending = Running.start(() -> send(message("a")));
        await().until(() -> client.offers() > 2);

        fixture.passes(ProducerFixture.MESSAGE_TIMEOUT);

        assertThat(sending.thrown())
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUFFER_FULL))
                .hasMessageContaining("2000 bytes of producer.bufferBytes");
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void waitsUntilTheTopicIsKnown() {
        client.forgets("users");
        Running sending = Running.start(() -> send(message("a"))).awaitWaiting();

        client.knows("users", 1);

        assertThat(sending.thrown()).isNull();
        assertThat(client.history()).hasSize(1);
    }

    @Test
    void brokersThatDoNotAnswerAreAFailureAfterTenSeconds() {
        client.forgets("users");
        Running sending = Running.start(() -> send(message("a"))).awaitWaiting();

        fixture.passes(Duration.ofSeconds(10));

        assertThat(sending.thrown())
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                .hasMessageContaining("no broker told of the topic within 10 s");
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void whatMayWaitBrieflyOnlyFailsAfterHalfASecond() {
        client.forgets("users");
        Running sending = Running.start(() -> fixture.outlet().sendBriefly(message("a"), receipts))
                .awaitWaiting();

        fixture.passes(Duration.ofMillis(500));

        assertThat(sending.thrown()).hasMessageContaining("no broker told of the topic within 500 ms");
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void aTopicThatDoesNotExistIsSaidSo() {
        client.refuses(new TimeoutException("0 ms", new UnknownTopicOrPartitionException("no")));
        Running sending = Running.start(() -> send(message("a")));
        await().until(() -> client.offers() > 2);

        fixture.passes(Duration.ofSeconds(10));

        assertThat(sending.thrown()).hasMessageContaining("the topic does not exist, nor was it created within 10 s");
    }

    @Test
    void aPartitionThatDoesNotExistIsSaidSo() {
        Running sending = Running.start(() -> send(message("a").partition(4)));
        await().until(() -> client.offers() > 2);

        fixture.passes(Duration.ofSeconds(10));

        assertThat(sending.thrown())
                .hasMessageContaining("a message to users/4 cannot be delivered: no such partition became known");
    }

    @Test
    void aTopicThatMustNotBeReadIsRefusedAtOnce() {
        client.refuses(new TimeoutException("0 ms", new TopicAuthorizationException("users")));

        assertThat(catchThrowableOfType(DeliveryException.class, () -> send(message("a")))
                        .reason())
                .isEqualTo(Reason.NOT_AUTHORIZED);
    }

    @Test
    void waitingForATopicEndsWithAnInterrupt() {
        client.forgets("users");
        Running sending = Running.start(() -> send(message("a"))).awaitWaiting();

        sending.interrupt();

        assertClosed(sending, "its thread was interrupted");
        assertThat(sending.wasInterruptedAtEnd()).isTrue();
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void waitingForATopicEndsWithClosingAndIsToldOnce() {
        client.forgets("users");
        Running sending = Running.start(() -> send(message("a"))).awaitWaiting();

        fixture.producer.close(Duration.ZERO);

        Throwable thrown = sending.thrown();
        assertThat(receipts.failed.size() + (thrown == null ? 0 : 1)).isEqualTo(1);
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void aPartitionKeyIsWeighedOnceTheTopicIsKnown() {
        client.forgets("users");
        Running sending =
                Running.start(() -> send(message("a").partitionKey("k"))).awaitWaiting();

        client.knows("users", 4);

        assertThat(sending.thrown()).isNull();
        assertThat(client.history())
                .extracting("partition")
                .isEqualTo(List.of(BuiltInPartitioner.partitionForKey("k".getBytes(UTF_8), 4)));
    }

    @Test
    void sendingToAClosedProducerIsRefused() {
        fixture.producer.close(Duration.ZERO);

        assertThat(catchThrowableOfType(DeliveryException.class, () -> send(message("a")))
                        .reason())
                .isEqualTo(Reason.CLOSED);
    }

    @Test
    void aThrowingReceiptGivesItsRoomBack() {
        fixture.outlet().send(message("a"), new Receipt() {
            @Override
            public void delivered(OutgoingMessage message, Delivery delivery) {
                throw new AssertionError("not even this stops the client");
            }

            @Override
            public void failed(DeliveryException failure) {}
        });

        client.completeNext();

        assertThat(fixture.producer.undelivered()).isZero();
    }

    private void send(OutgoingMessage message) {
        fixture.outlet().send(message, receipts);
    }

    private static void assertClosed(Running sending, String why) {
        assertThat(sending.thrown())
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED))
                .hasMessageContaining(why);
    }
}
