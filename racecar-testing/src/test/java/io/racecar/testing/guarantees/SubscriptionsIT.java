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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Patterns, and several subscriptions of one consumer. */
class SubscriptionsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @Test
    void aPatternTakesWhatMatchesAndWhatIsCreatedLaterFromItsBeginning(Race race) {
        race.topic("weather.berlin", 2).topic("weather.paris", 1).produce(50);
        race.produced().forEach(race.ledger()::expect);
        race.kafka().createTopic("not.weather.here", 1);
        race.set("consumers.weather.groupId", race.group());
        Racecar racecar = race.start(race.builder()
                .consumer(Weather.class, () -> new Weather(race.ledger().recorded((message, context) -> {}))));
        race.awaitCommitted(race.produced());

        race.topic("weather.rome", 2).produce(50);

        race.awaitFinished();
        assertThat(racecar.consumers().get(0).partitions()).hasSize(5);
        race.assertKeptWithoutRepeats();
    }

    @Test
    void subscriptionsThatDifferHaveTheirOwnStartsAndClients(Race race) {
        String tail = race.topic() + "-tail";
        String large = race.topic() + "-large";
        race.partitions(2).topic(tail, 2).topic(large, 2).produce(100);
        race.ledger().expect(new Partition(tail, 0), 100);
        race.ledger().expect(new Partition(tail, 1), 100);
        race.set("consumers.mixed.groupId", race.group())
                .set("consumers.mixed.topics", Map.of("first", race.topic(), "tail", tail, "large", large));

        Racecar racecar = race.start(race.builder()
                .consumer(Mixed.class, () -> new Mixed(race.ledger().recorded((message, context) -> {}))));
        race.awaitFinished();
        race.produce(100);

        race.awaitFinished();
        assertThat(racecar.consumers().get(0).workers()).isEqualTo(2);
        assertThat(racecar.consumers().get(0).partitions()).hasSize(6);
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aDeletedTopicKeepsTheOthersNeitherFromBeingHandledNorCommitted(Race race) {
        String deleted = race.topic() + "-deleted";
        race.set("offsetCommitInterval", "1h")
                .set("rebalanceTimeout", "20s")
                .set("consumers.pair.groupId", race.group())
                .set("consumers.pair.topics", Map.of("one", race.topic(), "other", deleted));
        race.partitions(2).topic(deleted, 2).produce(100);
        race.start(race.builder()
                .consumer(Pair.class, () -> new Pair(race.ledger().recorded((message, context) -> {}))));
        race.awaitFinished();

        SharedBrokers.get(BROKERS.admin().deleteTopics(Set.of(deleted)).all());
        race.forget(deleted);
        race.produce(100);

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @SubscribesTo("one")
    @SubscribesTo("other")
    private record Pair(MessageConsumer<byte[]> handler) implements MessageConsumer<byte[]> {
        @Override
        public void process(Message<byte[]> message, Context context) throws Exception {
            handler.process(message, context);
        }
    }

    @SubscribesTo(pattern = "weather\\..*", startFromBeginning = false)
    private record Weather(MessageConsumer<byte[]> handler) implements MessageConsumer<byte[]> {
        @Override
        public void process(Message<byte[]> message, Context context) throws Exception {
            handler.process(message, context);
        }
    }

    @SubscribesTo("first")
    @SubscribesTo(value = "tail", startFromBeginning = false)
    @SubscribesTo(value = "large", maxBytesPerPartition = 1_000_000, properties = "fetch.max.wait.ms=50")
    private record Mixed(MessageConsumer<byte[]> handler) implements MessageConsumer<byte[]> {
        @Override
        public void process(Message<byte[]> message, Context context) throws Exception {
            handler.process(message, context);
        }
    }
}
