package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.dropwizard.AdminTasks.Answer;
import io.racecar.engine.PartitionStatus;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RacecarExtension.class)
class ConsumerTasksIT {

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<RacecarListener.Skipped> skipped = new CopyOnWriteArrayList<>();

    @Test
    void onlyTheFailingMessageIsSkippedAndByTheOffsetThatIsNamed(EmbeddedKafka kafka) throws Exception {
        try (Shop shop = start(kafka, "skips")) {
            awaitFailure(shop, "skips", 1);

            assertThat(post(shop, "racecar-skip?consumer=skips&topic=skips&partition=0&offset=2"))
                    .isEqualTo(new Answer(
                            409, "skips/0 fails at offset 1, so 2 is not skipped; only the failing message can be"));
            assertThat(post(shop, "racecar-skip?consumer=skips&topic=skips&partition=0&offset=1"))
                    .isEqualTo(new Answer(200, "skips: skips/0@1 skipped"));

            await().untilAsserted(() -> assertThat(received).containsExactly("good", "better"));
            assertThat(skipped).extracting(RacecarListener.Skipped::requestedBy).containsExactly("127.0.0.1");
            assertThat(post(shop, "racecar-skip?consumer=skips&topic=skips&partition=0&offset=1")
                            .status())
                    .isEqualTo(409);
        }
    }

    @Test
    void aFailingMessageIsRetried(EmbeddedKafka kafka) throws Exception {
        try (Shop shop = start(kafka, "retries")) {
            awaitFailure(shop, "retries", 1);
            received.add("forgiven");

            assertThat(post(shop, "racecar-retry?consumer=retries&topic=retries&partition=0"))
                    .isEqualTo(new Answer(200, "retries: retries/0 retried"));

            await().untilAsserted(() -> assertThat(received).containsExactly("good", "forgiven", "bad", "better"));
        }
    }

    @Test
    void aPartitionIsPausedResumedAndSought(EmbeddedKafka kafka) throws Exception {
        try (Shop shop = start(kafka, "seeks")) {
            String partition = "?consumer=seeks&topic=seeks&partition=0";
            awaitFailure(shop, "seeks", 1);
            received.add("forgiven");

            assertThat(post(shop, "racecar-pause" + partition)).isEqualTo(new Answer(200, "seeks: seeks/0 paused"));
            assertThat(post(shop, "racecar-pause" + partition)).isEqualTo(new Answer(409, "seeks/0 is paused already"));
            assertThat(post(shop, "racecar-seek" + partition + "&offset=9"))
                    .isEqualTo(
                            new Answer(409, "seeks/0 holds offsets from 0 up to its end at 3, so it cannot seek to 9"));
            assertThat(post(shop, "racecar-seek" + partition + "&offset=2"))
                    .isEqualTo(new Answer(200, "seeks: seeks/0 continues at offset 2"));
            assertThat(post(shop, "racecar-resume" + partition)).isEqualTo(new Answer(200, "seeks: seeks/0 resumed"));
            await().untilAsserted(() -> assertThat(received).containsExactly("good", "forgiven", "better"));

            assertThat(post(shop, "racecar-seek" + partition + "&time=2020-01-01T00:00:00Z"))
                    .isEqualTo(new Answer(
                            200, "seeks: seeks/0 continues at the first message not older than 2020-01-01T00:00:00Z"));
            await().untilAsserted(() ->
                    assertThat(received).containsExactly("good", "forgiven", "better", "good", "bad", "better"));
        }
    }

