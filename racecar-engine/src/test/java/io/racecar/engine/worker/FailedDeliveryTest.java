package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.DeliveryException;
import io.racecar.ErrorInfo;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.LanePaused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** O3: a delivery that finally fails sends its lane back to the message, and only to that. */
class FailedDeliveryTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private final ScriptedConsumer consumer = new ScriptedConsumer()
            .otherwise((message, context) ->
                    context.produce(OutgoingMessage.to("out").value(message.value())));
    private final RigPlan plan = new RigPlan(consumer);

    private Rig rig() {
        return plan.build();
    }

    @Test
    void onlyTheMessageWhoseDeliveryFailedIsHandledAgain() {
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);
        rig.run();
        rig.outlet.acknowledge("a");
        rig.outlet.acknowledge("c");
        rig.outlet.fail("b");
        rig.run();

        rig.pass(PAUSE);
        rig.run();
        rig.outlet.acknowledgeAll();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "b");
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void theLaneStartsNothingUntilWhatIsOutstandingIsSettled() {
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.outlet.fail("a");
        rig.append(T0, "c");
        rig.run();
        rig.pass(PAUSE);
        rig.run();
        assertThat(consumer.handled()).containsExactly("a", "b");

        rig.outlet.acknowledge("b");
        rig.run();
        rig.pass(PAUSE);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b", "a", "c");
    }

    @Test
    void theFailureIsReportedAndPausesLikeAnyOther() {
        List<ErrorInfo> told = new ArrayList<>();
        plan.errorHandler((error, info) -> {
            assertThat(error).isInstanceOf(DeliveryException.class);
            told.add(info);
        });
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.outlet.acknowledge("b");
        rig.outlet.fail("a");
        rig.run();

        assertThat(told).hasSize(1);
        assertThat(told.get(0).first().value()).isEqualTo("a");
        assertThat(rig.events.last(LanePaused.class).offset()).isZero();
        assertThat(rig.view(T0).failingOffset()).isZero();

        rig.pass(PAUSE);
        rig.run();
        assertThat(consumer.attempts()).containsExactly(1, 1, 2);
    }

    @Test
    void severalFailuresAreEachReportedAndTheLowestGoesFirst() {
        List<Long> told = new ArrayList<>();
        plan.errorHandler((error, info) -> told.add(info.first().offset()));
        Rig rig = rig().append(T0, "a", "b", "c", "d").assign(T0);
        rig.run();
        rig.outlet.fail("d");
        rig.outlet.fail("b");
        rig.outlet.acknowledgeAll();
        rig.run();
        assertThat(told).containsExactlyInAnyOrder(1L, 3L);

        rig.pass(PAUSE);
        rig.run();
        rig.outlet.acknowledgeAll();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "d", "b", "d");
        assertThat(consumer.attempts()).containsExactly(1, 1, 1, 1, 2, 2);
        assertThat(rig.committed(T0)).isEqualTo(4);
    }

    @Test
    void aDeliveryThatFailsWhileTheLanePausesForALaterMessageSendsItBack() {
        consumer.failsOn("c", 1);
        Rig rig = rig().append(T0, "a", "b", "c", "d").assign(T0);
        rig.run();
        rig.outlet.fail("a");
        rig.outlet.acknowledge("b");
        rig.run();

        rig.pass(PAUSE);
        rig.run();
        rig.outlet.acknowledgeAll();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "a", "c", "d");
        assertThat(rig.committed(T0)).isEqualTo(4);
    }

    @Test
    void aDeliveryThatFailsWhileItsLaneIsAtWorkStopsItAfterTheCurrentMessage() {
        Rig[] rig = new Rig[1];
        consumer.on("c", (message, context) -> rig[0].outlet.fail("a"));
        rig[0] = rig().append(T0, "a", "b", "c", "d").assign(T0);
        rig[0].run();
        assertThat(consumer.handled()).containsExactly("a", "b", "c");

        rig[0].outlet.acknowledge("b");
        rig[0].run();
        rig[0].pass(PAUSE);
        rig[0].run();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "a", "d");
    }

    @Test
    void aDeliveryThatFailsWhileItsLaneWaitsForAThreadIsNotLost() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.append(T0, "b").poll();
        assertThat(rig.threads.waiting()).isEqualTo(1);
        rig.outlet.fail("a");
        rig.run();

        rig.pass(PAUSE);
        rig.run();
        rig.outlet.acknowledgeAll();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    @Test
    void aLaneThatGoesBackWaitsForAThreadOnlyOnce() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.append(T0, "b").poll();
        assertThat(rig.threads.waiting()).isEqualTo(1);
        rig.outlet.fail("a");
        rig.poll();

        assertThat(rig.threads.waiting()).isEqualTo(1);
    }

    @Test
    void whatAFailedHandlerProducedNoLongerMatters() {
        consumer.on("a", (message, context) -> {
            context.produce(OutgoingMessage.to("out").value("a"));
            throw new IllegalStateException("after producing");
        });
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.outlet.fail("a");
        rig.run();
        consumer.on("a", (message, context) -> {});

        rig.pass(PAUSE);
        rig.run();
        rig.outlet.acknowledgeAll();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
        assertThat(consumer.attempts()).containsExactly(1, 2, 1);
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    @Test
    void aMessageThatIsRefusedAtOnceIsTheHandlersFailure() {
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.outlet.refuse(true);
        rig.run();
        rig.outlet.refuse(false);

        rig.pass(PAUSE);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
    }

    @Test
    void deliverWaitsForItsOwnMessagesAndThrowsTheirFailure() {
        List<String> thrown = new ArrayList<>();
        Rig[] rig = new Rig[1];
        consumer.on("b", (message, context) -> {
            context.produce(OutgoingMessage.to("out").value("b"));
            rig[0].outlet.fail("b");
            try {
                context.deliver();
            } catch (DeliveryException e) {
                thrown.add(e.undelivered().value() + ": " + e.reason());
                throw e;
            }
        });
        rig[0] = rig().append(T0, "a", "b").assign(T0);

        rig[0].run();

        assertThat(thrown).containsExactly("b: TIMED_OUT");
        assertThat(rig[0].outlet.values()).containsExactly("a");
        assertThat(rig[0].view(T0).failingOffset()).isEqualTo(1);
    }

    @Test
    void withAPauseOfZeroAFailedDeliveryEndsTheConsumer() {
        plan.pauses(RigPlan.pausesOf(Duration.ZERO));
        Rig rig = rig().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.outlet.fail("a");
        rig.outlet.acknowledge("b");

        rig.run();
        rig.stop(Duration.ofSeconds(30));

        assertThat(rig.worker.fatal()).isInstanceOf(DeliveryException.class);
        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void whatWasHandledAlreadyIsNotFetchedAgainWhenTheLanePausesWithMoreThanItsShare() {
        plan.settings(it -> it.maxBufferedMessages = 6);
        Rig rig = rig().append(T0, "a", "b", "c", "d", "e").assign(T0, Rig.T1, Rig.T2);
        rig.run();
        rig.outlet.fail("a");
        rig.outlet.acknowledgeAll();
        rig.run();

        rig.pass(PAUSE);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "d", "e", "a");
    }

    @Test
    void failuresThatAreNotReportedYetStayWithALaneThatIsPausedWithMoreThanItsShare() {
        plan.settings(it -> it.maxBufferedMessages = 3);
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0, Rig.T1, Rig.T2);
        rig.run();
        rig.outlet.fail("a");
        rig.outlet.fail("c");
        rig.outlet.acknowledge("b");
        rig.poll();

        rig.operations().pause(Rig.name(T0));
        rig.operations().resume(Rig.name(T0));
        rig.run();
        rig.pass(PAUSE);
        rig.run();

        assertThat(rig.worker.fatal()).isNull();
        assertThat(consumer.handled()).containsExactly("a", "b", "c", "a", "c");
    }
}
