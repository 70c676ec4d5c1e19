package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.Partition;
import io.racecar.SubscribesTo;
import io.racecar.engine.Racecar;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where handling begins in topics and partitions that were not always there (O5, L6). */
class StartPositionsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @Test
    void aTopicThatDoesNotExistYetIsAwaited(Race race) {
        try (LogLines log = new LogLines()) {
            Racecar racecar = race.start((message, context) -> {});
            race.awaitWarning(log, "topic " + race.topic() + " does not exist yet");
            race.partitions(2).produce(100);

            race.awaitFinished();
            assertThat(racecar.consumers().get(0).partitions()).hasSize(2);
            assertThat(log.all())
                    .filteredOn(line -> line.contains("does not exist"))
                    .hasSize(1);
        }
        race.assertKeptWithoutRepeats();
    }

    @Test
    void addedPartitionsAreHandledFromTheirBeginningEvenIfTheTopicIsNot(Race race) {
        race.partitions(2).produce(100);
        race.produced().forEach(race.ledger()::expect);
        race.start(tail(race));
        race.awaitCommitted(race.produced());

        addPartitions(race);
        race.produce(100);

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void partitionsAddedWhileStoppedAreHandledFromTheirBeginningToo(Race race) {
        race.partitions(2).produce(100);
        race.produced().forEach(race.ledger()::expect);
        race.start(tail(race));
        race.awaitCommitted(race.produced());
        race.close();

        addPartitions(race);
        race.produce(100);
        race.start(tail(race));

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aStartAtTheEndThatSawNoMessageSkipsNoneOfThoseThatCameMeanwhile(Race race) {
        race.partitions(3).produce(100);
        race.produced().forEach(race.ledger()::expect);
        Racecar racecar = race.start(tail(race));
        race.awaitCommitted(race.produced());
        racecar.close();

        race.produce(100);
        race.start(tail(race));

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void whatTheLogNoLongerHoldsIsLeftOutLoudly(Race race) {
        race.partitions(1).produce(100);
        race.start((message, context) -> {});
        race.awaitFinished();
        race.close();
        race.produce(100);
        deleteBefore(150, race.partition(0));
        race.ledger().expect(race.partition(0), 150);

        try (LogLines log = new LogLines()) {
            race.start((message, context) -> {});
            race.awaitFinished();
            assertThat(log.all())
                    .filteredOn(line -> line.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .contains(race.partition(0).toString(), "100 to 149", "150");
        }
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aTopicThatIsDeletedAndMadeAnewAtOnceIsHandledFromItsBeginning(Race race) {
        race.unset("consumerProperties.metadata.max.age.ms").partitions(2).produce(100);
        Racecar racecar = race.start((message, context) -> {});
        race.awaitFinished();
        race.awaitCommitted(race.produced());
        racecar.consumer(race.group()).pause();

        delete(race);
        makeAnew(race);
        racecar.consumer(race.group()).resume();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aDeletedTopicIsAwaitedAndThenHandledFromItsBeginningEvenIfTheFirstWasNot(Race race) {
        race.partitions(2).produce(100);
        race.produced().forEach(race.ledger()::expect);
        try (LogLines log = new LogLines()) {
            Racecar racecar = race.start(tail(race));
            race.awaitCommitted(race.produced());

            delete(race);
            race.awaitWarning(log, "topic " + race.topic() + " does not exist");
            race.await(() -> assertThat(racecar.consumers().get(0).partitions()).isEmpty());
            makeAnew(race);

            race.awaitFinished();
        }
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aTopicThatWasMadeAnewWhileStoppedIsHandledFromItsBeginning(Race race) {
        race.partitions(2).produce(100);
        race.start((message, context) -> {});
        race.awaitFinished();
        race.close();

        delete(race);
        makeAnew(race);
        race.start((message, context) -> {});

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    private static void addPartitions(Race race) {
        SharedBrokers.get(BROKERS.admin()
                .createPartitions(Map.of(race.topic(), NewPartitions.increaseTo(4)))
                .all());
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(BROKERS.leaders(race.topic())).hasSize(4).doesNotContainNull());
        race.addedPartitions(race.topic(), 4);
    }

    private static void delete(Race race) {
        SharedBrokers.get(BROKERS.admin().deleteTopics(Set.of(race.topic())).all());
        Awaitility.await().untilAsserted(() -> assertThat(race.committed()).isEmpty());
        race.forget(race.topic());
    }

    /** The first messages go alone: a producer that knew the old topic may put the first batches out of order, for ever. */
    private static void makeAnew(Race race) {
        race.partitions(2).produce(1);
        race.produce(49);
    }

    private static void deleteBefore(long offset, Partition partition) {
        SharedBrokers.get(BROKERS.admin()
                .deleteRecords(Map.of(
                        new TopicPartition(partition.topic(), partition.number()),
                        RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    private static Racecar.Builder tail(Race race) {
        race.set("consumers.tail.topics", Map.of("any", race.topic()));
        race.set("consumers.tail.groupId", race.group());
        return race.builder().consumer(Tail.class, () -> new Tail(race.ledger().recorded((message, context) -> {})));
    }

    /** Starts at the end. */
    @SubscribesTo(value = "any", startFromBeginning = false)
    private record Tail(MessageConsumer<byte[]> handler) implements MessageConsumer<byte[]> {
        @Override
        public void process(Message<byte[]> message, Context context) throws Exception {
            handler.process(message, context);
        }
    }
}