    @Test
    void deadLettersAreCountedAndPutBack(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("dies", 1);
        kafka.createTopic("dies.dead", 1);
        kafka.produce(
                OutgoingMessage.to("dies").value("bad"),
                OutgoingMessage.to("dies").value("bad"));
        try (Shop shop = Shop.start(
                "racecar: {brokers: '" + kafka.brokers()
                        + "', consumers: {dies: {deadLetter: {topic: dies.dead, afterAttempts: 1}}}}",
                (racecar, environment) -> racecar.consumer("dies", String.class, (message, context) -> {
                            if (!received.contains("forgiven")) {
                                throw new IllegalStateException("not forgiven");
                            }
                            received.add(message.value());
                        })
                        .consumer("safe", String.class, (message, context) -> {}))) {
            await().untilAsserted(() -> assertThat(post(shop, "racecar-dead-letters?consumer=dies"))
                    .isEqualTo(new Answer(200, "dies: 2 dead letters in dies.dead, 0 of them put back")));
            received.add("forgiven");

            assertThat(post(shop, "racecar-dead-letters?consumer=dies&action=redrive&exception=IllegalStateException"))
                    .isEqualTo(
                            new Answer(200, "dies: put back 2 of 2 dead letters in dies.dead; 0 earlier; 0 are left"));
            await().untilAsserted(() -> assertThat(received).containsExactly("forgiven", "bad", "bad"));

            assertThat(post(shop, "racecar-dead-letters?consumer=dies&action=purge"))
                    .isEqualTo(new Answer(400, "action must be list or redrive but was purge"));
            assertThat(post(shop, "racecar-dead-letters?consumer=dies&action=redrive&limit=0"))
                    .isEqualTo(new Answer(400, "limit must be 1 or more but was 0"));
            assertThat(post(shop, "racecar-dead-letters?consumer=safe"))
                    .isEqualTo(new Answer(409, "safe has no deadLetter.topic, so it gives no message up; set it"));
        }
    }

    @Test
    void deadLettersArePutBackByOneCallAtATime(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("waits", 1);
        kafka.createTopic("waits.dead", 1);
        try (Shop shop = Shop.start(
                        "racecar: {brokers: '" + kafka.brokers() + "', deadLetter: {topic: waits.dead}}",
                        (racecar, environment) -> racecar.consumer("waits", String.class, (message, context) -> {}));
                KafkaProducer<String, String> other = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.brokers(), "transactional.id", "holds-up"),
                        new StringSerializer(),
                        new StringSerializer())) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>("waits.dead", "no letter of the consumer"))
                    .get();

            List<CompletableFuture<Answer>> calls = List.of(redriving(shop), redriving(shop));

            assertThat(CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new))
                            .get())
                    .isEqualTo(new Answer(
                            409, "dead letters of waits.dead are being put back already; ask again once that is done"));
            other.commitTransaction();
            assertThat(calls).extracting(it -> it.get().status()).containsExactlyInAnyOrder(200, 409);
        }
    }

    private static CompletableFuture<Answer> redriving(Shop shop) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return post(shop, "racecar-dead-letters?consumer=waits&action=redrive");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void awaitFailure(Shop shop, String consumer, long offset) {
        await().untilAsserted(() -> assertThat(
                        shop.racecar().racecar().consumer(consumer).status().partitions())
                .extracting(PartitionStatus::failingOffset)
                .containsExactly(offset));
    }

    /** A consumer that fails at "bad" until something is forgiven. */
    private Shop start(EmbeddedKafka kafka, String topic) throws Exception {
        kafka.createTopic(topic, 1);
        for (String value : List.of("good", "bad", "better")) {
            kafka.produce(OutgoingMessage.to(topic).value(value));
        }
        return Shop.start(
                "racecar: {brokers: '" + kafka.brokers() + "', pauseTimeout: -1}",
                (racecar, environment) -> racecar.listener(new RacecarListener() {
                            @Override
                            public void skipped(Skipped event) {
                                skipped.add(event);
                            }
                        })
                        .consumer(topic, String.class, (message, context) -> {
                            if ("bad".equals(message.value()) && !received.contains("forgiven")) {
                                throw new IllegalStateException("not forgiven");
                            }
                            received.add(message.value());
                        }));
    }

    private static Answer post(Shop shop, String taskAndParameters) throws Exception {
        return new AdminTasks(shop).post(taskAndParameters);
    }
}
