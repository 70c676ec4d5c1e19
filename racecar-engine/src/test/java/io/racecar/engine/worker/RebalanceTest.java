package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static io.racecar.engine.worker.Rig.T2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** R1, R2, O6: how partitions come and go. */
class RebalanceTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig rig() {
        return plan.build();
    }

    private static ScriptedConsumer.Script produce(String value) {
        return (message, context) -> context.produce(OutgoingMessage.to("out").value(value));
    }

    @Test
    void revokedPartitionsAreCommittedThenTheirHookIsCalledThenTheyAreForgotten() {
        Rig rig = rig().append(T0, "a").assign(T0, T1);
        rig.run();
        List<Long> committedInHook = new ArrayList<>();
        consumer.inHooks((message, context) -> committedInHook.add(rig.committed(T0)));

        rig.assign(T1);

        assertThat(committedInHook).containsExactly(1L);
        assertThat(consumer.hooks()).containsExactly("assigned [t/0, t/1]", "revoked [t/0]");
        assertThat(rig.events.last(PartitionsRevoked.class).partitions()).containsExactly(new Partition("t", 0));
        assertThat(rig.events.last(PartitionsRevoked.class).lost()).isFalse();
        assertThat(rig.operations().has(new Partition("t", 0))).isFalse();
    }

    @Test
    void aHandlerThatRunsIsWaitedForAndItsOffsetCommitted() {
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.handle();
        rig.poll();

        rig.assign();

        assertThat(consumer.handled()).isEmpty();
        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void noFurtherMessageIsStartedOnceAPartitionIsRevoked() {
        Rig[] rig = new Rig[1];
        consumer.on(
                "a",
                (message, context) -> rig[0].loop().assignment().get(T0).lanes().hold());
        rig[0] = rig().append(T0, "a", "b").assign(T0);
        rig[0].run();

        rig[0].assign();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig[0].committed(T0)).isEqualTo(1);
    }

    @Test
    void outstandingDeliveriesAreWaitedForAndTheirMessagesCommitted() {
        consumer.otherwise(produce("x"));
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.doorbell.plan(rig.outlet::acknowledgeAll);

        rig.assign();

        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void deliveriesThatDoNotComeInTimeAreLeftUncommitted() {
        consumer.otherwise(produce("x"));
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        long begun = rig.clock.getAsLong();

        rig.assign();

        assertThat(rig.committed(T0)).isZero();
        assertThat(Duration.ofNanos(rig.clock.getAsLong() - begun)).isLessThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void partitionsThatStayAreHandledWhileARevocationWaits() {
        consumer.on("a", produce("x"));
        Rig rig = rig().append(T0, "a").assign(T0, T1);
        rig.run();
        rig.append(T1, "b", "c");
        rig.poll();
        rig.doorbell.plan(rig.outlet::acknowledgeAll);

        rig.assign(T1);

        assertThat(consumer.handled()).containsExactly("a", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aHandlerThatRunsOnIsFencedAndMovesNoOffset() {
        Rig[] rig = new Rig[1];
        boolean[] interrupted = new boolean[1];
        consumer.on("a", (message, context) -> {
            rig[0].assign();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        rig[0] = rig().append(T0, "a", "b").assign(T0);

        rig[0].run();

        assertThat(interrupted[0]).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig[0].committed(T0)).isZero();
    }

    @Test
    void aFencedHandlerThatReturnsBecauseItWasInterruptedHasNotFinishedItsMessage() {
        Rig[] rig = new Rig[1];
        consumer.on("a", (message, context) -> {
            Assignment assignment = rig[0].loop().assignment();
            assignment.retire(assignment.get(T0));
        });
        rig[0] = rig().append(T0, "a").assign(T0);

        rig[0].run();
        rig[0].commit();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig[0].committed(T0)).isZero();
    }

    @Test
    void theFailureOfAFencedHandlerIsNotTheMessages() {
        Rig[] rig = new Rig[1];
        List<Throwable> told = new ArrayList<>();
        plan.errorHandler((error, info) -> told.add(error));
        consumer.on("a", (message, context) -> {
            rig[0].assign();
            throw new InterruptedException();
        });
        rig[0] = rig().append(T0, "a").assign(T0);

        rig[0].run();

        assertThat(told).isEmpty();
    }

    @Test
    void aPartitionThatReturnsWaitsForItsOldHandlerToEnd() {
        plan.settings(it -> it.concurrency = 2);
        Rig[] rig = new Rig[1];
        List<List<String>> whileTheOldOneRan = new ArrayList<>();
        consumer.on("a", (message, context) -> {
            if (consumer.handled().size() == 1) {
                rig[0].assign();
                rig[0].assign(T0, T1);
                rig[0].run();
                whileTheOldOneRan.add(List.copyOf(consumer.handled()));
            }
        });
        rig[0] = rig().append(T0, "a", "b").append(T1, "x").assign(T0);

        rig[0].run();

        assertThat(whileTheOldOneRan).containsExactly(List.of("a", "x"));
        assertThat(consumer.handled()).containsExactly("a", "x", "a", "b");
    }

    @Test
    void anOldHandlerIsWaitedForEvenIfItsClientIsGone() {
        plan.settings(it -> it.concurrency = 2);
        Rig[] rig = new Rig[1];
        consumer.on("a", (message, context) -> {
            if (consumer.handled().size() == 1) {
                new Departure(rig[0].loop()).afterError();
                rig[0].connect();
                rig[0].assign(T0);
                rig[0].run();
                assertThat(consumer.handled()).containsExactly("a");
            }
        });
        rig[0] = rig().append(T0, "a", "b").assign(T0);

        rig[0].run();
        rig[0].run();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
    }

    @Test
    void lostPartitionsAreNeitherWaitedForNorCommitted() {
        consumer.on("b", produce("x"));
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        long begun = rig.clock.getAsLong();

        rig.lose(T0);
        rig.run();

        assertThat(rig.clock.getAsLong()).isEqualTo(begun);
        assertThat(rig.committed(T0)).isZero();
        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "revoked [t/0]");
        assertThat(rig.events.last(PartitionsRevoked.class).lost()).isTrue();
    }

    @Test
    void hooksAreCalledInTheOrderOfWhatHappened() {
        Rig[] rig = new Rig[1];
        consumer.on("a", (message, context) -> {
            rig[0].lose(T0);
            rig[0].assign(T0);
        });
        rig[0] = rig().append(T0, "a").assign(T0);

        rig[0].poll();
        rig[0].handle();
        rig[0].poll();
        rig[0].handle();

        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "revoked [t/0]", "assigned [t/0]");
    }

    @Test
    void whatIsUnfinishedIsHandledAgainWhenAPartitionReturns() {
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);
        rig.run();

        rig.assign();
        rig.assign(T0);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b", "b", "c");
        assertThat(consumer.attempts()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void nothingIsLeftOfAPauseWhenItsPartitionIsGone() {
        consumer.failsOn("a", 2);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();

        rig.assign();
        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(rig.events.all(LaneResumed.class)).isEmpty();
        assertThat(rig.loop().pauses().nanosLeft()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theFirstMessageComesAfterTheAssignedHookHasReturned() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.poll();
        rig.poll();
        assertThat(rig.threads.waiting()).isEqualTo(1);
        assertThat(consumer.handled()).isEmpty();

        rig.run();

        assertThat(consumer.hooks()).containsExactly("assigned [t/0]");
        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void whatAHookThrowsChangesNothing() {
        consumer.inHooks((message, context) -> {
            throw new IllegalStateException("in a hook");
        });
        Rig rig = rig().append(T0, "a").assign(T0);

        rig.run();
        rig.assign();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void onlyIncrementsAreTold() {
        Rig rig = rig().assign(T0);
        rig.assign(T0, T1);
        rig.assign(T1, T2);
        rig.run();

        assertThat(rig.events.all(PartitionsAssigned.class))
                .extracting(PartitionsAssigned::partitions)
                .containsExactly(
                        Set.of(new Partition("t", 0)), Set.of(new Partition("t", 1)), Set.of(new Partition("t", 2)));
        assertThat(rig.worker.joins()).isEqualTo(3);
    }

    @Test
    void pausesThatTheClientForgetsOnEagerReassignmentAreThereAgainAtOnce() {
        Rig rig = rig().append(T1, "b").assign(T0, T1);
        rig.run();
        rig.operations().pause(new Partition("t", 0));
        rig.poll();
        assertThat(rig.client().paused()).containsExactly(T0);
        rig.append(T0, "a");

        rig.client().eagerRebalanceInPoll(List.of(T0, T1));
        rig.poll();

        assertThat(rig.client().paused()).containsExactly(T0);
        assertThat(rig.client().position(T0)).isZero();
    }

    @Test
    void whatArrivesForAPausedPartitionAllTheSameIsKept() {
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.handle();
        rig.poll();
        rig.append(T0, "b");
        rig.client().duringPoll(rig::handle);
        rig.poll();
        rig.client().duringPoll(() -> {});
        rig.run();
        assertThat(rig.client().position(T0)).isEqualTo(2);

        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
    }

    @Test
    void aCommitThatFailsDuringARevocationLosesNothing() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.client().failCommit(new RebalanceInProgressException());

        rig.assign();
        rig.assign(T0);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a");
    }

    @Test
    void aWakeupThatComesTooLateDoesNotAbortTheCommitOfARevocation() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.client().schedulePollTask(() -> {
            rig.client().wakeup();
            rig.client().rebalance(List.of());
        });

        rig.poll();

        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aCallbackThatFailsEndsTheClientInsteadOfLeavingPartitionsToNobody() {
        Rig rig = rig().append(T0, "a");
        rig.client().failCommitted(new TimeoutException("no coordinator"));
        rig.client().rebalanceInPoll(List.of(T0));

        assertThatThrownBy(rig::poll).isInstanceOf(TimeoutException.class);
    }

    @Test
    void aMessageIsCountedAsProcessedOnceWhileItsPartitionIsGivenBack() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        List<Long> processed = new ArrayList<>();
        consumer.inHooks((message, context) ->
                processed.add(rig.worker.retiredMessages() + rig.loop().handled()));

        rig.assign();

        assertThat(processed).containsExactly(1L);
        assertThat(rig.worker.retiredMessages() + rig.loop().handled()).isEqualTo(1);
    }

    @Test
    void aPartitionPausedByAnOperatorStaysPausedWhenItReturns() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.operations().pause(new Partition("t", 0));
        rig.run();
        rig.assign();
        rig.assign(T0);
        rig.run();
        assertThat(consumer.handled()).isEmpty();
        assertThat(rig.view(T0).paused()).isTrue();

        rig.operations().resume(new Partition("t", 0));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void aPausedConsumerHandlesNothingThatItIsAssigned() {
        Rig rig = rig().append(T0, "a");
        rig.operatorPauses.everything(true);
        rig.assign(T0);
        rig.run();
        assertThat(consumer.handled()).isEmpty();

        rig.operatorPauses.everything(false);
        rig.operations().admitAll();
        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void aTopicsPartitionsAreAllWaitedForTogether() {
        consumer.otherwise(produce("x"));
        Rig rig = rig().append(T0, "a").append(T1, "b").assign(T0, T1);
        rig.run();
        rig.doorbell.plan(() -> rig.outlet.acknowledge(0));
        rig.doorbell.plan(() -> rig.outlet.acknowledge(0));

        rig.assign(new TopicPartition[0]);

        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(rig.committed(T1)).isEqualTo(1);
    }
}
