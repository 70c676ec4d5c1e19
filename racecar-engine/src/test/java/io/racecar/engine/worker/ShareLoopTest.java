package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.ConsumerState;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.RacecarListener.Polled;
import io.racecar.RacecarListener.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member of a share group, from one poll to the next (G1). */
class ShareLoopTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();

    @Test
    void acceptsWhatIsHandledAndPollsForMore() {
        ShareRig rig = ShareRig.of(consumer);
        rig.client.pollsAtMost(2).add(1, "a", "b", "c");

        rig.settle();

        assertThat(consumer.handled()).containsExactly("a", "b", "c");
        assertThat(rig.client.sent()).containsExactly("ACCEPT 0", "ACCEPT 1", "ACCEPT 2");
    }

    @Test
    void tellsTheHandlerWhichDeliveryItIs() {
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(3, "a");

        rig.settle();

        assertThat(consumer.attempts()).containsExactly(3);
    }

    private static void assertIsSentOnceAllIsAcknowledged(ShareRig rig, String sent) {
        rig.settle();
        assertThat(rig.client.sent()).isEmpty();
        rig.outlet.acknowledgeAll();
        rig.settle();
        assertThat(rig.client.sent()).containsExactly(sent);
    }

    @Test
    void acceptsWhenWhatWasProducedIsAcknowledged() {
        consumer.on(
                "a",
                (message, context) -> context.produce(OutgoingMessage.to("u").value("x")));
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(1, "a");

        assertIsSentOnceAllIsAcknowledged(rig, "ACCEPT 0");
    }

    @Test
    void keepsWhatHasFailedThroughItsPauseAndThenReleasesIt() {
        consumer.failsOn("a", 1);
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(1, "a");
        rig.round();
        rig.threads.runAll();
        rig.round();
        assertThat(rig.plan.events.last(LanePaused.class).duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rig.client.sent()).isEmpty();

        rig.pass(Duration.ofSeconds(9));
        rig.round();
        assertThat(rig.client.sent()).isEmpty();
        rig.pass(Duration.ofSeconds(1));
        rig.round().round();

        assertThat(rig.client.sent()).containsExactly("RELEASE 0");
        assertThat(rig.plan.events.all(LaneResumed.class)).hasSize(1);
    }

    @Test
    void renewsWhatTakesLongerThanAThirdOfTheLock() {
        ShareRig rig = ShareRig.of(consumer);
        consumer.on("a", (message, context) -> {
            rig.round();
            rig.pass(Duration.ofSeconds(10));
            rig.round();
            assertThat(rig.client.takeSent()).containsExactly("RENEW 0", "RENEW 1");
            rig.pass(Duration.ofSeconds(10));
            rig.round();
            assertThat(rig.client.takeSent()).containsExactly("RENEW 0", "RENEW 1");
        });
        rig.client.add(1, "a", "b");

        rig.settle();

        assertThat(consumer.handled()).containsExactly("a", "b");
        assertThat(rig.client.sent()).containsExactly("ACCEPT 0", "ACCEPT 1");
    }

    @Test
    void whatTheBrokersNoLongerCountAsItsOwnIsFenced() {
        ShareRig rig = ShareRig.of(consumer);
        consumer.on("a", (message, context) -> {
            rig.client.refuseRenewals();
            rig.pass(Duration.ofSeconds(10));
            rig.round();
            assertThatThrownBy(() -> context.produce(OutgoingMessage.to("u").value("x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has been taken from this worker");
        });
        rig.client.add(1, "a", "b");

        rig.settle();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.client.sent()).containsExactly("RENEW 0", "RENEW 1");
    }

    @Test
    void whatComesAgainAsItsAcknowledgementWasRefusedIsHandledAgain() {
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(1, "a", "b");
        rig.client.refuseNext();

        rig.settle();

        assertThat(consumer.handled()).containsExactly("a", "b", "a", "b");
        assertThat(rig.client.takeSent()).containsExactly("ACCEPT 0", "ACCEPT 1", "ACCEPT 0", "ACCEPT 1");
    }

    @Test
    void rejectsWhatIsGivenUp() {
        consumer.failsOn("a", 9);
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(4, "a");

        rig.settle();

        assertThat(rig.client.sent()).containsExactly("REJECT 0");
        assertThat(rig.plan.events.last(Skipped.class).requestedBy()).isEqualTo("deadLetter.onGiveUp: drop");
    }

    @Test
    void rejectsWhenTheDeadLetterIsAcknowledged() {
        consumer.failsOn("a", 9);
        ShareRig rig = new ShareRig(
                new RigPlan(consumer).deadLetters(new DeadLetterPolicy("dead", 0, Set.of(), InstantSource.system())),
                1,
                false);
        rig.client.add(4, "a");

        assertIsSentOnceAllIsAcknowledged(rig, "REJECT 0");
    }

    @Test
    void doesNotHandleTheLastDelivery() {
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(5, "a");

        rig.settle();

        assertThat(consumer.handled()).isEmpty();
        assertThat(rig.client.sent()).containsExactly("REJECT 0");
    }

    @Test
    void aStopReleasesWhatHasNotBegun() {
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(1, "a", "b", "c");
        rig.round();
        rig.threads.runNext();

        rig.stop(Duration.ofSeconds(30));

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.client.sent()).containsExactlyInAnyOrder("ACCEPT 0", "RELEASE 1", "RELEASE 2");
        assertThat(rig.client.isClosed()).isTrue();
    }

    @Test
    void leavesTheGroupWhileTheConsumerIsPaused() {
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(1, "a", "b");
        rig.round();
        rig.threads.runNext();
        rig.operatorPauses.everything(true);
        rig.loop().operations().admitAll();
        assertThat(rig.loop().mustLeave()).isFalse();

        rig.settle();

        assertThat(rig.client.sent()).containsExactlyInAnyOrder("ACCEPT 0", "RELEASE 1");
        assertThat(rig.loop().mustLeave()).isTrue();
        assertThat(rig.absence()).isEqualTo(ConsumerState.PAUSED);
        assertThat(rig.loop().mayReturn()).isFalse();
        rig.operatorPauses.everything(false);
        assertThat(rig.loop().mayReturn()).isTrue();
    }

    @Test
    void aMessageThatOthersHadStaysWithAStuckHandlerAndTheRestGoesToThem() {
        RigPlan plan = new RigPlan(consumer).settings(it -> it.maxPollInterval = Duration.ofSeconds(5));
        ShareRig rig = new ShareRig(plan, 1, true);
        consumer.on("a", (message, context) -> {
            rig.round();
            rig.pass(Duration.ofSeconds(5));
            rig.round().round();
            assertThat(rig.worker.isStuck()).isTrue();
            assertThat(rig.loop().mustLeave()).isFalse();
            rig.pass(Duration.ofSeconds(1));
            rig.round();
            assertThat(rig.client.takeSent()).containsExactly("RELEASE 1");
        });
        rig.client.add(2, "a").add(1, "b");

        rig.round();
        rig.threads.runNext();
        rig.client.add(1, "c");
        rig.settle();

        assertThat(rig.worker.isStuck()).isFalse();
        assertThat(consumer.handled()).containsExactly("a", "c");
    }

    @Test
    void anOperatorEndsAPauseOfAPartition() {
        consumer.failsOn("a", 1);
        ShareRig rig = ShareRig.of(consumer);
        rig.client.add(1, "a");
        rig.round();
        rig.threads.runAll();
        rig.round();

        rig.loop().operations().retryNow(new Partition("t", 0));
        rig.round().round();

        assertThat(rig.client.sent()).containsExactly("RELEASE 0");
        assertThatThrownBy(() -> rig.loop().operations().retryNow(new Partition("t", 0)))
                .hasMessageContaining("nothing to retry");
    }

    @Test
    void batchesAreOfMessagesThatWereDeliveredEquallyOften() {
        ScriptedBatches batches = new ScriptedBatches();
        ShareRig rig = new ShareRig(new RigPlan(batches), 2, true);
        rig.client.add(1, "a", "b", "c").add(2, "d", "e");

        rig.settle();

        assertThat(batches.handled()).containsExactly(List.of("a", "b"), List.of("c"), List.of("d", "e"));
    }

    @Test
    void whatIsRenewedHasBeenPolledOnce() {
        ShareRig rig = ShareRig.of(consumer);
        consumer.on("a", (message, context) -> {
            rig.round();
            rig.pass(Duration.ofSeconds(10));
            rig.round().round();
        });
        rig.client.add(1, "a", "b");

        rig.settle();

        assertThat(rig.client.sent()).contains("RENEW 0", "RENEW 1");
        assertThat(rig.plan.events.all(Polled.class).stream().mapToInt(Polled::messages))
                .filteredOn(it -> it > 0)
                .containsExactly(2);
    }

    @Test
    void aHandlerThatNeverReturnsDoesNotHoldUpAStop() {
        ShareRig rig = ShareRig.of(consumer);
        consumer.on("a", (message, context) -> rig.stop(Duration.ofSeconds(30)));
        rig.client.add(1, "a", "b");

        rig.round();
        rig.threads.runNext();

        assertThat(rig.client.isClosed()).isTrue();
        assertThat(rig.client.sent()).contains("RELEASE 1").doesNotContain("ACCEPT 0", "RELEASE 0");
    }

    @Test
    void listenersHearOfThePartitionsOfWhichThereAreMessagesUntilItLeaves() {
        ShareRig rig = ShareRig.of(consumer);
        rig.client.pollsAtMost(1).add(1, "a", "b");
        rig.settle();
        rig.stop(Duration.ofSeconds(30));

        assertThat(rig.plan.events.all(PartitionsAssigned.class))
                .containsExactly(new PartitionsAssigned("tested", 0, Set.of(new Partition("t", 0))));
        assertThat(rig.plan.events.all(PartitionsRevoked.class))
                .containsExactly(new PartitionsRevoked("tested", 0, Set.of(new Partition("t", 0)), false));
        assertThat(consumer.hooks()).containsExactly("teardown");
    }

    // ---- flow control

    @Test
    void whatWaitsForTheRateIsRenewedAndHeldByNoThread() {
        ShareRig rig = new ShareRig(new RigPlan(consumer).maxMessagesPerSecond(0.05), 1, true);
        rig.client.add(1, "a", "b");
        rig.settle();
        assertThat(rig.threads.waiting()).isZero();

        for (int second = 0; second < 41; second++) {
            rig.pass(Duration.ofSeconds(1));
            rig.settle();
        }

        assertThat(consumer.handled()).containsExactly("a", "b");
        assertThat(rig.client.sent())
                .startsWith("RENEW 0", "RENEW 1")
                .contains("ACCEPT 0")
                .endsWith("ACCEPT 1");
    }

    @Test
    void whatWaitsForTheRateGoesToOthersAtAStop() {
        ShareRig rig = new ShareRig(new RigPlan(consumer).maxMessagesPerSecond(1), 1, true);
        rig.client.add(1, "a", "b", "c");
        rig.settle();
        rig.pass(Duration.ofSeconds(1));
        rig.settle();

        rig.stop(Duration.ofSeconds(30));

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.client.sent()).containsExactlyInAnyOrder("ACCEPT 0", "RELEASE 1", "RELEASE 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsTooOldIsAcceptedUnhandled(boolean limited) {
        RigPlan plan = new RigPlan(consumer)
                .expiry(new ExpiryPolicy(Duration.ofSeconds(10), false, () -> Instant.ofEpochSecond(11)));
        ShareRig rig = new ShareRig(limited ? plan.maxMessagesPerSecond(0.01) : plan, 1, true);
        rig.client.add(1, "a", "b");

        rig.settle();

        assertThat(consumer.handled()).isEmpty();
        assertThat(rig.worker.skips()).isEqualTo(2);
        assertThat(rig.client.sent()).containsExactly("ACCEPT 0", "ACCEPT 1");
    }

    @Test
    void whatIsTooOldIsAcceptedOnceItsDeadLetterIsAcknowledged() {
        RigPlan plan = new RigPlan(consumer)
                .deadLetters(new DeadLetterPolicy("dead", 0, Set.of(), () -> Instant.ofEpochSecond(11)))
                .expiry(new ExpiryPolicy(Duration.ofSeconds(10), true, () -> Instant.ofEpochSecond(11)));
        ShareRig rig = new ShareRig(plan, 1, false);
        rig.client.add(1, "a");
        rig.settle();
        assertThat(rig.outlet.messages()).hasSize(1);
        assertThat(rig.client.sent()).isEmpty();

        rig.outlet.acknowledgeAll();
        rig.settle();

        assertThat(rig.client.sent()).containsExactly("ACCEPT 0");
        assertThat(rig.worker.skips()).isEqualTo(1);
    }
}
