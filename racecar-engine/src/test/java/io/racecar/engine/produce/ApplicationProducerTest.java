package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.Producer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application sees (P1, P2). */
@Timeout(30)
class ApplicationProducerTest {
    private final ProducerFixture fixture = new ProducerFixture();
    private final FakeClient client = fixture.client;
    private final Producer producer = fixture.producer.application();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theFirstMessageToATopicWaitsForItInTheBackground() {
        client.forgets("users");

        CompletableFuture<Delivery> stage = produce(message("a"));
        assertThat(stage).isNotDone();
        client.knows("users", 1);
        acknowledge(1);

        assertThat(stage).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(new Delivery(new Partition("users", 0), 0));
    }

    @Test
    void theOrderOfATopicIsKeptWhileItIsUnknown() {
        List<String> values = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        client.forgets("users");
        values.subList(0, 5).forEach(value -> produce(message(value)));
        await().until(() -> !fixture.clients.isEmpty());

        client.knows("users", 1);
        values.subList(5, 10).forEach(value -> produce(message(value)));

        await().until(() -> client.history().size() == 10);
        assertThat(client.history())
                .extracting(record -> new String(record.value(), UTF_8))
                .isEqualTo(values);
    }

    @Test
    void anUnknownTopicDoesNotHoldUpAnother() {
        produce(OutgoingMessage.to("missing").value("a"));
        produce(message("b"));

        await().until(() -> client.history().size() == 1);
    }

    @Test
    void aTopicOfWhichNoBrokerTellsFailsAfterMessageTimeout() {
        CompletableFuture<Delivery> stage =
                produce(OutgoingMessage.to("missing").value("a"));
        await().until(() -> !fixture.clients.isEmpty());
        fixture.passes(Duration.ofSeconds(10));
        produceAndAwaitClient();
        assertThat(stage).isNotDone();

        fixture.passes(ProducerFixture.MESSAGE_TIMEOUT);

        assertThat(reason(stage)).isEqualTo(Reason.TIMED_OUT);
        assertThatThrownBy(stage::join)
                .hasMessageContaining("was not sent, because no broker told of the topic within 300 s");
    }

