package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.Skipped;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** O7, R4: what operators do, also while a handler is in the middle of something. */
class OperationsTest {
    private static final Partition P0 = new Partition("t", 0);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig joined(String... values) {
        Rig rig = plan.build();
        rig.append(T0, values).assign(T0);
        rig.run();
        return rig;
    }

    // ---- pause and resume

    @Test
    void aPausedPartitionStartsNothingAndFetchesNothing() {
        Rig rig = joined("a");
        rig.operations().pause(P0);
        rig.append(T0, "b");

        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.client().position(T0)).isEqualTo(1);
        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(rig.view(T0).pauseLeft()).isNull();
        LanePaused told = rig.events.last(LanePaused.class);
        assertThat(told.duration()).isNull();
        assertThat(told.error()).isNull();
    }

    @Test
    void aPausedPartitionIsStillCommitted() {
        Rig rig = joined("a");
        rig.operations().pause(P0);

        rig.commit();

        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aResumedPartitionGoesOn() {
        Rig rig = joined("a");
        rig.operations().pause(P0);
        rig.append(T0, "b");
        rig.run();
        rig.pass(Duration.ofHours(2));

        rig.operations().resume(P0);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b");
        assertThat(rig.events.all(LaneResumed.class))
                .singleElement()
                .satisfies(it -> assertThat(it.paused()).isEqualTo(Duration.ofHours(2)));
    }

    @Test
    void resumingEndsThePauseAfterAFailureToo() {
        consumer.failsOn("a", 1);
        Rig rig = joined("a");
        rig.operations().pause(P0);

        rig.operations().resume(P0);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a");
    }

    @Test
    void aFailingPartitionPausedByAnOperatorIsNotRetriedInItsTime() {
        consumer.failsOn("a", 1);
        Rig rig = joined("a");
        rig.operations().pause(P0);

        rig.pass(PAUSE);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void whatIsPausedAlreadyIsNotPausedAgainNorWhatIsNotPausedResumed() {
        Rig rig = joined("a");
        assertThatThrownBy(() -> rig.operations().resume(P0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("t/0 is not paused");
        rig.operations().pause(P0);
        assertThatThrownBy(() -> rig.operations().pause(P0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("t/0 is paused already");
    }

    @Test
    void onlyPartitionsOfThisProcessCanBePaused() {
        Rig rig = joined("a");

        assertThatThrownBy(() -> rig.operations().pause(new Partition("t", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("t/1 is not assigned to this process now; it has [t/0]");
        rig.assign();
        assertThatThrownBy(() -> rig.operations().resume(P0)).hasMessageContaining("it has none");
    }

    @Test
    void aHandlerThatRunsWhenItsPartitionIsPausedFinishesItsMessage() {
        Rig rig = plan.build();
        consumer.on("a", (message, context) -> rig.operations().pause(P0));
        rig.append(T0, "a", "b").assign(T0);

        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    // ---- retry

    @Test
    void aRetryEndsThePauseAtOnce() {
        consumer.failsOn("a", 1);
        Rig rig = joined("a", "b");

        rig.operations().retryNow(P0);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
    }

    @Test
    void aPauseThatWasEndedEarlyDoesNotEndALaterOneInItsTime() {
        consumer.failsOn("a", 2);
        Rig rig = joined("a");
        rig.pass(Duration.ofSeconds(4));
        rig.operations().retryNow(P0);
        rig.run();

        rig.pass(Duration.ofSeconds(6));
        rig.run();
        assertThat(consumer.handled()).containsExactly("a", "a");
        rig.pass(Duration.ofSeconds(4));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a", "a");
    }

    @Test
    void thereIsNothingToRetryWhereNothingFails() {
        Rig rig = joined("a");

        assertThatThrownBy(() -> rig.operations().retryNow(P0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("t/0 does not pause after a failure");
    }

    // ---- skip

    @Test
    void aSkippedMessageIsFinishedLikeAnyOther() {
        consumer.failsOn("b", 9);
        Rig rig = joined("a", "b", "c");

        rig.operations().skip(P0, 1, "somebody");
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
        assertThat(rig.view(T0).failingOffset()).isEqualTo(-1);
        assertThat(rig.worker.skips()).isEqualTo(1);
        Skipped told = rig.events.last(Skipped.class);
        assertThat(told.offset()).isEqualTo(1);
        assertThat(told.requestedBy()).isEqualTo("somebody");
    }

    @Test
    void onlyTheFailingMessageCanBeSkipped() {
        consumer.failsOn("b", 9);
        Rig rig = joined("a", "b", "c");

        for (long wrong : new long[] {0, 2}) {
            assertThatThrownBy(() -> rig.operations().skip(P0, wrong, "somebody"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "t/0 fails at offset 1, so " + wrong + " is not skipped; only the failing message can be");
        }
        rig.pass(PAUSE);
        rig.run();
        assertThat(consumer.handled()).containsExactly("a", "b", "b");
        assertThat(rig.worker.skips()).isZero();
    }

    @Test
    void nothingIsSkippedWhereNothingFails() {
        Rig rig = joined("a");

        assertThatThrownBy(() -> rig.operations().skip(P0, 0, "somebody"))
                .hasMessageContaining("has no failing message");
    }

    @Test
    void aSkipIsCommittedSoon() {
        consumer.failsOn("a", 9);
        Rig rig = joined("a", "b");

        rig.operations().skip(P0, 0, "somebody");
        rig.run();
        rig.client().answerCommits();

        assertThat(rig.committed(T0)).isPositive();
    }

    @Test
    void aSkipWhileTheMessageIsBeingRetriedFencesItsHandler() {
        Rig rig = plan.build();
        int[] calls = new int[1];
        consumer.on("b", (message, context) -> {
            if (calls[0]++ > 0) {
                rig.operations().skip(P0, 1, "somebody");
                assertThatThrownBy(
                                () -> context.produce(OutgoingMessage.to("out").value("x")))
                        .isInstanceOf(IllegalStateException.class);
            }
            throw new IllegalStateException();
        });
        rig.append(T0, "a", "b", "c").assign(T0);
        rig.run();
        rig.pass(PAUSE);
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
        assertThat(rig.loop().buffer()).hasToString("0 messages, 0 bytes");
    }

    @Test
    void aSkipDoesNotTouchWhatIsFinishedBehindIt() {
        consumer.on(
                "a",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("x")));
        Rig rig = joined("a", "b", "c");
        rig.outlet.fail("x");
        rig.run();

        rig.operations().skip(P0, 0, "somebody");
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    // ---- seek

    @Test
    void aSeekBackHandlesAgainAndCommitsTheNewPosition() {
        Rig rig = joined("a", "b", "c");
        rig.commit();

        rig.operations().seek(P0, 1);
        rig.poll();
        rig.client().answerCommits();
        assertThat(rig.committed(T0)).isEqualTo(1);
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void aSeekForwardLeavesOutWhatIsBetween() {
        consumer.failsOn("a", 9);
        Rig rig = joined("a", "b", "c");

        rig.operations().seek(P0, 2);
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
        assertThat(rig.view(T0).paused()).isFalse();
    }

    @Test
    void aSeekGoesNoFurtherThanTheLog() {
        Rig rig = joined("a", "b", "c");
        rig.kafka.deleteBefore(T0, 1);

        for (long outside : new long[] {0, 4}) {
            assertThatThrownBy(() -> rig.operations().seek(P0, outside))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("t/0 holds offsets from 1 up to its end at 3");
        }
        rig.operations().seek(P0, 3);
    }

    @Test
    void aSeekUnderARunningHandlerIsNotMovedByIt() {
        Rig rig = plan.build();
        consumer.on("c", (message, context) -> {
            if (consumer.handled().size() == 3) {
                context.produce(OutgoingMessage.to("out").value("x"));
                rig.operations().seek(P0, 1);
                rig.run();
                rig.outlet.acknowledgeAll();
                assertThatThrownBy(context::deliver).isInstanceOf(IllegalStateException.class);
            }
        });
        rig.append(T0, "a", "b", "c").assign(T0);

        rig.run();
        assertThat(consumer.handled().subList(0, 3)).containsExactly("a", "b", "c");
        rig.run();

        assertThat(consumer.handled().subList(3, 5)).containsExactly("b", "c");
        assertThat(rig.loop().buffer()).hasToString("0 messages, 0 bytes");
    }

    @Test
    void acknowledgementsFromBeforeASeekDoNotMoveIt() {
        consumer.on(
                "c",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("x")));
        Rig rig = joined("a", "b", "c");
        rig.operations().pause(P0);
        rig.operations().seek(P0, 0);

        rig.outlet.acknowledgeAll();
        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void aSeekGoesToTheFirstMessageThatIsNotOlder() {
        Rig rig = joined("a", "b", "c");

        rig.operations().seek(P0, Instant.ofEpochMilli(1500));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "c");
    }

    @Test
    void aSeekToATimeWithoutMessagesGoesToTheEnd() {
        Rig rig = joined("a", "b");
        rig.operations().seek(P0, 0);

        rig.operations().seek(P0, Instant.ofEpochMilli(9_999_999));
        rig.append(T0, "c");
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b", "c");
    }

    @Test
    void aSeekOfOnePartitionLeavesOthersAlone() {
        Rig rig = plan.build();
        rig.append(T0, "a").append(T1, "x").assign(T0, T1);
        rig.run();

        rig.operations().seek(P0, 0);
        rig.run();

        assertThat(consumer.handled()).containsExactlyInAnyOrder("a", "x", "a");
    }

    // ---- status

    @Test
    void statusShowsWhereAPartitionIs() {
        consumer.failsOn("c", 9);
        Rig rig = joined("a", "b", "c", "d");
        rig.commit();
        PartitionView view = rig.view(T0);

        assertThat(view.partition()).isEqualTo(P0);
        assertThat(view.finished()).isEqualTo(2);
        assertThat(view.committed()).isEqualTo(2);
        assertThat(view.position()).isEqualTo(4);
        assertThat(view.oldestTimestamp()).isEqualTo(2000);
    }
}
