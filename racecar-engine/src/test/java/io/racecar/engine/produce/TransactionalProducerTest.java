package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.codec.Json;
import io.racecar.engine.produce.TransactionalProducer.Outcome;
import io.racecar.engine.produce.TransactionalProducer.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** P3: what becomes of messages and offsets, and what is known of that. */
@Timeout(30)
class TransactionalProducerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(7));

    @SuppressWarnings("deprecation") // its interface cannot be made elsewhere
    private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("group");

    private final List<TransactionalClient> clients = new CopyOnWriteArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final Receipts receipts = new Receipts();
    private RuntimeException initError;
    private final TransactionalProducer producer = new TransactionalProducer(
            this::newClient,
            "user-consumer",
            new Encoder(Json.standard()),
            new Limits(10, 1000, 0, Duration.ofMinutes(1)),
            null,
            PATIENCE,
            clock::get);

    private TransactionalClient newClient() {
        TransactionalClient made = new TransactionalClient();
        made.initTransactionException = initError;
        clients.add(made);
        return made;
    }

    private TransactionalClient client() {
        return clients.get(clients.size() - 1);
    }

    private Result commit() {
        return producer.commit(OFFSETS, GROUP);
    }

    private DeliveryException refusalOf(String value) {
        return catchThrowableOfType(DeliveryException.class, () -> producer.send(message(value), receipts));
    }

    @Test
    void commitsWhatWasSentTogetherWithTheOffsets() {
        producer.begin();
        producer.send(message("a"), receipts);
        producer.flush();

        assertThat(commit()).isEqualTo(new Result(Outcome.COMMITTED, null));

        assertThat(receipts.delivered).hasSize(1);
        assertThat(client().values()).containsExactly("a");
        assertThat(client().consumerGroupOffsetsHistory()).containsExactly(Map.of("group", OFFSETS));
        assertThat(producer.undelivered()).isZero();
    }

    @Test
    void sendsNothingOutsideOfATransaction() {
        assertThat(refusalOf("too early")).hasMessageContaining("its transaction is aborted");
        producer.begin();
        commit();
        assertThat(refusalOf("too late")).hasMessageContaining("its transaction is aborted");

        producer.begin();
        commit();

        assertThat(client().values()).isEmpty();
        assertThat(producer.undelivered()).isZero();
    }

    @Test
    void abortsWhatSomebodyHasDoomed() {
        producer.begin();
        producer.send(message("a"), receipts);
        producer.doom();

        assertThat(commit()).isEqualTo(new Result(Outcome.ABORTED, null));

        assertThat(client().values()).isEmpty();
        assertThat(client().transactionAborted()).isTrue();
        assertThat(producer.trouble()).isNull();
        assertThat(receipts.failed)
                .singleElement()
                .satisfies(it -> assertThat(it).hasMessageContaining("its transaction is aborted"));
    }

    @Test
    void onlyTheFirstFailureIsToBlame() {
        producer.begin();

        assertThat(producer.blame()).isTrue();
        assertThat(producer.blame()).isFalse();
        producer.abort();
        producer.begin();
        assertThat(producer.blame()).isTrue();
    }

    @Test
    void nobodyIsToBlameForAFailureAfterTheTransactionWasDoomed() {
        producer.begin();
        producer.doom();

        assertThat(producer.blame()).isFalse();
    }

    @Test
    void abortsWhenTheGroupRefusesTheOffsets() {
        producer.begin();
        client().sendOffsetsToTransactionException = new CommitFailedException();

        Result result = commit();

        assertThat(result.outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(result.failure()).isInstanceOf(CommitFailedException.class);
        assertThat(client().transactionAborted()).isTrue();
    }

    @Test
    void asksAgainWhenACommitTimesOut() {
        producer.begin();
        client().failsCommit(new TimeoutException("first"));
        client().failsCommit(new TimeoutException("second"));

        assertThat(commit().outcome()).isEqualTo(Outcome.COMMITTED);
        assertThat(clients).hasSize(1);
    }

    @Test
    void doesNotKnowWhatBecomesOfACommitThatIsNotAnsweredForLong() {
        producer.begin();
        producer.send(message("a"), receipts);
        TransactionalClient first = client();
        first.failsCommit(new TimeoutException("no answer"));
        first.duringCommit(() -> clock.addAndGet(PATIENCE.toNanos()));

        Result result = commit();

        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(result.failure()).isInstanceOf(TimeoutException.class);
        assertThat(first.closed()).isTrue();
        producer.begin();
        assertThat(clients).hasSize(2);
    }

    @Test
    void doesNotInsistOnACommitOnceItIsClosing() {
        producer.begin();
        client().failsCommit(new TimeoutException("no answer"));
        producer.closing();

        assertThat(commit().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aCommitThatFailsIsAbortedIfTheBrokersConfirmThat() {
        producer.begin();
        client().failsCommit(new KafkaException("failed"));

        assertThat(commit().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(clients).hasSize(1);
    }

    @Test
    void aCommitThatFailsMayHaveBeenDoneIfItCannotBeAborted() {
        producer.begin();
        client().failsCommit(new KafkaException("failed", new ProducerFencedException("by another")));
        client().failsAbort(new ProducerFencedException("by another"));

        Result result = commit();

        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(result.failure()).isInstanceOf(ProducerFencedException.class);
        assertThat(client().closed()).isTrue();
    }

    @Test
    void anAbortThatIsNotAnsweredForLongIsLeftToTheNextClient() {
        producer.begin();
        producer.send(message("a"), receipts);
        client().failsAbort(new TimeoutException("no answer"));
        client().duringAbort(() -> clock.addAndGet(PATIENCE.toNanos()));

        assertThat(producer.abort()).isFalse();

        assertThat(receipts.failed).hasSize(1);
        assertThat(client().closed()).isTrue();
        producer.begin();
        assertThat(clients).hasSize(2);
    }

    @Test
    void beginningAbortsWhatIsOpen() {
        producer.begin();
        producer.send(message("a"), receipts);

        producer.begin();
        producer.send(message("b"), new Receipts());
        commit();

        assertThat(receipts.failed).hasSize(1);
        assertThat(client().values()).containsExactly("b");
    }

    @Test
    void goesOnWithAClientThatWaitsForAnAnswerButNotWithOneThatWasRefused() {
        initError = new TimeoutException("no answer");
        assertThatThrownBy(producer::begin).isSameAs(initError);
        assertThatThrownBy(producer::begin).isSameAs(initError);
        assertThat(clients).hasSize(1);

        client().initTransactionException = new TransactionalIdAuthorizationException("no");
        assertThatThrownBy(producer::begin).isInstanceOf(TransactionalIdAuthorizationException.class);
        assertThat(client().closed()).isTrue();
        initError = null;
        producer.begin();

        assertThat(clients).hasSize(2);
        assertThat(producer.isDoomed()).isFalse();
    }

    @Test
    void aRefusedMessageIsToBlameAndNotThoseThatFailWithIt() {
        Receipts others = new Receipts();
        producer.begin();
        producer.send(message("fine"), others);
        client().refuses(new RecordTooLargeException("too large"));

        DeliveryException refusal = refusalOf("large");

        assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(receipts.blamed).isTrue();
        assertThat(receipts.refused).containsExactly(refusal);
        assertThat(others.blamed).isFalse();
        assertThat(others.failed)
                .singleElement()
                .satisfies(it -> assertThat(it).hasMessageContaining("its transaction is aborted"));
        assertThat(producer.isDoomed()).isTrue();
        assertThat(producer.trouble()).isNull();
    }

    @Test
    void aMessageThatIsGivenUpLaterIsToBlame() {
        producer.begin();
        producer.send(message("a"), receipts);

        client().errorNext(new TimeoutException("expired"));

        assertThat(receipts.blamed).isTrue();
        assertThat(receipts.failed)
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.TIMED_OUT));
        assertThat(producer.isDoomed()).isTrue();
    }

    @Test
    void aFencedClientIsNoMessagesFaultAndTellsItsReason() {
        producer.begin();
        ProducerFencedException reason = new ProducerFencedException("by another");
        client().breaks(new KafkaException("in an error state", reason));

        assertThat(refusalOf("a")).hasMessageContaining("its transaction is aborted");

        assertThat(receipts.blamed).isFalse();
        assertThat(receipts.refused).isEmpty();
        assertThat(producer.blame()).isFalse();
        assertThat(producer.trouble()).isSameAs(reason);
    }

    @Test
    void whatAMessageHasBroughtAboutIsNoTroubleOfTheTransaction() {
        producer.begin();
        client().breaks(new KafkaException("in an error state", new RecordTooLargeException("another's")));

        refusalOf("a");

        assertThat(producer.isDoomed()).isTrue();
        assertThat(producer.trouble()).isNull();
    }

    @Test
    void aNewTransactionKnowsNothingOfTheTroubleBefore() {
        producer.begin();
        client().breaks(new ProducerFencedException("by another"));
        refusalOf("a");
        producer.abort();

        producer.begin();

        assertThat(producer.trouble()).isNull();
        assertThat(producer.isDoomed()).isFalse();
    }

    @Test
    void anAbortWaitsForWhoIsInsideTheClientSoThatNothingGoesOutWithTheNextTransaction() {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        CountDownLatch isInside = new CountDownLatch(1);
        producer.begin();
        client().duringSend(() -> {
            isInside.countDown();
            await(mayGoOn);
        });
        Running sending = Running.start(() -> producer.send(message("late"), receipts));
        await(isInside);
        Running next = Running.start(() -> {
            producer.abort();
            producer.begin();
        });
        next.awaitWaiting();
        assertThat(next.hasEnded()).isFalse();

        mayGoOn.countDown();
        assertThat(sending.thrown()).isNull();
        assertThat(next.thrown()).isNull();
        assertThat(commit().outcome()).isEqualTo(Outcome.COMMITTED);

        assertThat(client().values()).isEmpty();
        assertThat(receipts.failed).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatNoLongerCountsIsNotSent() {
        producer.begin();
        receipts.isVoid = true;

        assertThat(refusalOf("a")).isNotNull();

        commit();
        assertThat(client().values()).isEmpty();
        assertThat(producer.undelivered()).isZero();
    }

    @Test
    void closingFailsWhatIsOutstandingAndLetsNothingIn() {
        producer.begin();
        producer.send(message("a"), receipts);

        producer.close(Duration.ofSeconds(1));

        assertThat(receipts.failed)
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.CLOSED));
        assertThat(refusalOf("b").reason()).isEqualTo(Reason.CLOSED);
        assertThat(client().closed()).isTrue();
        assertThat(producer.undelivered()).isZero();
    }
}