    @Test
    void aTopicThatStaysUnknownFailsAfterTenSeconds() {
        client.refuses(new TimeoutException("0 ms", new UnknownTopicOrPartitionException("no")));
        CompletableFuture<Delivery> stage = produce(message("a"));
        await().until(() -> client.offers() > 2);

        fixture.passes(Duration.ofSeconds(10));

        assertThat(reason(stage)).isEqualTo(Reason.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(fixture.producer.undelivered()).isZero();
    }

    @Test
    void aFullShareFailsAtOnce() {
        produceAndAwaitClient();
        IntStream.range(0, 9).forEach(i -> produce(message("a")));

        CompletableFuture<Delivery> eleventh = produce(message("a"));

        assertThat(eleventh).isCompletedExceptionally();
        assertThat(reason(eleventh)).isEqualTo(Reason.BUFFER_FULL);
        assertThatThrownBy(eleventh::join)
                .hasMessageContaining("10 messages or 1000 bytes are waiting")
                .hasMessageContaining("producer.maxInFlightDeliveries");
    }

    @Test
    void whatWaitsForItsTopicCountsToo() {
        IntStream.range(0, 10)
                .forEach(i -> produce(OutgoingMessage.to("missing").value("a")));

        assertThat(reason(produce(message("a")))).isEqualTo(Reason.BUFFER_FULL);
    }

    @Test
    void usedUpMemoryFailsAtOnce() {
        produceAndAwaitClient();
        client.refuses(new BufferExhaustedException("full"));

        CompletableFuture<Delivery> stage = produce(message("a"));

        assertThat(stage).isCompletedExceptionally();
        assertThat(reason(stage)).isEqualTo(Reason.BUFFER_FULL);
    }

    @Test
    void aRefusalFailsAtOnce() {
        produceAndAwaitClient();
        client.refuses(new InvalidTopicException("users"));

        assertThat(reason(produce(message("a")))).isEqualTo(Reason.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void aMessageWithoutValueIsThrown() {
        assertThatThrownBy(() -> producer.produce(OutgoingMessage.to("users")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stagesCompleteOnThreadsOfTheirOwn() {
        CompletableFuture<String> thread = produce(message("a"))
                .thenApply(delivery -> Thread.currentThread().getName());

        acknowledge(1);

        assertThat(thread).succeedsWithin(Duration.ofSeconds(10)).asString().startsWith("racecar-deliveries-");
    }

    @Test
    void deliverWaitsForTheAcknowledgement() {
        Running delivering = Running.start(() -> producer.deliver(message("a"))).awaitWaiting();
        assertThat(delivering.hasEnded()).isFalse();

        acknowledge(1);

        assertThat(delivering.thrown()).isNull();
    }

    @Test
    void deliverThrowsWhatFailed() {
        Running delivering = Running.start(() -> producer.deliver(message("a")));
        await().until(() -> client.history().size() == 1);

        client.errorNext(new TimeoutException("expired"));

        assertThat(delivering.thrown())
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT))
                .hasStackTraceContaining("ApplicationProducerTest")
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void deliverEndsWithAnInterrupt() {
        Running delivering = Running.start(() -> producer.deliver(message("a")));
        await().until(() -> client.history().size() == 1);

        delivering.interrupt();

        assertThat(delivering.thrown())
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
        assertThat(delivering.wasInterruptedAtEnd()).isTrue();
    }

    @Test
    void deliverWaitsForRoom() {
        produceAndAwaitClient();
        IntStream.range(0, 9).forEach(i -> produce(message("a")));
        Running delivering =
                Running.start(() -> producer.deliver(message("last"))).awaitWaiting();

        acknowledge(11);

        assertThat(delivering.thrown()).isNull();
    }

    @Test
    void deliverOnTheThreadThatDeliversIsRefused() {
        Running delivering = Running.start(() -> {
            Thread.currentThread().setName("kafka-producer-network-thread | racecar");
            producer.deliver(message("a"));
        });

        assertThat(delivering.thrown())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("use produce there");
    }

    @Test
    void deliverAllWaitsForEverythingOfItsBlock() {
        Running delivering = Running.start(() -> producer.deliverAll(all -> {
            all.produce(message("a"));
            all.produce(message("b"));
        }));
        await().until(() -> client.history().size() == 2);
        client.completeNext();
        delivering.awaitWaiting();
        assertThat(delivering.hasEnded()).isFalse();

        client.completeNext();

        assertThat(delivering.thrown()).isNull();
    }

    @Test
    void deliverAllMayProduceMoreThanThereIsRoomFor() {
        Running delivering = Running.start(() ->
                producer.deliverAll(all -> IntStream.range(0, 100).forEach(i -> all.produce(message("a")))));

        acknowledge(100);

        assertThat(delivering.thrown()).isNull();
    }

    @Test
    void deliverAllThrowsTheFirstFailureWithTheOthersSuppressed() {
        Running delivering = Running.start(() -> producer.deliverAll(all -> {
            all.produce(message("a"));
            all.produce(message("b"));
            all.produce(message("c"));
        }));
        await().until(() -> client.history().size() == 3);

        client.errorNext(new TimeoutException("expired"));
        client.completeNext();
        client.errorNext(new RecordTooLargeException("2 > 1"));

        assertThat(delivering.thrown()).isInstanceOfSatisfying(DeliveryException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(e.getSuppressed())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            DeliveryException.class,
                            other -> assertThat(other.reason()).isEqualTo(Reason.TOO_LARGE));
        });
    }

    @Test
    void deliverAllCountsRefusalsThatNobodyLooksAt() {
        produceAndAwaitClient();
        client.refuses(new RecordTooLargeException("2 > 1"));

        assertThatThrownBy(() -> producer.deliverAll(all -> all.produce(message("a"))))
                .isInstanceOfSatisfying(
                        DeliveryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void deliverAllThrowsWhatItsBlockThrowsAfterWaiting() {
        Running delivering = Running.start(() -> producer.deliverAll(all -> {
            all.produce(message("a"));
            throw new UnsupportedOperationException("by the block");
        }));
        await().until(() -> client.history().size() == 1);
        delivering.awaitWaiting();
        assertThat(delivering.hasEnded()).isFalse();

        client.errorNext(new TimeoutException("expired"));

        assertThat(delivering.thrown())
                .hasMessage("by the block")
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(DeliveryException.class));
    }

    @Test
    void theArgumentOfDeliverAllIsOfNoUseAfterwards() {
        List<Producer> kept = new ArrayList<>();
        producer.deliverAll(kept::add);

        assertThatThrownBy(() -> kept.get(0).produce(message("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after the block has returned");
    }

    @Test
    void whatDependsOnADeliveryMayWaitForOthers() {
        List<CompletableFuture<Delivery>> last = new ArrayList<>();
        List<CompletableFuture<Delivery>> joined = IntStream.range(0, 9)
                .mapToObj(i ->
                        produce(message("a")).thenApply(delivery -> last.get(0).join()))
                .toList();
        last.add(produce(message("b")));

        acknowledge(10);

        assertThat(CompletableFuture.allOf(joined.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void whatDependsOnADeliveryMayDeliver() {
        CompletableFuture<Delivery> chained =
                produce(message("a")).thenApply(delivery -> producer.deliver(message("b")));

        acknowledge(2);

        assertThat(chained)
                .succeedsWithin(Duration.ofSeconds(10))
                .extracting(Delivery::offset)
                .isEqualTo(1L);
    }

    private void produceAndAwaitClient() {
        produce(message("first"));
        await().until(() -> client.history().size() == 1);
    }

    /** Acknowledges that many messages as they come. */
    private void acknowledge(int count) {
        IntStream.range(0, count)
                .forEach(i -> await().pollInterval(1, TimeUnit.MILLISECONDS).until(client::completeNext));
    }

    private CompletableFuture<Delivery> produce(OutgoingMessage message) {
        return producer.produce(message).toCompletableFuture();
    }

    private static Reason reason(CompletableFuture<Delivery> stage) {
        return stage.handle((delivery, e) -> ((DeliveryException) e).reason())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
