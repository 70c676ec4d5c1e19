package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClosingTest {
    private final ProducerFixture fixture = new ProducerFixture();
    private final Receipts receipts = new Receipts();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theClientGetsTheTimeThatIsLeft() {
        fixture.outlet().send(message("a"), receipts);

        fixture.producer.close(Duration.ofSeconds(7));

        assertThat(fixture.client.closedWithin()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatIsUndeliveredThenFails() {
        fixture.outlet().send(message("a"), receipts);

        fixture.producer.close(Duration.ofMillis(10));

        assertThat(receipts.failed).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.CLOSED);
            assertThat(failure)
                    .hasMessageContaining("a message to users was not delivered, because the producer is closed");
        });
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void whatFailsMeanwhileSaysWhy() {
        fixture.client.forgets("users");
        CompletableFuture<Delivery> waiting = produce(message("a"));
        Running closing = Running.start(() -> fixture.producer.close(Duration.ofMinutes(1)))
                .awaitWaiting();

        fixture.client.refuses(new RecordTooLargeException("2 > 1"));
        fixture.client.knows("users", 1);

        assertThat(reason(waiting)).isEqualTo(Reason.TOO_LARGE);
        assertThat(closing.thrown()).isNull();
    }

    @Test
    void whatWaitsForItsTopicIsStillSent() {
        fixture.client.forgets("users");
        CompletableFuture<Delivery> stage = produce(message("a"));
        Running closing = Running.start(() -> fixture.producer.close(Duration.ofMinutes(1)))
                .awaitWaiting();
        assertThat(closing.hasEnded()).isFalse();

        fixture.client.knows("users", 1);

        assertThat(closing.thrown()).isNull();
        assertThat(fixture.client.history()).hasSize(1);
        assertThat(reason(stage)).isEqualTo(Reason.CLOSED);
    }

    @Test
    void whatStillWaitsForItsTopicThenFails() {
        CompletableFuture<Delivery> stage =
                produce(OutgoingMessage.to("missing").value("a"));

        fixture.producer.close(Duration.ZERO);

        assertThat(reason(stage)).isEqualTo(Reason.CLOSED);
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void producingAfterwardsFails() {
        fixture.producer.close(Duration.ZERO);

        assertThat(reason(produce(message("a")))).isEqualTo(Reason.CLOSED);
        assertThat(fixture.clients).isEmpty();
    }

    @Test
    void closingTwiceDoesNothingTheSecondTime() {
        fixture.outlet().send(message("a"), receipts);
        fixture.producer.close(Duration.ofMillis(10));

        fixture.producer.close(Duration.ofSeconds(7));

        assertThat(fixture.client.closedWithin()).isLessThan(Duration.ofSeconds(7));
        assertThat(receipts.failed).hasSize(1);
    }

    @Test
    void anInterruptEndsTheWait() {
        CompletableFuture<Delivery> stage =
                produce(OutgoingMessage.to("missing").value("a"));
        Running closing = Running.start(() -> fixture.producer.close(Duration.ofMinutes(1)))
                .awaitWaiting();

        closing.interrupt();

        assertThat(closing.thrown()).isNull();
        assertThat(closing.wasInterruptedAtEnd()).isTrue();
        assertThat(reason(stage)).isEqualTo(Reason.CLOSED);
    }

    private CompletableFuture<Delivery> produce(OutgoingMessage message) {
        return fixture.producer.application().produce(message).toCompletableFuture();
    }

    private static Reason reason(CompletableFuture<Delivery> stage) {
        await().until(stage::isDone);
        return stage.handle((delivery, e) -> ((DeliveryException) e).reason()).join();
    }
}
