package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.Racecar;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that come and go while messages flow (R1, R2). */
class RebalanceIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @ParameterizedTest
    @ValueSource(strings = {"cooperative-sticky", "range", "consumer"})
    void membersJoinAndLeaveUnderLoad(String assignment, Race race) {
        assignedBy(assignment, race).partitions(6);
        Counting first = new Counting();

        try (Load load = race.load()) {
            race.start(first);
            race.await(first::hasHandledMore);
            for (int round = 0; round < 2; round++) {
                Counting second = new Counting();
                try (Racecar other = race.start(second)) {
                    race.await(second::hasHandledMore);
                    assertThat(other.consumers().get(0).partitions()).hasSize(3);
                    race.await(first::hasHandledMore);
                }
                race.await(first::hasHandledMore);
            }
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    private static Race assignedBy(String assignment, Race race) {
        return assignment.equals("consumer")
                ? race.protocol(assignment)
                : race.set("partitionAssignmentStrategy", assignment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cooperative-sticky", "range", "consumer"})
    void aRollingRestartUnderLoadRepeatsNothing(String assignment, Race race) {
        assignedBy(assignment, race).partitions(6);
        Deque<Racecar> members = new ArrayDeque<>();

        try (Load load = race.load()) {
            for (int i = 0; i < 3; i++) {
                members.addLast(race.start((message, context) -> {}));
            }
            race.awaitMore(200);
            for (int i = 0; i < 6; i++) {
                members.removeFirst().close();
                members.addLast(race.start((message, context) -> {}));
                race.awaitMore(100);
            }
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void handlersThatRunWhenTheirPartitionIsTakenMayEnd(Race race) {
        race.set("partitionAssignmentStrategy", "range")
                .set("concurrency", 4)
                .partitions(4)
                .produce(300);
        Gate gate = new Gate();

        race.start((message, context) -> {
            if (message.offset() == 100) {
                gate.pass();
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(4 * 100));
        race.start((message, context) -> {});
        race.await(() -> assertThat(BROKERS.groupState(race.group())).isEqualTo(GroupState.PREPARING_REBALANCE));
        gate.open();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aHandlerThatOutlivesItsPartitionCountsNoMore(Race race) {
        race.set("partitionAssignmentStrategy", "range")
                .set("concurrency", 4)
                .set("rebalanceTimeout", "500ms")
                .partitions(4)
                .produce(300);
        Copies copies = new Copies(race);
        race.kafka().createTopic(copies.topic(), 4);
        Gate gate = new Gate();
        Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();

        race.start((message, context) -> {
            if (message.offset() == 100 && race.ledger().next(race.partition(message.partition())) == 100) {
                gate.passUninterruptibly();
            }
            try {
                context.produce(Copies.of(message));
            } catch (IllegalStateException e) {
                refusals.add(e);
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(4 * 100));
        race.start((message, context) -> context.produce(Copies.of(message)));
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(2 * 100 + 2 * 300));
        gate.open();

        race.awaitFinished();
        race.assertKept();
        assertThat(refusals).hasSize(4).allMatch(it -> it.getMessage().contains("taken from this worker"));
        assertThat(race.ledger().repeats()).isEqualTo(4);
        copies.assertAll(race.produced());
    }

    @Test
    void aStaticMemberRestartsWithoutMovingPartitions(Race race) {
        race.partitions(4);
        Told told = new Told();
        Counting second = new Counting();

        try (Load load = race.load()) {
            race.set("groupInstanceId", "a");
            race.start((message, context) -> {}, told);
            race.set("groupInstanceId", "b");
            try (Racecar other = race.start(second)) {
                race.await(second::hasHandledMore);
                race.await(
                        () -> assertThat(other.consumers().get(0).partitions()).hasSize(2));
            }
            int revocations = told.of(PartitionsRevoked.class).size();
            Counting again = new Counting();
            race.start(again);
            race.await(again::hasHandledMore);
            assertThat(told.of(PartitionsRevoked.class)).hasSize(revocations);
            assertThat(told.of(PartitionsAssigned.class)).hasSize(1);
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void severalWorkersOfOneProcessShareThePartitions(Race race) {
        race.set("parallelWorkers", 3).partitions(6);

        Racecar racecar;
        try (Load load = race.load()) {
            racecar = race.start((message, context) -> {});
            race.await(() -> assertThat(racecar.consumers().get(0).partitions())
                    .hasSize(6)
                    .extracting(PartitionStatus::worker)
                    .contains(0, 1, 2));
        }

        race.awaitFinished();
        assertThat(racecar.consumers().get(0).processed())
                .isEqualTo(race.ledger().finished());
        race.assertKeptWithoutRepeats();
    }
}
