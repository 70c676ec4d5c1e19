package io.racecar.testing.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import io.racecar.engine.Racecar;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of what the application produces while no broker is there (P1). */
class ProducerOutageIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private boolean stopped;

    @AfterEach
    void startBroker() {
        if (stopped) {
            BROKERS.kafka().startBroker(1);
        }
    }

    @Test
    void whatFitsWaitsForTheBrokersAndTheRestIsRefusedAtOnce(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.set("producer.maxInFlightDeliveries", 10);
        try (Racecar racecar = race.builder().build()) {
            Producer producer = racecar.producer();
            producer.deliver(message(race, "first"));
            stopBroker(race);

            List<CompletableFuture<Delivery>> stages = IntStream.range(0, 25)
                    .mapToObj(it -> producer.produce(message(race, "m" + it)).toCompletableFuture())
                    .toList();

            assertThat(stages.subList(0, 10)).noneMatch(CompletableFuture::isDone);
            assertThat(stages.subList(10, 25)).allSatisfy(it -> {
                DeliveryException refused = failure(it);
                assertThat(refused.reason()).isEqualTo(Reason.BUFFER_FULL);
                assertThat(refused)
                        .hasMessageContaining("was not queued, because 10 messages or ")
                        .hasMessageEndingWith("produce it again later, or raise producer.maxInFlightDeliveries or"
                                + " producer.bufferBytes");
            });
            race.kafka().startBroker(1);
            stopped = false;
            CompletableFuture.allOf(stages.subList(0, 10).toArray(CompletableFuture[]::new))
                    .join();
            producer.deliver(message(race, "last"));
            assertThat(race.kafka().read(race.topic(), 12, Race.LONG))
                    .extracting(it -> new String(it.value(), UTF_8))
                    .startsWith("first", "m0", "m1")
                    .endsWith("m9", "last");
        }
    }

    @Test
    void whatWaitsTooLongFails(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.set("producer.messageTimeout", "1s");
        try (Racecar racecar = race.builder().build()) {
            Producer producer = racecar.producer();
            producer.deliver(message(race, "first"));
            stopBroker(race);

            DeliveryException late =
                    catchThrowableOfType(DeliveryException.class, () -> producer.deliver(message(race, "late")));

            assertThat(late.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(late)
                    .message()
                    .containsPattern("was not (sent, because no broker told of the topic|acknowledged) within 1 s");
        }
    }

    @Test
    void bytesAreBoundedToo(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.set("producer.bufferBytes", "1MiB");
        try (Racecar racecar = race.builder().build()) {
            Producer producer = racecar.producer();
            producer.deliver(message(race, "first"));
            stopBroker(race);
            List<CompletableFuture<Delivery>> stages = new ArrayList<>();
            do {
                stages.add(producer.produce(message(race, "x".repeat(10_000))).toCompletableFuture());
            } while (!stages.get(stages.size() - 1).isCompletedExceptionally());

            assertThat(stages).hasSizeBetween(2, 105);
            assertThat(failure(stages.get(stages.size() - 1)).reason()).isEqualTo(Reason.BUFFER_FULL);
            race.kafka().startBroker(1);
            stopped = false;
            stages.subList(0, stages.size() - 1).forEach(CompletableFuture::join);
        }
    }

    @Test
    void whatIsUndeliveredAtTheEndIsCountedInTheLog(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.set("shutdownTimeout", "2s");
        try (LogLines log = new LogLines()) {
            Racecar racecar = race.builder().build();
            Producer producer = racecar.producer();
            producer.deliver(message(race, "first"));
            stopBroker(race);
            List<CompletableFuture<Delivery>> stages = IntStream.range(0, 7)
                    .mapToObj(it -> producer.produce(message(race, "m" + it)).toCompletableFuture())
                    .toList();

            racecar.close();

            assertThat(stages).allSatisfy(it -> assertThat(failure(it).reason()).isEqualTo(Reason.CLOSED));
            assertThat(log.all())
                    .anySatisfy(it -> assertThat(it)
                            .startsWith(
                                    "WARN 7 messages were not delivered by the time the producer was closed, after ")
                            .contains(" ms: " + race.topic() + " 7; "));
        }
    }

    private void stopBroker(Race race) {
        race.kafka().stopBroker(1);
        stopped = true;
    }

    private static OutgoingMessage message(Race race, String value) {
        return OutgoingMessage.to(race.topic()).value(value);
    }

    private static DeliveryException failure(CompletableFuture<Delivery> stage) {
        return stage.handle((delivery, error) -> (DeliveryException) error).join();
    }
}
