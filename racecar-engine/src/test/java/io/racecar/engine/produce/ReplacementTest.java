package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that failed for good is replaced (P1). */
@Timeout(30)
class ReplacementTest {
    private final ProducerFixture fixture = new ProducerFixture();
    private final FakeClient first = fixture.client;
    private final Receipts receipts = new Receipts();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theMessageThatFindsTheClientBrokenGoesToTheNext() {
        send("a");
        fixture.passes(Duration.ofSeconds(1));
        first.breaks(new KafkaException("Cannot execute transactional method because we are in an error state"));

        send("b");

        assertThat(fixture.clients).hasSize(2);
        assertThat(fixture.lastClient().history()).hasSize(1);
        await().until(() -> receipts.failed.size() == 1);
        assertThat(receipts.failed.get(0)).hasMessageContaining("the client to Kafka failed and is replaced");
        await().until(() -> first.closedWithin() != null);
    }

    @Test
    void whatTheBrokenClientSaysLaterIsIgnored() {
        send("warm");
        first.completeNext();
        fixture.passes(Duration.ofSeconds(1));
        first.breaks(new KafkaException("in an error state"));
        send("a");

        first.errorNext(new KafkaException("aborted"));
        assertThat(receipts.failed).isEmpty();
        assertThat(fixture.producer.undelivered()).isEqualTo(1);
        fixture.lastClient().completeNext();

        assertThat(receipts.delivered).hasSize(2);
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void aClientThatFailsAtOnceIsNotReplacedAtOnce() {
        first.breaks(new KafkaException("in an error state"));
        Running sending = Running.start(() -> send("a")).awaitWaiting();
        assertThat(fixture.clients).hasSize(1);

        fixture.passes(Duration.ofSeconds(1));

        assertThat(sending.thrown()).isNull();
        assertThat(fixture.clients).hasSize(2);
    }

    @Test
    void theApplicationDoesNotWaitForTheNextClient() {
        send("warm");
        first.breaks(new KafkaException("in an error state"));

        CompletableFuture<Delivery> stage =
                fixture.producer.application().produce(message("a")).toCompletableFuture();

        assertThat(stage).isNotDone();
        fixture.passes(Duration.ofSeconds(1));
        await().until(() -> fixture.clients.size() == 2 && fixture.lastClient().completeNext());
        assertThat(stage).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aClientThatIsSilentForTooLongIsReplaced() {
        send("a");

        fixture.passes(ProducerFixture.MESSAGE_TIMEOUT.multipliedBy(2).plusSeconds(31));

        await().until(() -> receipts.failed.size() == 1);
        assertThat(receipts.failed.get(0).reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(fixture.producer.undelivered()).isZero();
        send("b");
        assertThat(fixture.lastClient().history()).hasSize(1);
        assertThat(fixture.clients).hasSize(2);
    }

    @Test
    void aClientThatCannotBeMadeIsAFailureThatSaysWhy() {
        fixture.makesNone(new KafkaException("Failed to construct", new ConfigException("no resolvable brokers")));
        Running sending = Running.start(() -> send("a")).awaitWaiting();

        fixture.passes(Duration.ofSeconds(10));

        assertThat(sending.thrown())
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER))
                .hasMessageContaining("there is no working client to Kafka")
                .hasStackTraceContaining("no resolvable brokers");
    }

    @Test
    void aClientIsMadeOnceThatIsPossible() {
        fixture.makesNone(new KafkaException("no resolvable brokers"));
        Running sending = Running.start(() -> send("a")).awaitWaiting();

        fixture.makesNone(null);
        fixture.passes(Duration.ofSeconds(1));

        assertThat(sending.thrown()).isNull();
        assertThat(first.history()).hasSize(1);
    }

    @Test
    void missingRightsAreSaid() {
        first.refuses(new ClusterAuthorizationException("not authorized to do idempotent sends"));

        DeliveryException failure = catchThrowableOfType(DeliveryException.class, () -> send("a"));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_AUTHORIZED);
        assertThat(failure).hasMessageContaining("grant it WRITE on the topic");
    }

    private void send(String value) {
        fixture.outlet().send(message(value), receipts);
    }
}
