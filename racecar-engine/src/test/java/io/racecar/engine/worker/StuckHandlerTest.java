package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.RacecarListener.HandlerStuck;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** L4: a handler that runs longer than maxPollInterval. */
class StuckHandlerTest {
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);
    private final Rig rig = plan.build();

    /** Polls for so long, as the poll thread does while a handler runs. */
    private void pollFor(Duration time) {
        Duration step = Duration.ofSeconds(1);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            rig.poll();
            rig.pass(step);
        }
        rig.poll();
    }

    private void run() {
        rig.append(T0, "x", "a", "b").assign(T0);
        rig.run();
    }

    @Test
    void aHandlerIsNotStuckBeforeItsTime() {
        consumer.on("a", (message, context) -> {
            pollFor(MAX_POLL_INTERVAL.minusSeconds(1));
            assertThat(rig.loop().mustLeave()).isFalse();
            assertThat(rig.worker.isStuck()).isFalse();
        });

        run();

        assertThat(consumer.handled()).containsExactly("x", "a", "b");
        assertThat(rig.events.all(HandlerStuck.class)).isEmpty();
    }

    @Test
    void aStuckHandlerIsReportedOnceWithItsStack() {
        consumer.on("a", (message, context) -> {
            pollFor(MAX_POLL_INTERVAL.multipliedBy(3));
            assertThat(rig.worker.isStuck()).isTrue();
        });

        run();

        List<HandlerStuck> told = rig.events.all(HandlerStuck.class);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).started().messages().get(0).value()).isEqualTo("a");
        assertThat(told.get(0).running()).isBetween(MAX_POLL_INTERVAL, MAX_POLL_INTERVAL.plusSeconds(5));
        assertThat(told.get(0).stack())
                .anySatisfy(it -> assertThat(it.getMethodName()).isEqualTo("pollFor"));
    }

    @Test
    void itIsNoLongerStuckOnceItHasReturned() {
        consumer.on("a", (message, context) -> pollFor(MAX_POLL_INTERVAL.plusSeconds(5)));

        run();
        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(rig.worker.isStuck()).isFalse();
    }

    @Test
    void aHandlerThatIsSlowMessageByMessageIsNotStuck() {
        consumer.otherwise((message, context) -> pollFor(MAX_POLL_INTERVAL.dividedBy(2)));

        run();

        assertThat(rig.events.all(HandlerStuck.class)).isEmpty();
    }

    @Test
    void theWorkerLeavesTheGroupAtOnceWithWhatIsFinishedCommittedAndCounted() {
        consumer.on("a", (message, context) -> {
            pollFor(MAX_POLL_INTERVAL.plusSeconds(5));
            assertThat(rig.loop().mustLeave()).isTrue();
            long begun = rig.clock.getAsLong();
            new Departure(rig.loop()).leavingTheStuckBehind();
            assertThat(rig.clock.getAsLong()).isEqualTo(begun);
        });

        run();

        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(CommitMetadata.parse(rig.kafka.committed(T0).metadata()).stuck())
                .isEqualTo(1);
        assertThat(rig.client().closedWith().groupMembershipOperation())
                .isEqualTo(GroupMembershipOperation.LEAVE_GROUP);
    }

    @Test
    void whereAnotherMemberWasStuckBeforeTheOwnerStaysAndOnlyReports() {
        rig.kafka.committed(T0, new OffsetAndMetadata(1, new CommitMetadata(3, 1, 1, null, null).text(100)));
        consumer.on("a", (message, context) -> {
            pollFor(MAX_POLL_INTERVAL.plusSeconds(5));
            assertThat(rig.loop().mustLeave()).isFalse();
            assertThat(rig.worker.isStuck()).isTrue();
        });

        run();
        rig.commit();

        assertThat(rig.events.all(HandlerStuck.class)).hasSize(1);
        assertThat(rig.committed(T0)).isEqualTo(3);
        assertThat(CommitMetadata.parse(rig.kafka.committed(T0).metadata()).stuck())
                .isZero();
    }

    @Test
    void theCountIsOfTheMessageAndNotOfThoseBehindIt() {
        rig.kafka.committed(T0, new OffsetAndMetadata(1, new CommitMetadata(3, 1, 1, null, null).text(100)));
        consumer.on("b", (message, context) -> {
            pollFor(MAX_POLL_INTERVAL.plusSeconds(5));
            assertThat(rig.loop().mustLeave()).isTrue();
        });

        run();

        assertThat(rig.events.all(HandlerStuck.class)).hasSize(1);
    }

    @Test
    void aHandlerThatRunsOnAfterItsPartitionWasTakenIsStuckToo() {
        consumer.on("a", (message, context) -> {
            rig.assign(T1);
            pollFor(MAX_POLL_INTERVAL.plusSeconds(5));
            assertThat(rig.worker.isStuck()).isTrue();
            assertThat(rig.loop().mustLeave()).isTrue();
        });

        run();

        assertThat(rig.events.all(HandlerStuck.class)).hasSize(1);
    }

    @Test
    void aTurnThatOthersWaitForGivesWayAfterAMoment() {
        rig.append(T0, "a1", "a2", "a3");
        consumer.on("a1", (message, context) -> {
            rig.append(T1, "b1");
            for (int i = 0; i < 3; i++) {
                rig.poll();
                rig.pass(Duration.ofMillis(100));
            }
        });

        rig.assign(T0, T1);
        rig.handle();
        rig.run();

        assertThat(consumer.handled()).containsExactly("a1", "b1", "a2", "a3");
    }

    @Test
    void aTurnThatNobodyWaitsForGoesOn() {
        rig.append(T0, "a1", "a2").assign(T0);
        rig.handle();
        consumer.on("a1", (message, context) -> pollFor(Duration.ofSeconds(3)));
        rig.poll();

        rig.threads.runNext();

        assertThat(consumer.handled()).containsExactly("a1", "a2");
    }
}
