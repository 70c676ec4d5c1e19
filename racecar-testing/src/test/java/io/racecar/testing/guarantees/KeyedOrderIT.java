package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.Message;
import io.racecar.Partition;
import io.racecar.engine.Racecar;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ordering: key}: each key keeps its order, and what is finished ahead of the commit is not handled again (O4). */
class KeyedOrderIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private static final int KEYS = 300;
    private static final int OF_EACH = 1500;

    /** The number of the first message that fails, and of its key. */
    private static final int BAD = 7;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theBrokerRestartsUnderLoad(String protocol, Race race) {
        race.byKey(KEYS).protocol(protocol).partitions(4).produce(OF_EACH);

        try (Load load = race.load()) {
            Racecar racecar = race.start((message, context) -> {});
            race.awaitMore(500);
            race.kafka().stopBroker(1);
            race.kafka().startBroker(1);
            race.awaitMore(500);
            race.awaitState(racecar, ConsumerState.RUNNING);
        }

        race.awaitFinished();
        race.assertKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cooperative-sticky", "range"})
    void membersJoinAndLeaveUnderLoad(String assignment, Race race) {
        race.byKey(KEYS)
                .set("partitionAssignmentStrategy", assignment)
                .partitions(4)
                .produce(OF_EACH);
        Counting first = new Counting();

        try (Load load = race.load()) {
            race.start(first);
            race.await(first::hasHandledMore);
            for (int round = 0; round < 2; round++) {
                Counting second = new Counting();
                try (Racecar other = race.start(second)) {
                    race.await(second::hasHandledMore);
                    assertThat(other.consumers().get(0).partitions()).hasSize(2);
                    race.await(first::hasHandledMore);
                }
                race.await(first::hasHandledMore);
            }
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void afterAStopOnlyWhatWasNotFinishedIsHandled(Race race) {
        race.byKey(KEYS).partitions(4).produce(OF_EACH);
        race.start((message, context) -> failOn(message));
        awaitAllButTheBadKeys(race);
        race.close();
        assertThat(race.committed()).isEqualTo(committedAtBadKeys(race));
        Queue<Message<?>> again = new ConcurrentLinkedQueue<>();

        race.start((message, context) -> again.add(message));
        race.awaitFinished();

        assertThat(ofPartition(0, again)).isEqualTo(badOffsets());
        assertThat(again).hasSize(4 * badOffsets().size());
        race.assertKeptWithoutRepeats();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cooperative-sticky", "consumer"})
    void afterARebalanceOnlyWhatWasNotFinishedIsHandled(String assignment, Race race) {
        if (assignment.equals("consumer")) {
            race.protocol(assignment);
        }
        race.byKey(KEYS).partitions(4).produce(OF_EACH);
        AtomicBoolean healed = new AtomicBoolean();
        race.start((message, context) -> {
            if (!healed.get()) {
                failOn(message);
            }
        });
        awaitAllButTheBadKeys(race);
        Queue<Message<?>> again = new ConcurrentLinkedQueue<>();

        Racecar second = race.start((message, context) -> again.add(message));
        race.await(() -> {
            assertThat(second.consumers().get(0).partitions()).hasSize(2);
            assertThat(again).hasSize(2 * badOffsets().size());
        });
        healed.set(true);

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void messagesWithoutAKeyWaitForNothing(Race race) {
        race.unordered().set("ordering", "key").partitions(2).produce(OF_EACH);
        Gate gate = new Gate();

        race.start((message, context) -> {
            if (message.offset() == BAD) {
                gate.pass();
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(2 * (OF_EACH - 1)));
        gate.open();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    private static void failOn(Message<?> message) {
        if (message.offset() % KEYS == BAD) {
            throw new IllegalStateException("not this key");
        }
    }

    private static void awaitAllButTheBadKeys(Race race) {
        long bad = 4L * badOffsets().size();
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(4 * OF_EACH - bad));
    }

    private static Map<Partition, Long> committedAtBadKeys(Race race) {
        return Stream.of(0, 1, 2, 3).collect(Collectors.toMap(race::partition, it -> (long) BAD));
    }

    private static List<Long> badOffsets() {
        return LongStream.iterate(BAD, it -> it < OF_EACH, it -> it + KEYS)
                .boxed()
                .toList();
    }

    private static List<Long> ofPartition(int partition, Queue<Message<?>> messages) {
        return messages.stream()
                .filter(it -> it.partition() == partition)
                .map(Message::offset)
                .toList();
    }
}
