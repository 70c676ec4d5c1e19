package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.racecar.BatchFailureException;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.config.Ordering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P3: what is handled, what that produced and the offsets are committed together, or not at all. */
class TransactionsTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration MAX_TIME = Duration.ofMillis(100);

    private final ScriptedConsumer consumer = new ScriptedConsumer().otherwise(TransactionsTest::copy);
    private final RigPlan plan = new RigPlan(consumer).exactlyOnce(1000, MAX_TIME);

    private static void copy(io.racecar.Message<String> message, io.racecar.Context context) {
        context.produce(OutgoingMessage.to("out").value(message.value()));
    }

    private Rig rig() {
        return plan.build();
    }

    private FakeTransactions transactions() {
        return plan.transactions;
    }

    /** A handler that produces, and then fails so many times. */
    private void failsAfterProducing(String value, int times) {
        int[] left = {times};
        consumer.on(value, (message, context) -> {
            copy(message, context);
            if (left[0]-- > 0) {
                throw new IllegalStateException("no luck with " + value);
            }
        });
    }

    /** Handles what has been fetched, without a look of the poll thread at what comes of it. */
    private static void handleOnce(Rig rig) {
        rig.handle(); // the hook
        rig.poll(); // opens
        rig.poll(); // fetches, if that has not been done
        rig.handle();
    }

    @Test
    void whatIsProducedAndTheOffsetsAreCommittedTogetherAsSoonAsNothingWaits() {
        Rig rig = rig().append(T0, "a", "b").append(T1, "c").assign(T0, T1);

        rig.run();

        assertThat(transactions().committed()).hasSize(1);
        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(2);
        assertThat(rig.committed(T1)).isEqualTo(1);
        assertThat(transactions().client().groups()).hasSize(1);
    }

    @Test
    void aTransactionHasAtMostSoManyMessages() {
        plan.exactlyOnce(2, MAX_TIME);
        Rig rig = rig().append(T0, "a", "b", "c", "d", "e").assign(T0);

        rig.run();

        assertThat(transactions().committed()).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        assertThat(rig.committed(T0)).isEqualTo(5);
    }

    @Test
    void batchesAreCutToWhatTheTransactionTakes() {
        ScriptedBatches batches = new ScriptedBatches();
        Rig rig = new RigPlan(batches)
                .exactlyOnce(3, MAX_TIME)
                .settings(it -> it.batchSize = 2)
                .build()
                .append(T0, "a", "b", "c", "d")
                .assign(T0);

        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("a", "b"), List.of("c"), List.of("d"));
        assertThat(rig.committed(T0)).isEqualTo(4);
    }

    @Test
    void noMoreMessagesAreStartedAfterSomeTime() {
        Rig[] rig = new Rig[1];
        consumer.on("b", (message, context) -> {
            copy(message, context);
            rig[0].poll();
            rig[0].pass(MAX_TIME);
            rig[0].poll();
        });
        rig[0] = rig().append(T0, "a", "b", "c").assign(T0);

        rig[0].run();

        assertThat(transactions().committed()).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void nothingIsStartedBeforeTheCommitIsConfirmed() {
        Rig rig = rig().append(T0, "a").assign(T0);
        handleOnce(rig);
        transactions().hold();
        rig.run();
        rig.append(T0, "b");
        rig.run();
        assertThat(consumer.handled()).containsExactly("a");

        transactions().answer();
        rig.run();

        assertThat(transactions().committed()).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void whatAFailingHandlerHasProducedIsAbortedAndTheOthersAreHandledAgainAtOnceWithoutCounting() {
        failsAfterProducing("b", 1);
        Rig rig = rig().append(T0, "a", "b", "c").append(T1, "x").assign(T0, T1);

        rig.run();
        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "x");
        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(rig.committed(T1)).isEqualTo(1);
        assertThat(rig.view(T0).failingOffset()).isEqualTo(1);
        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(transactions().client().aborts()).isEqualTo(1);

        rig.pass(PAUSE);
        rig.run();

        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "x", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
        assertThat(consumer.attempts().stream().filter(it -> it > 1)).containsExactly(2);
    }

    /** Where one in a thousand fails, a transaction of ten thousand would hardly ever be committed. */
    @Test
    void aTransactionIsHalfAsLargeAfterAFailureAndGrowsAgain() {
        plan.exactlyOnce(8, MAX_TIME);
        failsAfterProducing("a", 1);
        Rig rig = rig().append(T0, "a").assign(T0, T1);
        rig.run();
        IntStream.range(0, 16).forEach(i -> rig.append(T1, "" + i));

        rig.run();

        assertThat(transactions().committed()).extracting(List::size).containsExactly(4, 8, 4);
    }

    @Test
    void aHandlerThatFailsBeforeItProducesAbortsNothing() {
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a", "b").append(T1, "x").assign(T0, T1);

        rig.run();

        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "x");
        assertThat(transactions().client().aborts()).isZero();
        assertThat(consumer.handled()).containsExactlyInAnyOrder("a", "b", "x");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aPauseUntilResumedKeepsOnlyTheFailingMessageAndWhatIsBehindIt() {
        plan.pauses(RigPlan.pausesOf(Duration.ofSeconds(-1)));
        failsAfterProducing("c", 1);
        Rig rig = rig().append(T0, "a", "b", "c", "d").assign(T0);

        rig.run();
        assertThat(transactions().visible()).containsExactly("a", "b");

        rig.operations().retryNow(Rig.name(T0));
        rig.run();
        assertThat(transactions().visible()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aResumeBeforeTheLaneHasComeToTheFailingMessageIsNotLost() {
        failsAfterProducing("b", 1);
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        handleOnce(rig);
        rig.poll();
        rig.operations().retryNow(Rig.name(T0));

        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "b");
        assertThat(consumer.handled()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void aMessageThatIsTooLargeFailsAndPausesThoughItsHandlerCatchesIt() {
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.poll();
        consumer.on("b", (message, context) -> {
            transactions().client().refuse(new RecordTooLargeException("too large"));
            assertThat(catchThrowable(() -> copy(message, context))).isInstanceOf(DeliveryException.class);
        });

        rig.run();

        assertThat(transactions().visible()).containsExactly("a");
        assertThat(rig.view(T0).failingOffset()).isEqualTo(1);
        assertThat(rig.events.last(LanePaused.class).offset()).isEqualTo(1);
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    /** As Kafka's client does: its thread fails what it has not sent with what was wrong with another message. */
    @Test
    void messagesThatFailBecauseAnotherIsTooLargeAreNotToBlame() {
        Rig rig = rig().append(T0, "a", "b", "c").append(T1, "d").assign(T0, T1);
        transactions().linger();
        rig.poll();
        consumer.on("c", (message, context) -> {
            transactions().client().refuse(new RecordTooLargeException("too large"));
            copy(message, context);
        });

        rig.run();

        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(rig.view(T0).failingOffset()).isEqualTo(2);
        assertThat(rig.events.all(LanePaused.class)).hasSize(1);
        assertThat(rig.committed(T0)).isEqualTo(2);
        assertThat(rig.committed(T1)).isEqualTo(1);
    }

    @Test
    void whatFailsOnlyWithItsTransactionIsNotCounted() {
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        boolean[] fenced = {false};
        consumer.on("b", (message, context) -> {
            if (!fenced[0]) {
                fenced[0] = true;
                transactions().client().fenceProducer();
            }
            copy(message, context);
        });

        rig.run();
        rig.pass(PAUSE);
        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "b");
        assertThat(transactions().clients()).isEqualTo(2);
        assertThat(consumer.attempts()).containsOnly(1);
        assertThat(rig.events.all(LanePaused.class)).isEmpty();
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    @Test
    void aDeadLetterAndItsOffsetAreOneTransaction() {
        plan.deadLetters(new DeadLetterPolicy("dead", 2, Set.of(), InstantSource.system()));
        failsAfterProducing("b", 9);
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);

        rig.run();
        assertThat(transactions().visible()).containsExactly("a");
        rig.pass(PAUSE);
        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "b", "c");
        assertThat(consumer.handled().stream().filter("b"::equals)).hasSize(2);
        assertThat(rig.events.all(DeadLettered.class)).hasSize(1);
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void aDeadLetterOfWhatIsRefusedAfterItsHandlerHasReturnedDoesNotOvertakeWhatIsBeforeIt() {
        plan.deadLetters(new DeadLetterPolicy("dead", 1, Set.of(), InstantSource.system()));
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);
        rig.poll();
        consumer.on("b", (message, context) -> {
            transactions().client().refuse(new RecordTooLargeException("too large"));
            assertThat(catchThrowable(() -> copy(message, context))).isInstanceOf(DeliveryException.class);
        });

        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void whatABatchProducedBeforeTheMessageThatItNamesIsProducedAgain() {
        ScriptedBatches batches = new ScriptedBatches();
        RigPlan plan = new RigPlan(batches).exactlyOnce(1000, MAX_TIME);
        ScriptedBatches.Script copyAll = (messages, context) -> messages.forEach(it -> copy(it, context));
        batches.then((messages, context) -> {
            copyAll.run(messages, context);
            throw new BatchFailureException(messages.get(2), new IllegalStateException("no luck"));
        });
        batches.then(copyAll).then(copyAll);
        Rig rig = plan.build().append(T0, "a", "b", "c", "d").assign(T0);

        rig.run();
        assertThat(plan.transactions.visible()).containsExactly("a", "b");
        rig.pass(PAUSE);
        rig.run();

        assertThat(plan.transactions.visible()).containsExactly("a", "b", "c", "d");
        assertThat(batches.handled())
                .containsExactly(List.of("a", "b", "c", "d"), List.of("a", "b"), List.of("c", "d"));
        assertThat(batches.attempts()).containsExactly(1, 1, 2);
    }

    @Test
    void lanesKeepNothingOfWhatIsCommitted() {
        plan.settings(it -> it.ordering = Ordering.KEY);
        Rig rig = rig().assign(T0);
        IntStream.range(0, 100).forEach(it -> rig.kafka.appendWithKey(T0, "key " + it, "x"));
        rig.run();
        assertThat(rig.loop().assignment().get(T0).lanes().active()).isNotEmpty();

        rig.pass(Duration.ofSeconds(2));
        rig.run();
        rig.pass(Duration.ofSeconds(2));
        rig.run();

        assertThat(rig.loop().assignment().get(T0).lanes().active()).isEmpty();
    }

    @Test
    void aFailingKeyIsLeftOutAndWhatRanAheadIsCommittedInTheMetadata() {
        plan.settings(it -> it.ordering = Ordering.KEY);
        failsAfterProducing("b", 1);
        plan.kafka.appendWithKey(T0, "1", "a");
        plan.kafka.appendWithKey(T0, "2", "b");
        plan.kafka.appendWithKey(T0, "1", "c");
        plan.kafka.appendWithKey(T0, "3", "d");
        Rig rig = rig().assign(T0);

        rig.run();

        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "c", "d");
        assertThat(rig.committed(T0)).isEqualTo(1);

        rig.connect();
        rig.assign(T0);
        rig.run();
        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "c", "d", "b");
        assertThat(rig.committed(T0)).isEqualTo(4);
    }

    @Test
    void noKeyRunsSoFarAheadOfAFailingOneThatTheMetadataCouldNotTell() {
        plan.exactlyOnce(5000, MAX_TIME).settings(it -> {
            it.ordering = Ordering.KEY;
            it.maxBufferedMessages = 100_000;
        });
        plan.pauses(RigPlan.pausesOf(Duration.ofSeconds(-1)));
        consumer.failsOn("bad", 1);
        plan.kafka.appendWithKey(T0, "bad", "bad");
        int reach = CommitMetadata.reach(Committer.LONGEST_METADATA);
        for (int i = 1; i < reach + 100; i++) {
            plan.kafka.appendWithKey(T0, "k" + i, "v" + i);
        }
        Rig rig = rig().assign(T0);
        rig.run();
        assertThat(transactions().visible()).hasSize(reach - 1);
        assertThat(rig.committed(T0)).isZero();

        rig.connect();
        rig.assign(T0);
        rig.run();

        assertThat(transactions().visible()).hasSize(reach + 99).doesNotHaveDuplicates();
        assertThat(rig.committed(T0)).isEqualTo(reach + 100);
    }

    @Test
    void aCommitThatTheGroupRefusesIsAbortedAndRedoneAfterADelay() {
        Rig rig = rig().append(T0, "a").assign(T0);
        transactions().client().sendOffsetsToTransactionException = new CommitFailedException();
        rig.run();
        assertThat(transactions().visible()).isEmpty();
        assertThat(rig.committed(T0)).isZero();
        transactions().client().sendOffsetsToTransactionException = null;

        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(transactions().committed()).containsExactly(List.of("a"));
        assertThat(consumer.attempts()).containsExactly(1, 1);
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aCommitThatTimesOutIsAskedForAgain() {
        Rig rig = rig().append(T0, "a").assign(T0);
        transactions().failCommit(new TimeoutException("no answer"), false);

        rig.run();

        assertThat(transactions().committed()).containsExactly(List.of("a"));
        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsLookedUpAndNotRedoneIfItWasDone() {
        Rig rig = rig().append(T0, "a").assign(T0);
        transactions().failCommit(new ProducerFencedException("who knows"), true);

        rig.run();
        rig.append(T0, "b");
        rig.run();
        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "b");
        assertThat(consumer.handled()).containsExactly("a", "b");
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsRedoneIfItWasNotDone() {
        Rig rig = rig().append(T0, "a").assign(T0);
        transactions().failCommit(new ProducerFencedException("who knows"), false);

        rig.run();
        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(transactions().committed()).containsExactly(List.of("a"));
        assertThat(consumer.handled()).containsExactly("a", "a");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aRevocationFinishesTheTransaction() {
        Rig rig = rig().append(T0, "a").append(T1, "x").assign(T0, T1);
        handleOnce(rig);
        assertThat(transactions().visible()).isEmpty();

        rig.assign(T1);

        assertThat(rig.committed(T0)).isEqualTo(1);
        rig.run();
        assertThat(rig.committed(T1)).isEqualTo(1);
        assertThat(transactions().visible()).containsExactlyInAnyOrder("a", "x");
    }

    @Test
    void aRevocationThatCannotWaitAbortsAndWhatIsKeptIsHandledAgain() {
        Rig[] rig = new Rig[1];
        consumer.on("slow", (message, context) -> {
            copy(message, context);
            rig[0].assign(T1); // and the time for it passes
            assertThat(catchThrowable(() -> copy(message, context))).isInstanceOf(IllegalStateException.class);
        });
        plan.settings(it -> it.concurrency = 2);
        rig[0] = rig().append(T1, "x").append(T0, "slow").assign(T0, T1);
        rig[0].threads.execute(() -> {});

        rig[0].run();
        Thread.interrupted();
        rig[0].run();

        assertThat(rig[0].committed(T0)).isZero();
        assertThat(transactions().visible()).containsExactly("x");
        assertThat(rig[0].committed(T1)).isEqualTo(1);
    }

    @Test
    void lostPartitionsAbortTheTransaction() {
        Rig rig = rig().append(T0, "a").append(T1, "x").assign(T0, T1);
        handleOnce(rig);

        rig.lose(T0);
        rig.run();

        assertThat(transactions().visible()).containsExactly("x");
        assertThat(rig.committed(T0)).isZero();
        assertThat(rig.committed(T1)).isEqualTo(1);
    }

    @Test
    void aStopFinishesTheTransaction() {
        Rig rig = rig().append(T0, "a", "b").assign(T0);

        handleOnce(rig);
        rig.stop(Duration.ofSeconds(30));

        assertThat(transactions().visible()).containsExactly("a", "b");
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    /** Else Kafka's client would wait for an answer to an abort that it need not ask for. */
    @Test
    void aStopEndsTheTransactionThatWasBegunForWhatIsNext() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        assertThat(transactions().client().transactionInFlight()).isTrue();

        rig.stop(Duration.ofSeconds(30));
        transactions().close();

        assertThat(transactions().client().transactionInFlight()).isFalse();
        assertThat(transactions().client().closed()).isTrue();
    }

    @Test
    void aStopWhoseHandlerDoesNotEndCommitsNothingOfTheTransaction() {
        Rig[] rig = new Rig[1];
        consumer.on("b", (message, context) -> {
            copy(message, context);
            rig[0].stop(Duration.ofSeconds(30));
        });
        rig[0] = rig().append(T0, "a", "b").assign(T0);

        handleOnce(rig[0]);
        Thread.interrupted();

        assertThat(consumer.handled()).contains("b");
        assertThat(transactions().visible()).isEmpty();
        assertThat(rig[0].committed(T0)).isZero();
    }

    @Test
    void offsetsThatMoveByThemselvesAreCommittedInTime() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.operations().seek(Rig.name(T0), 0);
        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "a");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aRefusedTransactionalIdFailsTheConsumerWithOneReason() {
        transactions().failInit(new TransactionalIdAuthorizationException("no"));
        Rig rig = rig().append(T0, "a").assign(T0);

        rig.run();

        assertThat(rig.worker.fatal())
                .hasMessageContaining("transactionalIdPrefix")
                .hasMessageContaining("prefix-tested");
        assertThat(consumer.handled()).isEmpty();
    }

    @Test
    void aTransactionThatCannotBeBegunYetIsTriedAgain() {
        transactions().failInit(new KafkaException("coordinator is busy"));
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        assertThat(consumer.handled()).isEmpty();

        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(transactions().visible()).containsExactly("a");
    }

    // ---- flow control

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void aRateHoldsAndWhatWaitsForItHoldsUpNoTransaction(Ordering ordering) {
        plan.settings(it -> it.ordering = ordering).maxMessagesPerSecond(10);
        Rig rig = rig();
        for (int i = 0; i < 50; i++) {
            rig.append(T0, "a" + i).append(T1, "b" + i);
        }
        rig.assign(T0, T1);

        for (int i = 0; i < 3000; i++) {
            rig.pass(Duration.ofMillis(1));
            rig.run();
        }

        assertThat(transactions().visible()).hasSizeBetween(28, 31).doesNotHaveDuplicates();
        assertThat(rig.committed(T0)).isBetween(13L, 16L);
        assertThat(rig.committed(T0) + rig.committed(T1))
                .isEqualTo(transactions().visible().size());
    }

    /** The messages of {@link FakeKafka} are a second apart, from the epoch on. */
    @Test
    void whatIsTooOldIsSkippedAndDeadLetteredOnceWithTheTransactionThatIsCommitted() {
        InstantSource now = () -> Instant.ofEpochSecond(12);
        plan.deadLetters(new DeadLetterPolicy("dead", 0, Set.of(), now))
                .expiry(new ExpiryPolicy(Duration.ofSeconds(10), true, now));
        failsAfterProducing("c", 1);
        Rig rig = rig().append(T0, "a", "b", "c", "d").assign(T0);
        rig.run();
        assertThat(transactions().visible()).containsExactly("a", "b");
        assertThat(rig.worker.skips()).isEqualTo(2);

        rig.pass(PAUSE);
        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "b", "c", "d");
        assertThat(rig.events.all(Skipped.class)).extracting(Skipped::offset).containsExactly(0L, 1L);
        assertThat(rig.events.all(DeadLettered.class)).hasSize(2);
        assertThat(rig.committed(T0)).isEqualTo(4);
    }
}
