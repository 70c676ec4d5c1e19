package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.racecar.BatchConsumer;
import io.racecar.ConsumerState;
import io.racecar.DeliveryException;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.engine.Racecar;
import io.racecar.testing.EmbeddedKafka;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P3: what handlers produce is seen once by who reads committed messages, whatever fails. */
class ExactlyOnceIT {
    private static final int KEYS = 50;

    @RegisterExtension
    static final SharedBrokers BROKERS =
            new SharedBrokers(EmbeddedKafka.builder().property("transaction.max.timeout.ms", "60000"));

    private static CommittedCopies exactlyOnce(Race race, String ordering) {
        race.set("processingGuarantee", "exactly-once")
                .set("transactionalIdPrefix", race.topic())
                .set("transactionMaxMessages", 200)
                .set("ordering", ordering)
                .set("concurrency", 4);
        if (ordering.equals("key")) {
            race.byKey(KEYS);
        } else if (ordering.equals("none")) {
            race.unordered();
        }
        race.partitions(3);
        return new CommittedCopies(race).partitions(3);
    }

    private static MessageConsumer<byte[]> copying() {
        return (message, context) -> context.produce(CommittedCopies.of(message));
    }

    /** Of some messages the first handling fails, after it has produced. */
    private static MessageConsumer<byte[]> copyingAndFailing() {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        return (message, context) -> {
            context.produce(CommittedCopies.of(message));
            if (message.offset() % 250 == 100 && failed.add(message.toString())) {
                throw new IllegalStateException("after producing");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key", "none"})
    void eachMessageIsCopiedOnceThoughHandlersFailAfterTheyHaveProduced(String ordering, Race race) {
        CommittedCopies copies = exactlyOnce(race, ordering);
        race.produce(1000);

        race.start(copyingAndFailing());
        race.awaitFinished();
        race.awaitCommitted(race.produced());

        race.assertKept();
        assertThat(race.ledger().failures()).isGreaterThanOrEqualTo(3 * 4);
        copies.assertEachOnce();
        copies.assertInOrder();
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key"})
    void batchesAreCopiedOnceThoughHandlersFailAfterTheyHaveProduced(String ordering, Race race) {
        CommittedCopies copies = exactlyOnce(race, ordering);
        race.set("fetchMessages", 50).produce(1000);
        MessageConsumer<byte[]> each = copyingAndFailing();
        BatchConsumer<byte[]> all = (messages, context) -> {
            for (Message<byte[]> message : messages) {
                each.process(message, context);
            }
        };

        race.startBatches(all);
        race.awaitFinished();
        race.awaitCommitted(race.produced());

        race.assertKept();
        copies.assertEachOnce();
        copies.assertInOrder();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void eachMessageIsCopiedOnceWhileMembersJoinAndLeave(String protocol, Race race) {
        CommittedCopies copies = exactlyOnce(race, "partition");
        race.protocol(protocol);

        try (Load load = race.load()) {
            race.start(copying());
            race.awaitMore(300);
            for (int i = 0; i < 3; i++) {
                race.set("transactionalIdPrefix", race.topic() + "-other");
                try (Racecar other = race.start(copying())) {
                    race.awaitMore(300);
                    race.await(() ->
                            assertThat(other.consumers().get(0).partitions()).isNotEmpty());
                }
            }
        }
        race.awaitCommitted(race.produced());

        race.assertKept();
        copies.assertEachOnce();
    }

    @Test
    void processesWithTheSameTransactionalIdsFenceOneAnotherAndCopyNothingTwice(Race race) {
        CommittedCopies copies = exactlyOnce(race, "partition");

        try (LogLines log = new LogLines();
                Load load = race.load()) {
            race.start(copying());
            race.awaitMore(100);
            try (Racecar same = race.start(copying())) {
                race.awaitWarning(log, "transactionalIdPrefix must differ between processes");
            }
        }
        race.awaitCommitted(race.produced());

        race.assertKept();
        copies.assertEachOnce();
    }

    @Test
    void offsetsThatAProcessHasLeftUndecidedAreWaitedForByWhoTakesOver(Race race) {
        CommittedCopies copies = exactlyOnce(race, "partition");
        race.produce(100);

        try (LogLines log = new LogLines();
                Producer<byte[], byte[]> killed = inTheMiddleOfACommit(race)) {
            race.start(copying());
            race.awaitWarning(log, "the brokers do not tell committed offsets yet");
            killed.abortTransaction(); // as the brokers do when its time is over
            race.awaitCommitted(race.produced());
            assertThat(log.all()).noneMatch(it -> it.contains("after an error"));
        }

        race.assertKept();
        copies.assertEachOnce();
    }

    @SuppressWarnings("deprecation") // of a group that has no members
    private static Producer<byte[], byte[]> inTheMiddleOfACommit(Race race) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", race.kafka().brokers(), "transactional.id", race.topic() + "-killed");
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(race.topic(), 0), new OffsetAndMetadata(50)),
                new ConsumerGroupMetadata(race.group()));
        return producer;
    }

    @Test
    void aDeadLetterIsWrittenOnceWithItsOffset(Race race) {
        CommittedCopies copies = exactlyOnce(race, "partition");
        race.kafka().createTopic(race.topic() + "-dead", 1);
        race.set("deadLetter.topic", race.topic() + "-dead")
                .set("deadLetter.afterAttempts", 2)
                .produce(300);

        Racecar racecar = race.start(race.builder().consumer(race.topic(), byte[].class, (message, context) -> {
            context.produce(CommittedCopies.of(message));
            if (message.offset() == 150) {
                throw new IllegalStateException("always");
            }
        }));
        Race.awaitUnrecorded(() -> assertThat(race.committed()).isEqualTo(race.produced()));

        assertThat(racecar.consumers().get(0).deadLettered()).isEqualTo(3);
        assertThat(race.kafka().read(race.topic() + "-dead", 3, Race.LONG))
                .extracting(it -> it.headers().get("racecar.partition"))
                .containsExactlyInAnyOrder("0", "1", "2");
        assertThat(copies.count()).isEqualTo(3 * 299);
    }

    @Test
    void aMessageThatCannotBeDeliveredPausesItsPartitionAndNoOther(Race race) {
        CommittedCopies copies = exactlyOnce(race, "partition");
        race.set("pauseTimeout", -1).produce(300);
        byte[] large = new byte[2_000_000];

        Racecar racecar = race.start((message, context) -> {
            if (message.partition() == 1 && message.offset() == 100) {
                assertThat(catchThrowable(() -> context.produce(
                                OutgoingMessage.to(copies.topic()).value(large))))
                        .isInstanceOf(DeliveryException.class);
            } else {
                context.produce(CommittedCopies.of(message));
            }
        });
        race.awaitCommitted(Map.of(race.partition(0), 300L, race.partition(1), 100L, race.partition(2), 300L));

        assertThat(racecar.consumers().get(0).partitions().get(1).failingOffset())
                .isEqualTo(100);
        assertThat(copies.count()).isEqualTo(700);
    }

    @Test
    void aTransactionTimeoutThatTheBrokersDoNotAllowFailsTheConsumerWithTheReason(Race race) {
        exactlyOnce(race, "partition");

        Racecar racecar = race.set("transactionTimeout", "2m").start(copying());

        race.awaitState(racecar, ConsumerState.FAILED);
        assertThat(racecar.consumers().get(0).lastError()).contains("transaction.max.timeout.ms");
    }
}
