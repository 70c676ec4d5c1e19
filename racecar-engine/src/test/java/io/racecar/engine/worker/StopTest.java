package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.GroupLeft;
import io.racecar.RacecarListener.Polled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** S1: how a worker stops. */
class StopTest {
    private static final Duration TIME = Duration.ofSeconds(30);
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig joined(String... values) {
        Rig rig = plan.build();
        rig.append(T0, values).assign(T0);
        rig.run();
        return rig;
    }

    /** Stops while the handler of "a" is in the middle of it; returns what the time was when that was over. */
    private Rig stopUnder(ScriptedConsumer.Script afterwards) {
        Rig rig = plan.build();
        consumer.on("a", (message, context) -> {
            rig.stop(TIME);
            afterwards.run(message, context);
        });
        rig.append(T0, "a", "b").assign(T0);
        rig.run();
        return rig;
    }

    @Test
    void deliveriesAreAwaitedThenTheInstanceIsTornDownThenOffsetsAreCommittedThenTheGroupIsLeft() {
        List<String> order = new ArrayList<>();
        consumer.on(
                "a",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("x")));
        Rig rig = joined("a");
        rig.doorbell.plan(() -> {
            order.add("acknowledged");
            rig.outlet.acknowledgeAll();
        });
        consumer.inHooks((message, context) -> {
            order.add("hook");
            assertThat(rig.committed(T0)).isZero();
        });

        rig.stop(TIME);

        assertThat(order).containsExactly("acknowledged", "hook", "hook");
        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "revoked [t/0]", "teardown");
        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(rig.client().closed()).isTrue();
        assertThat(rig.events.all(GroupLeft.class)).hasSize(1);
    }

    @Test
    void nothingNewIsStartedOrFetched() {
        Rig rig = plan.build();
        rig.append(T0, "a", "b").assign(T0);
        rig.handle();
        rig.poll();
        rig.append(T0, "c");

        rig.stop(TIME);

        assertThat(consumer.handled()).isEmpty();
        assertThat(rig.client().polled()).isEqualTo(2);
        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void pollingGoesOnWhileHandlersGetTheirTime() {
        Rig rig = stopUnder((message, context) -> {});

        assertThat(rig.events.all(Polled.class)).hasSizeGreaterThan(20);
        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void aHandlerThatTakesTooLongIsInterruptedAndItsMessageLeftUncommitted() {
        boolean[] interrupted = new boolean[1];
        Rig rig = stopUnder(
                (message, context) -> interrupted[0] = Thread.currentThread().isInterrupted());

        assertThat(interrupted[0]).isTrue();
        assertThat(rig.committed(T0)).isZero();
        assertThat(rig.client().closed()).isTrue();
    }

    @Test
    void aLastFifthOfTheTimeIsKeptForTheCommitAndTheClose() {
        long[] begun = new long[1];
        Rig rig = plan.build();
        consumer.on("a", (message, context) -> {
            begun[0] = rig.clock.getAsLong();
            rig.stop(TIME);
        });
        rig.append(T0, "a").assign(T0);
        rig.run();

        Duration left = rig.client().closedWith().timeout().orElseThrow();
        assertThat(left).isGreaterThanOrEqualTo(TIME.dividedBy(5)).isLessThan(TIME);
        assertThat(Duration.ofNanos(rig.clock.getAsLong() - begun[0])).isLessThanOrEqualTo(TIME);
    }

    @Test
    void theInstanceIsNotTornDownWhileItsHandlerRuns() {
        Rig rig = stopUnder((message, context) -> assertThat(consumer.hooks()).doesNotContain("teardown"));

        rig.handle();

        assertThat(consumer.hooks()).endsWith("revoked [t/0]", "teardown");
    }

    @Test
    void aSecondRequestInterruptsAtOnce() {
        Rig rig = plan.build();
        long[] took = new long[1];
        consumer.on("a", (message, context) -> {
            rig.client().whileWaiting(rig.doorbell::await);
            long begun = rig.clock.getAsLong();
            rig.client().duringPoll(() -> {
                if (Thread.currentThread().isInterrupted() && took[0] == 0) {
                    took[0] = rig.clock.getAsLong() - begun;
                }
            });
            new Departure(rig.loop())
                    .inOrder(
                            Deadline.in(TIME, rig.clock),
                            () -> rig.clock.getAsLong() - begun
                                    >= Duration.ofSeconds(2).toNanos());
        });
        rig.append(T0, "a").assign(T0);

        rig.run();

        assertThat(Duration.ofNanos(took[0])).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    @Test
    void partitionsThatPauseNeedNoTime() {
        consumer.failsOn("a", 9);
        Rig rig = joined("a", "b");
        long begun = rig.clock.getAsLong();

        rig.stop(TIME);

        assertThat(rig.clock.getAsLong()).isEqualTo(begun);
        assertThat(rig.committed(T0)).isZero();
    }

    @Test
    void aStopGoesOnThoughPollingFails() {
        Rig rig = joined("a");
        rig.client().setPollException(new KafkaException("broken"));

        rig.stop(TIME);

        assertThat(consumer.hooks()).endsWith("revoked [t/0]", "teardown");
        assertThat(rig.client().closed()).isTrue();
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aStopGoesOnThoughTheConsumersOwnCodeFails() {
        consumer.inHooks((message, context) -> {
            throw new IllegalStateException("in a hook");
        });
        Rig rig = joined("a");

        rig.stop(TIME);

        assertThat(consumer.hooks()).endsWith("revoked [t/0]", "teardown");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aRevocationDuringAStopIsBoundedByTheStop() {
        consumer.on(
                "a",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("x")));
        Rig rig = plan.build();
        rig.append(T0, "a").assign(T0, T1);
        rig.run();
        rig.client().rebalanceInPoll(List.of(T1));
        long begun = rig.clock.getAsLong();

        rig.stop(Duration.ofSeconds(5));

        assertThat(Duration.ofNanos(rig.clock.getAsLong() - begun)).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(rig.client().closed()).isTrue();
    }

    @Test
    void staticMembersStayUnlessTheyAreToLeave() {
        for (boolean leave : new boolean[] {false, true}) {
            plan.settings(it -> it.leaveOnStop = leave);
            Rig rig = joined();

            rig.stop(TIME);

            assertThat(rig.client().closedWith().groupMembershipOperation())
                    .isEqualTo(leave ? GroupMembershipOperation.LEAVE_GROUP : GroupMembershipOperation.DEFAULT);
        }
    }
}
