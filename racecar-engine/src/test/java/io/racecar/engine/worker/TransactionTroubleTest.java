package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.config.Ordering;
import io.racecar.engine.security.AccessRefusedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** P3 where brokers, other processes and fenced handlers are in the way. */
class TransactionTroubleTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration MAX_TIME = Duration.ofMillis(100);

    private final ScriptedConsumer consumer = new ScriptedConsumer().otherwise(TransactionTroubleTest::copy);
    private final RigPlan plan = new RigPlan(consumer).exactlyOnce(1000, MAX_TIME);

    private static void copy(io.racecar.Message<String> message, io.racecar.Context context) {
        context.produce(OutgoingMessage.to("out").value(message.value()));
    }

    private FakeTransactions transactions() {
        return plan.transactions;
    }

    @Test
    void aCommitOfWhichNothingCanBeFoundOutIsNotTakenForDone() {
        Rig rig = plan.build().append(T0, "a").assign(T0);
        transactions().failCommit(new ProducerFencedException("who knows"), false);
        rig.client().failCommitted(new TimeoutException("no answer"));

        assertThatThrownBy(rig::run).isInstanceOf(TimeoutException.class);
        new Departure(rig.loop()).afterError();
        assertThat(rig.committed(T0)).isZero();

        rig.connect();
        rig.assign(T0).run();
        assertThat(transactions().visible()).containsExactly("a");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsLookedUpOnlyWhenAnotherClientHasEndedIt() {
        Rig rig = plan.build().append(T0, "a").assign(T0);
        transactions().failCommit(new ProducerFencedException("who knows"), true);
        transactions().failInit(new KafkaException("busy"));
        rig.run();
        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.loop().committer().isEnded()).isFalse();
        assertThat(rig.loop().committer().nanosLeft()).isPositive();

        rig.pass(Duration.ofSeconds(1));
        rig.append(T0, "b").run();

        assertThat(transactions().visible()).containsExactly("a", "b");
        assertThat(consumer.handled()).containsExactly("a", "b");
    }

    @Test
    void aDeadLetterOfWhichNobodyKnewIsToldIfItIsThere() {
        plan.deadLetters(new DeadLetterPolicy("dead", 1, Set.of(), InstantSource.system()));
        consumer.failsOn("bad", 9);
        Rig rig = plan.build().append(T0, "bad").assign(T0);
        transactions().failCommit(new ProducerFencedException("who knows"), true);

        rig.run();

        assertThat(transactions().visible()).containsExactly("bad");
        assertThat(rig.events.all(DeadLettered.class)).hasSize(1);
    }

    @Test
    void aDeadLetterOfWhichNobodyKnewIsToldOnceIfItWasNotThere() {
        plan.deadLetters(new DeadLetterPolicy("dead", 1, Set.of(), InstantSource.system()));
        consumer.failsOn("bad", 9);
        Rig rig = plan.build().append(T0, "bad").assign(T0);
        transactions().failCommit(new ProducerFencedException("who knows"), false);

        rig.run();

        assertThat(transactions().visible()).containsExactly("bad");
        assertThat(rig.events.all(DeadLettered.class)).hasSize(1);
    }

    @Test
    void aMessageWhoseHandlerIsInterruptedWhileItProducesIsNotFinishedThoughItCatchesThat() {
        Rig rig = plan.build().append(T0, "a", "b").assign(T0);
        rig.poll();
        boolean[] interrupted = {false};
        consumer.on("b", (message, context) -> {
            if (!interrupted[0]) {
                interrupted[0] = true;
                transactions().client().refuse(new InterruptException("drawn"));
                assertThat(catchThrowable(() -> copy(message, context))).isInstanceOf(DeliveryException.class);
            } else {
                copy(message, context);
            }
        });

        rig.run();
        assertThat(transactions().visible()).containsExactly("a");
        rig.pass(PAUSE);
        rig.run();

        assertThat(transactions().visible()).containsExactly("a", "b");
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    @Test
    void aFailureThatLeavesNothingBehindDoesNotKeepThePollThreadBusy() {
        Rig[] rig = new Rig[1];
        consumer.on("a", (message, context) -> {
            rig[0].poll();
            throw new IllegalStateException("no luck");
        });
        rig[0] = plan.build().append(T0, "a").assign(T0);

        rig[0].run();
        rig[0].pass(MAX_TIME);
        rig[0].poll();

        assertThat(rig[0].loop().committer().nanosLeft()).isPositive();
    }

    @Test
    void aHandlerThatEndsAfterItWasFencedDoesNotMakeTheNextTransactionLookUnused() {
        Rig[] rig = new Rig[1];
        consumer.on("slow", (message, context) -> {
            rig[0].lose(T0);
            rig[0].append(T1, "x");
            rig[0].poll();
            rig[0].poll();
            rig[0].threads.runAll(); // x, in the next transaction
        });
        plan.settings(it -> it.concurrency = 2);
        rig[0] = plan.build().append(T0, "slow", "b", "c").assign(T0, T1);
        rig[0].handle(); // the hook
        rig[0].poll();
        rig[0].poll();
        rig[0].handle();
        Thread.interrupted();
        assertThat(consumer.handled()).containsExactly("slow", "x");

        rig[0].lose(T1);
        rig[0].run();
        rig[0].assign(T1);
        rig[0].run();

        assertThat(consumer.handled()).containsExactly("slow", "x", "x");
        assertThat(transactions().visible()).containsExactly("x");
    }

    @Test
    void aBatchThatIsTriedAgainGivesBackNoMoreThanItHasTaken() {
        ScriptedBatches batches = new ScriptedBatches();
        RigPlan plan = new RigPlan(batches).exactlyOnce(3, MAX_TIME).settings(it -> it.concurrency = 2);
        ScriptedBatches.Script fail = (messages, context) -> {
            throw new IllegalStateException("no luck");
        };
        ScriptedBatches.Script copyAll = (messages, context) -> messages.forEach(it -> copy(it, context));
        batches.then(fail).then(copyAll).then(fail).then(copyAll);
        Rig rig = plan.build().append(T0, "a", "b", "c").assign(T0, T1);
        rig.run();
        rig.append(T1, "x");
        rig.poll();
        rig.handle();
        rig.operations().retryNow(Rig.name(T0));
        rig.handle();
        assertThat(batches.handled()).containsExactly(List.of("a", "b", "c"), List.of("x"), List.of("a", "b", "c"));

        rig.lose(T1);
        rig.run();
        rig.assign(T0, T1);
        rig.run();

        assertThat(plan.transactions.visible()).containsExactly("x");
    }

    @Test
    void whoIsFencedWhileItHandlesMakesWayForAWhile() {
        Rig rig = plan.build().append(T0, "a").assign(T0);
        boolean[] fenced = {false};
        consumer.on("a", (message, context) -> {
            if (!fenced[0]) {
                fenced[0] = true;
                transactions().client().fenceProducer();
            }
            copy(message, context);
        });

        rig.run();
        assertThat(transactions().clients()).isEqualTo(1);
        assertThat(consumer.handled()).containsExactly("a");

        rig.pass(Duration.ofSeconds(1));
        rig.run();
        assertThat(transactions().visible()).containsExactly("a");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void anErrorWhereBrokersAreAskedEndsTheConsumer() {
        Error error = new NoClassDefFoundError("of a codec");
        transactions().failClients(error);

        Rig rig = plan.build().append(T0, "a").assign(T0);
        rig.run();

        assertThat(rig.worker.fatal()).isSameAs(error);
        assertThat(consumer.handled()).isEmpty();
    }

    @Test
    void aRebalanceDoesNotWaitForATransactionThatHasNotBegun() {
        transactions().hold();
        Rig rig = plan.build().append(T0, "a").assign(T0);
        rig.run();
        long before = rig.clock.getAsLong();

        rig.assign(T1);

        assertThat(rig.clock.getAsLong()).isEqualTo(before);
    }

    @Test
    void brokersThatAreTooOldFailTheConsumerAtTheFirstCommit() {
        Rig rig = plan.build().append(T0, "a").assign(T0);
        transactions().client().sendOffsetsToTransactionException = new UnsupportedVersionException("too old");

        rig.run();

        assertThat(rig.worker.fatal()).hasMessageContaining("too old for exactly-once");
        assertThat(transactions().visible()).isEmpty();
        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void aRightThatIsLostLaterIsToldWithTheTransactionalId() {
        Rig rig = plan.build().append(T0, "a").assign(T0);
        transactions().client().sendOffsetsToTransactionException = new TransactionalIdAuthorizationException("no");

        assertThatThrownBy(rig::run)
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageContaining("prefix-tested")
                .hasMessageContaining("grant WRITE and DESCRIBE");
        new Departure(rig.loop()).afterError();

        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void aWorkerIsRunningOnlyWhenItCanHaveTransactions() {
        transactions().failInit(new KafkaException("coordinator is busy"));
        Rig rig = plan.build().assign(T0);
        rig.run();
        assertThat(rig.worker.joins()).isZero();

        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(rig.worker.joins()).isEqualTo(1);
    }

    @Test
    void partitionsWhoseOffsetsAreUndecidedAreWaitedFor() {
        Rig rig = plan.build().append(T0, "a");
        rig.client().failCommitted(new TimeoutException("undecided"));

        rig.assign(T0).run();

        assertThat(transactions().visible()).containsExactly("a");
    }

    @Test
    void aSkipIsToldThoughTheTransactionWithItsDeadLetterIsAborted() {
        plan.deadLetters(new DeadLetterPolicy("dead", 9, Set.of(), InstantSource.system()));
        consumer.failsOn("bad", 9);
        Rig rig = plan.build().append(T0, "bad").assign(T0);
        rig.run();
        rig.operations().skip(Rig.name(T0), 0, "somebody");
        transactions().client().sendOffsetsToTransactionException = new TimeoutException("no answer");
        rig.run();
        transactions().client().sendOffsetsToTransactionException = null;
        assertThat(rig.events.all(Skipped.class)).isEmpty();

        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(transactions().visible()).containsExactly("bad");
        assertThat(rig.events.all(Skipped.class)).hasSize(1);
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aLastCommitLeavesNothingOfTheMetadataOutHoweverManyPartitionsThereAre() {
        int partitions = 100;
        int pairs = CommitMetadata.reach(Committer.LONGEST_METADATA) / 2;
        plan.exactlyOnce(50_000, MAX_TIME)
                .pauses(RigPlan.pausesOf(Duration.ofSeconds(-1)))
                .settings(it -> {
                    it.ordering = Ordering.NONE;
                    it.maxBufferedMessages = 100_000;
                });
        plan.kafka.topic("t", partitions);
        consumer.failsOn("bad", pairs);
        Rig rig = plan.build();
        IntStream.range(0, pairs).forEach(it -> rig.append(T0, "bad", "good"));
        rig.assign(T0).run();
        String metadata = rig.kafka.committed(T0).metadata();

        rig.assign(IntStream.range(0, partitions)
                .mapToObj(it -> new TopicPartition("t", it))
                .toArray(TopicPartition[]::new));
        rig.run();
        rig.stop(Duration.ofSeconds(30));

        assertThat(metadata).hasSizeGreaterThan(256 * 1024 / partitions);
        assertThat(rig.kafka.committed(T0).metadata()).isEqualTo(metadata);
    }

    @Test
    void whatAStuckHandlerLeavesOpenIsAbortedAtOnce() {
        Rig[] rig = new Rig[1];
        int[] aborts = new int[1];
        consumer.on("slow", (message, context) -> {
            copy(message, context);
            new Departure(rig[0].loop()).leavingTheStuckBehind();
            aborts[0] = transactions().client().aborts();
            copy(message, context);
        });
        rig[0] = plan.build().append(T0, "a", "slow").assign(T0);

        rig[0].run();
        Thread.interrupted();

        assertThat(aborts[0]).isEqualTo(1);
        assertThat(rig[0].client().closed()).isTrue();
        assertThat(consumer.handled()).containsExactly("a", "slow");
        assertThat(rig[0].committed(T0)).isZero();
        assertThat(transactions().visible()).isEmpty();
    }
}
