package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.ConsumerState;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** M1: how far a consumer is behind, whatever keeps it. */
class LagIT {
    private static final String TOPIC = "t";
    private static EmbeddedKafka shared;
    private static int topics;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        shared = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @AfterEach
    void close() throws Exception {
        released.countDown();
        for (AutoCloseable it : open) { // what handlers wait for comes before their Racecar
            it.close();
        }
    }

    private static String topic(EmbeddedKafka kafka, int partitions) {
        String topic = TOPIC + "-" + ++topics;
        kafka.createTopic(topic, partitions);
        return topic;
    }

    private ConsumerControl consume(
            EmbeddedKafka kafka, String topic, Map<String, Object> more, MessageConsumer<byte[]> handler) {
        RacecarConfig.Builder config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("lagInterval", "200ms")
                .set("offsetCommitInterval", "100ms")
                .set("maxWaitTime", "50ms");
        more.forEach(config::set);
        Racecar racecar = Racecar.builder(config.build())
                .consumer(topic, byte[].class, handler)
                .build();
        open.add(racecar);
        racecar.start();
        return racecar.consumer(topic);
    }

    private static void produce(EmbeddedKafka kafka, String topic, int partition, int count) {
        kafka.produce(IntStream.range(0, count)
                .mapToObj(i -> OutgoingMessage.to(topic).partition(partition).value("message " + i))
                .toArray(OutgoingMessage[]::new));
    }

    private static PartitionStatus partition(ConsumerControl consumer, String topic, int number) {
        return consumer.status().partitions().stream()
                .filter(it -> it.partition().equals(new Partition(topic, number)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(number + " is not assigned"));
    }

    private static void awaitLag(ConsumerControl consumer, String topic, int number, long lag) {
        await().untilAsserted(() ->
                assertThat(partition(consumer, topic, number).lag()).isEqualTo(lag));
    }

    private static void awaitGrowingTimeLag(ConsumerControl consumer, String topic, int number) {
        await().until(() -> partition(consumer, topic, number).timeLag().compareTo(Duration.ZERO) > 0);
        Duration before = partition(consumer, topic, number).timeLag();
        await().until(() -> partition(consumer, topic, number).timeLag().compareTo(before.plusMillis(500)) > 0);
        assertThat(consumer.status().timeLag()).isGreaterThan(before);
    }

    @Test
    void anIdlePartitionHasNone() {
        String topic = topic(shared, 2);
        produce(shared, topic, 0, 5);
        ConsumerControl consumer = consume(shared, topic, Map.of(), (message, context) -> {});

        awaitLag(consumer, topic, 0, 0);
        awaitLag(consumer, topic, 1, 0);

        assertThat(partition(consumer, topic, 0).end()).isEqualTo(5);
        await().untilAsserted(() ->
                assertThat(partition(consumer, topic, 0).committedLag()).isZero());
        assertThat(partition(consumer, topic, 1).end()).isZero();
        assertThat(partition(consumer, topic, 0).timeLag()).isZero();
        assertThat(consumer.status().lag()).isZero();
    }

    @Test
    void whileAConsumerIsPausedItGrowsWithWhatComes() {
        String topic = topic(shared, 1);
        ConsumerControl consumer = consume(shared, topic, Map.of(), (message, context) -> {});
        awaitLag(consumer, topic, 0, 0);
        consumer.pause();

        produce(shared, topic, 0, 3);
        awaitLag(consumer, topic, 0, 3);
        awaitGrowingTimeLag(consumer, topic, 0);
        produce(shared, topic, 0, 4);
        awaitLag(consumer, topic, 0, 7);

        consumer.resume();
        awaitLag(consumer, topic, 0, 0);
        assertThat(partition(consumer, topic, 0).timeLag()).isZero();
    }

    @Test
    void aFailingMessageAndAllBehindItCount() {
        String topic = topic(shared, 2);
        produce(shared, topic, 0, 5);
        ConsumerControl consumer = consume(shared, topic, Map.of("pauseTimeout", "100ms"), (message, context) -> {
            if (message.offset() == 1 && released.getCount() > 0) {
                throw new IllegalStateException("no luck");
            }
        });

        awaitLag(consumer, topic, 0, 4);
        awaitGrowingTimeLag(consumer, topic, 0);
        assertThat(partition(consumer, topic, 0).committedLag()).isGreaterThanOrEqualTo(4);
        assertThat(partition(consumer, topic, 1).timeLag()).isZero();

        released.countDown();
        awaitLag(consumer, topic, 0, 0);
    }

    @Test
    void aMessageWhoseHandlerDoesNotReturnCounts() {
        String topic = topic(shared, 1);
        produce(shared, topic, 0, 2);
        ConsumerControl consumer = consume(shared, topic, Map.of(), (message, context) -> released.await());

        awaitLag(consumer, topic, 0, 2);
        awaitGrowingTimeLag(consumer, topic, 0);

        released.countDown();
        awaitLag(consumer, topic, 0, 0);
    }

    @Test
    void whereAStuckHandlerHasCostThePartitionNothingIsClaimedOfIt() {
        String topic = topic(shared, 1);
        produce(shared, topic, 0, 1);
        Map<String, Object> soonStuck =
                Map.of("maxPollInterval", "2s", "rebalanceTimeout", "1s", "shutdownTimeout", "1s");
        Gate gate = new Gate();
        open.add(gate::open);
        ConsumerControl consumer = consume(shared, topic, soonStuck, (message, context) -> gate.passUninterruptibly());

        await().until(() -> consumer.status().state() == ConsumerState.STUCK
                && consumer.status().partitions().isEmpty());

        assertThat(consumer.status().lag()).isEqualTo(-1);
    }

    @Test
    void markersOfTransactionsAreNotMessages() {
        String topic = topic(shared, 1);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", shared.brokers(), "transactional.id", topic),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, "value".getBytes(StandardCharsets.UTF_8)));
                producer.commitTransaction();
            }
        }

        ConsumerControl consumer = consume(shared, topic, Map.of(), (message, context) -> {});

        await().untilAsserted(
                        () -> assertThat(partition(consumer, topic, 0).end()).isEqualTo(6));
        awaitLag(consumer, topic, 0, 0);
        assertThat(partition(consumer, topic, 0).timeLag()).isZero();
    }

    @Test
    void withoutABrokerWhatIsKnownStaysForAWhileAndComesBackWithIt() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        open.add(kafka);
        String topic = topic(kafka, 1);
        produce(kafka, topic, 0, 2);
        ConsumerControl consumer = consume(kafka, topic, Map.of(), (message, context) -> released.await());
        awaitLag(consumer, topic, 0, 2);

        kafka.stopBroker(1);
        awaitLag(consumer, topic, 0, -1);
        awaitGrowingTimeLag(consumer, topic, 0);

        kafka.startBroker(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(partition(consumer, topic, 0).lag()).isEqualTo(2));
    }
}
