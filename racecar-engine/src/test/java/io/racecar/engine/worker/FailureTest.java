package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ErrorInfo;
import io.racecar.Partition;
import io.racecar.RacecarListener.HandlingFinished;
import io.racecar.RacecarListener.HandlingStarted;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.UndecodableMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** F1 to F5, F7: what a failing handler costs. */
class FailureTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig rig() {
        return plan.build();
    }

    private static String exceptionOf(HandlingFinished event) {
        return String.valueOf(event.error());
    }

    @Test
    void aFailingMessagePausesOnlyItsPartition() {
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a", "b").append(T1, "x", "y").assign(T0, T1);

        rig.run();
        rig.append(T1, "z");
        rig.run();

        assertThat(consumer.handled()).containsExactlyInAnyOrder("a", "x", "y", "z");
        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(rig.view(T1).paused()).isFalse();
    }

    @Test
    void theFailedMessageComesAgainAheadOfLaterOnes() {
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);
        rig.run();

        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b", "b", "c");
    }

    @Test
    void aPauseDoesNotEndBeforeItsTimeAndEndsExactlyAtIt() {
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();

        rig.pass(Duration.ofSeconds(10).minusNanos(1));
        rig.run();
        assertThat(consumer.handled()).containsExactly("a");

        rig.pass(Duration.ofNanos(1));
        rig.run();
        assertThat(consumer.handled()).containsExactly("a", "a");
    }

    @Test
    void thePollThreadWakesUpWhenThePauseEnds() {
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();

        rig.pass(Duration.ofMillis(9_900));
        rig.poll();

        assertThat(rig.client().lastPollTimeout()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        plan.pauses(RigPlan.doublingFrom(Duration.ofSeconds(10), Duration.ofSeconds(40)));
        consumer.failsOn("a", 5);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();

        for (int i = 0; i < 4; i++) {
            rig.pass(rig.view(T0).pauseLeft());
            rig.run();
        }

        assertThat(rig.events.all(LanePaused.class))
                .extracting(LanePaused::duration)
                .containsExactly(seconds(10), seconds(20), seconds(40), seconds(40), seconds(40));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void aSuccessResetsTheCount() {
        plan.pauses(RigPlan.doublingFrom(Duration.ofSeconds(10), null));
        consumer.failsOn("a", 2).failsOn("b", 1);
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        for (int i = 0; i < 3; i++) {
            rig.pass(Duration.ofSeconds(20));
            rig.run();
        }

        assertThat(consumer.handled()).containsExactly("a", "a", "a", "b", "b");
        assertThat(consumer.attempts()).containsExactly(1, 2, 3, 1, 2);
        assertThat(rig.events.last(LanePaused.class).duration()).isEqualTo(seconds(10));
    }

    @Test
    void theErrorHandlerIsToldWhatFailedBeforeThePause() {
        List<ErrorInfo> told = new ArrayList<>();
        List<Throwable> errors = new ArrayList<>();
        plan.errorHandler((error, info) -> {
            errors.add(error);
            told.add(info);
            assertThat(plan.events.all(LanePaused.class)).hasSize(told.size() - 1);
        });
        consumer.failsOn("b", 2);
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(errors).extracting(Throwable::getMessage).containsOnly("no luck with b");
        assertThat(told).extracting(ErrorInfo::attempt).containsExactly(1, 2);
        ErrorInfo info = told.get(0);
        assertThat(info.consumer()).isEqualTo("tested");
        assertThat(info.groupId()).isEqualTo("tested-group");
        assertThat(info.partition()).isEqualTo(new Partition("t", 0));
        assertThat(info.messages()).hasSize(1);
        assertThat(info.first().offset()).isEqualTo(1);
        assertThat(info.first().value()).isEqualTo("b");
        assertThat(info.first().createTime().toEpochMilli()).isEqualTo(1000);
    }

    @Test
    void theEndOfAHandlingIsToldAfterTheErrorHandlerAndCarriesTheError() {
        plan.errorHandler((error, info) ->
                assertThat(plan.events.all(HandlingFinished.class)).isEmpty());
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a").assign(T0);

        rig.run();

        assertThat(rig.events.all(HandlingStarted.class))
                .extracting(HandlingStarted::attempt)
                .containsExactly(1);
        assertThat(rig.events.all(HandlingFinished.class))
                .extracting(FailureTest::exceptionOf)
                .containsExactly("java.lang.IllegalStateException: no luck with a");
    }

    @Test
    void aPauseIsToldWithOffsetDurationAndErrorAndItsEndWithWhatItLasted() {
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        LanePaused paused = rig.events.last(LanePaused.class);
        rig.pass(Duration.ofSeconds(11));
        rig.run();

        assertThat(paused.offset()).isEqualTo(1);
        assertThat(paused.duration()).isEqualTo(seconds(10));
        assertThat(paused.error()).hasMessage("no luck with b");
        assertThat(rig.events.all(LaneResumed.class))
                .extracting(LaneResumed::paused)
                .containsExactly(seconds(11));
    }

    @Test
    void aNegativeTimeoutPausesUntilSomebodyResumes() {
        plan.pauses(RigPlan.pausesOf(Duration.ofSeconds(-1)));
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.pass(Duration.ofDays(1000));
        rig.run();
        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.view(T0).pauseLeft()).isNull();
        assertThat(rig.events.last(LanePaused.class).duration()).isNull();

        rig.operations().retryNow(new Partition("t", 0));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a");
    }

    @Test
    void aTimeoutOfZeroEndsTheConsumerWithTheErrorAndItsOffsetsUpToTheFailure() {
        plan.pauses(RigPlan.pausesOf(Duration.ZERO));
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);

        rig.run();
        rig.stop(Duration.ofSeconds(30));

        assertThat(rig.worker.fatal()).hasMessage("no luck with b");
        assertThat(consumer.handled()).containsExactly("a", "b");
        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(consumer.hooks()).endsWith("revoked [t/0]", "teardown");
        assertThat(rig.events.all(LanePaused.class)).isEmpty();
    }

    @Test
    void errorsAreFailuresLikeOthers() {
        consumer.on("a", (message, context) -> {
            throw new StackOverflowError();
        });
        Rig rig = rig().append(T0, "a").append(T1, "x").assign(T0, T1);

        rig.run();

        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(consumer.handled()).contains("x");
        assertThat(rig.worker.fatal()).isNull();
    }

    @Test
    void errorsAfterWhichNothingCanBeTrustedEndTheConsumer() {
        List<Throwable> told = new ArrayList<>();
        plan.errorHandler((error, info) -> told.add(error));
        for (Error fatal : List.of(new OutOfMemoryError("heap"), new InternalError("jvm"))) {
            consumer.on("a", (message, context) -> {
                throw fatal;
            });
            Rig rig = rig().append(T0, "a").assign(T0);

            rig.run();

            assertThat(rig.worker.fatal()).isSameAs(fatal);
            assertThat(told).contains(fatal);
        }
    }

    @Test
    void whatErrorHandlersAndListenersThrowChangesNothing() {
        plan.errorHandler((error, info) -> {
            throw new IllegalArgumentException("the error handler's own");
        });
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();

        rig.pass(Duration.ofSeconds(10));
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    @Test
    void whatCannotBeDecodedIsAFailureLikeOthersAndItsBytesCanStillBeRead() {
        List<byte[]> bytes = new ArrayList<>();
        plan.errorHandler((error, info) -> {
            assertThat(error).isInstanceOf(UndecodableMessageException.class);
            bytes.add(info.first().valueBytes());
        });
        plan.decoder(record -> {
            if (record.offset() == 1) {
                throw new UndecodableMessageException("not readable", null);
            }
            return new String(record.value(), UTF_8);
        });
        Rig rig = rig().append(T0, "a", "{").append(T1, "x").assign(T0, T1);

        rig.run();
        rig.commit();

        assertThat(bytes).containsExactly("{".getBytes(UTF_8));
        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(rig.committed(T1)).isEqualTo(1);
    }

    @Test
    void statusShowsTheFailingMessage() {
        consumer.failsOn("b", 9);
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.pass(Duration.ofSeconds(10));
        rig.run();
        rig.pass(Duration.ofSeconds(4));

        PartitionView view = rig.view(T0);

        assertThat(view.failingOffset()).isEqualTo(1);
        assertThat(view.attempt()).isEqualTo(2);
        assertThat(view.pauseLeft()).isEqualTo(seconds(6));
    }

    @Test
    void aMessageThatSucceedsIsNoLongerFailing() {
        consumer.failsOn("a", 1);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(rig.view(T0).failingOffset()).isEqualTo(-1);
        assertThat(rig.view(T0).attempt()).isZero();
    }
}
