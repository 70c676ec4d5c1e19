package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.Racecar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What handlers produce, when it cannot be delivered (O2, O3). */
class DeliveriesIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @Test
    void aMessageIsCommittedOnceItsCopyIsDelivered(Race race) {
        race.set("producer.linger", "300ms").partitions(4).produce(1000);
        Copies copies = new Copies(race);
        race.kafka().createTopic(copies.topic(), 4);

        startCopying(race);
        race.await(() -> {
            Map<Partition, Long> committed = race.committed();
            copies.assertAll(committed);
            assertThat(committed).isEqualTo(race.produced());
        });

        race.assertKeptWithoutRepeats();
        copies.assertAll(race.produced());
        copies.assertInOrder();
    }

    @Test
    void messagesWaitForTheTopicThatTheyAreCopiedTo(Race race) {
        race.set("producer.messageTimeout", "1s").partitions(2).produce(100);
        Copies copies = new Copies(race);

        startCopying(race);
        race.await(() -> assertThat(errors).hasSizeGreaterThan(1));
        assertThat(reasons()).containsOnly(Reason.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(race.committed().values()).containsOnly(0L);
        race.kafka().createTopic(copies.topic(), 2);

        race.awaitCommitted(race.produced());
        race.assertKept();
        copies.assertAll(race.produced());
    }

    @Test
    void aDeletedTopicIsCopiedToAgainOnceItIsBack(Race race) {
        race.set("producer.messageTimeout", "1s").partitions(2).produce(100);
        Copies copies = new Copies(race);
        race.kafka().createTopic(copies.topic(), 2);
        startCopying(race);
        race.awaitCommitted(race.produced());
        Map<Partition, Long> before = race.committed();

        SharedBrokers.get(BROKERS.admin().deleteTopics(Set.of(copies.topic())).all());
        race.produce(100);
        race.await(() -> assertThat(errors).hasSizeGreaterThan(1));
        assertThat(race.committed()).isEqualTo(before);
        race.kafka().createTopic(copies.topic(), 2);

        race.awaitCommitted(race.produced());
        race.assertKept();
        copies.assertAll(before, race.produced());
    }

    @Test
    void aCopyThatTheBrokerFindsTooLargeHoldsBackItsMessageUntilItIsTaken(Race race) {
        race.partitions(2).produce(300);
        Copies copies = new Copies(race);
        race.kafka().createTopic(copies.topic(), 2);
        BROKERS.allow(1000, copies.topic());

        Racecar racecar = race.start(race.builder()
                .errorHandler((error, info) -> errors.add(error))
                .consumer(race.topic(), byte[].class, race.ledger().recorded((message, context) -> {
                    OutgoingMessage copy = Copies.of(message);
                    boolean large = message.partition() == 0 && message.offset() == 100;
                    context.produce(large ? copy.header("filler", "x".repeat(2000)) : copy);
                })));
        race.await(() -> {
            assertThat(errors).hasSizeGreaterThan(1);
            assertThat(race.committed()).containsEntry(race.partition(0), 100L).containsEntry(race.partition(1), 300L);
        });
        assertThat(reasons()).containsOnly(Reason.TOO_LARGE);
        assertThat(racecar.consumers().get(0).partitions().get(0).failingOffset())
                .isEqualTo(100);
        BROKERS.allow(10_000, copies.topic());

        race.awaitCommitted(race.produced());
        race.assertKept();
        copies.assertAll(race.produced());
    }

    @Test
    void whatIsPendingWhenItIsClosedIsDelivered(Race race) {
        race.set("producer.linger", "2s").partitions(2).produce(100);
        Copies copies = new Copies(race);
        race.kafka().createTopic(copies.topic(), 2);
        Racecar racecar = startCopying(race);
        List<CompletionStage<Delivery>> own = new ArrayList<>();
        race.kafka().createTopic(race.topic() + "-own", 1);
        race.awaitFinished();
        for (int i = 0; i < 10; i++) {
            own.add(racecar.producer()
                    .produce(OutgoingMessage.to(race.topic() + "-own").value("pending")));
        }

        race.assertKeptWithoutRepeats();

        assertThat(own).allSatisfy(it -> assertThat(it.toCompletableFuture()).isCompleted());
        copies.assertAll(race.produced());
    }

    private Racecar startCopying(Race race) {
        return race.start(race.builder()
                .errorHandler((error, info) -> errors.add(error))
                .consumer(
                        race.topic(),
                        byte[].class,
                        race.ledger().recorded((message, context) -> context.produce(Copies.of(message)))));
    }

    private List<Reason> reasons() {
        return errors.stream()
                .map(error -> ((DeliveryException) error).reason())
                .toList();
    }
}
