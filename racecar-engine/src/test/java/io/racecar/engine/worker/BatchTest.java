package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.BatchFailureException;
import io.racecar.Context;
import io.racecar.ErrorInfo;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.HandlingStarted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches: F1, and what BatchFailureException finishes. */
class BatchTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private final ScriptedBatches consumer = new ScriptedBatches();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig rig() {
        return plan.build();
    }

    private static void fail(Message<String> message) {
        throw new BatchFailureException(message, new IllegalStateException("in the middle"));
    }

    @Test
    void aBatchHasAtMostFetchMessagesInOffsetOrder() {
        plan.settings(it -> it.batchSize = 2);
        Rig rig = rig().append(T0, "a", "b", "c", "d", "e").assign(T0);

        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        assertThat(rig.committed(T0)).isEqualTo(5);
    }

    @Test
    void aBatchIsOfOnePartition() {
        Rig rig = rig().append(T0, "a", "b").append(T1, "x", "y").assign(T0, T1);

        rig.run();

        assertThat(consumer.handled()).containsExactlyInAnyOrder(List.of("a", "b"), List.of("x", "y"));
    }

    @Test
    void aFailedBatchComesAgainAsTheSameBatch() {
        plan.settings(it -> it.batchSize = 3);
        plan.maxPollRecords(2);
        consumer.thenFail().thenFail();
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.append(T0, "c", "d");
        rig.run();
        for (int i = 0; i < 2; i++) {
            rig.pass(PAUSE);
            rig.run();
        }

        assertThat(consumer.handled())
                .containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("a", "b"), List.of("c", "d"));
        assertThat(consumer.attempts()).containsExactly(1, 2, 3, 1);
    }

    @Test
    void nothingOfAFailedBatchIsCommitted() {
        consumer.thenFail();
        Rig rig = rig().append(T0, "a", "b").assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void whatIsBeforeTheMessageOfABatchFailureIsFinished() {
        consumer.then((messages, context) -> fail(messages.get(1)));
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);
        rig.run();
        rig.commit();
        assertThat(rig.committed(T0)).isEqualTo(1);

        rig.pass(PAUSE);
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly(List.of("a", "b", "c"), List.of("b", "c"));
        assertThat(consumer.attempts()).containsExactly(1, 2);
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void theRestOfABatchFailureStaysOneBatchEvenIfThereIsMoreBehindIt() {
        plan.settings(it -> it.batchSize = 3);
        consumer.then((messages, context) -> fail(messages.get(1)));
        Rig rig = rig().append(T0, "a", "b", "c", "d", "e").assign(T0);
        rig.run();

        rig.pass(PAUSE);
        rig.run();

        assertThat(consumer.handled()).containsExactly(List.of("a", "b", "c"), List.of("b", "c"), List.of("d", "e"));
    }

    @Test
    void aBatchFailureAtTheFirstMessageFinishesNothing() {
        consumer.then((messages, context) -> fail(messages.get(0)));
        Rig rig = rig().append(T0, "a", "b").assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isZero();
        assertThat(rig.view(T0).failingOffset()).isZero();
    }

    @Test
    void aBatchFailureThatNamesAMessageFromElsewhereFinishesNothing() {
        List<Message<String>> first = new ArrayList<>();
        consumer.then((messages, context) -> first.addAll(messages)).then((messages, context) -> fail(first.get(0)));
        plan.settings(it -> it.batchSize = 1);
        Rig rig = rig().append(T0, "a", "b").assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(rig.view(T0).failingOffset()).isEqualTo(1);
    }

    @Test
    void thePrefixOfABatchFailureIsFinishedOnlyWhenItsOutputsAreAcknowledged() {
        consumer.then((messages, context) -> {
            context.produce(OutgoingMessage.to("out").value("x"));
            fail(messages.get(1));
        });
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.commit();
        assertThat(rig.committed(T0)).isZero();

        rig.outlet.acknowledge("x");
        rig.commit();

        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aFailedDeliverySendsTheWholeBatchAgain() {
        plan.settings(it -> it.batchSize = 2);
        consumer.then(
                (messages, context) -> context.produce(OutgoingMessage.to("out").value("x")));
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);
        rig.run();
        rig.outlet.fail("x");
        rig.run();

        rig.pass(PAUSE);
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly(List.of("a", "b"), List.of("c"), List.of("a", "b"));
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void aBatchLeavesOutWhatIsFinishedAlready() {
        plan.settings(it -> it.batchSize = 2);
        consumer.then((messages, context) ->
                        context.produce(OutgoingMessage.to("out").value("x")))
                .then((messages, context) -> {})
                .then((messages, context) ->
                        context.produce(OutgoingMessage.to("out").value("y")));
        Rig rig = rig().append(T0, "a", "b", "c", "d", "e", "f").assign(T0);
        rig.run();
        rig.outlet.fail("x");
        rig.outlet.fail("y");
        rig.run();

        rig.pass(PAUSE);
        rig.run();

        assertThat(consumer.handled().subList(3, 5)).containsExactly(List.of("a", "b"), List.of("e", "f"));
    }

    @Test
    void theErrorHandlerGetsFirstAndLastMessageAndTheirNumber() {
        List<ErrorInfo> told = new ArrayList<>();
        plan.errorHandler((error, info) -> told.add(info));
        consumer.thenFail().then((messages, context) -> fail(messages.get(2)));
        Rig rig = rig().append(T0, "a", "b", "c", "d").assign(T0);
        rig.run();
        rig.pass(PAUSE);
        rig.run();

        assertThat(told.get(0).messages()).hasSize(4);
        assertThat(told.get(0).first().offset()).isZero();
        assertThat(told.get(0).last().offset()).isEqualTo(3);
        assertThat(told.get(0).last().createTime().toEpochMilli()).isEqualTo(3000);
        assertThat(told.get(1).messages()).hasSize(2);
        assertThat(told.get(1).first().offset()).isEqualTo(2);
        assertThat(rig.events.last(HandlingStarted.class).batch()).isTrue();
    }

    @Test
    void theContextOfABatchIsClosedWhenItsHandlerReturns() {
        List<Context> kept = new ArrayList<>();
        consumer.then((messages, context) -> kept.add(context));
        Rig rig = rig().append(T0, "a").assign(T0);

        rig.run();

        assertThatThrownBy(() -> kept.get(0).produce(OutgoingMessage.to("out").value("late")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kept.get(0).attempt()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void skippingTheFailingMessageOfABatchLeavesTheRestOfItToBeHandled() {
        consumer.thenFail();
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);
        rig.run();

        rig.operations().skip(Rig.name(T0), 0, "somebody");
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly(List.of("a", "b", "c"), List.of("b", "c"));
        assertThat(rig.committed(T0)).isEqualTo(3);
    }
}
