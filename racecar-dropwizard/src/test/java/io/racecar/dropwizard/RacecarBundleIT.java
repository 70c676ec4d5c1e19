package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.health.HealthCheck.Result;
import io.dropwizard.core.setup.Environment;
import io.racecar.OutgoingMessage;
import io.racecar.engine.ConsumerStatus;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RacecarExtension.class)
class RacecarBundleIT {

    private final List<String> received = new CopyOnWriteArrayList<>();

    @Test
    void whatTheApplicationProducesIsConsumed(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("greetings", 1);

        try (Shop shop = start(kafka, "", (racecar, environment) -> receive(racecar, "greetings"))) {
            shop.racecar().producer().deliver(OutgoingMessage.to("greetings").value("hello"));

            await().untilAsserted(() -> assertThat(received).containsExactly("hello"));
            await().untilAsserted(() ->
                    assertThat(health(shop, "racecar.greetings").getMessage()).isEqualTo("RUNNING"));
            assertThat(health(shop, "racecar.greetings").isHealthy()).isTrue();
            assertThat(health(shop, "racecar.producer").isHealthy()).isTrue();
        }
    }

    @Test
    void messagesCanBeProducedBeforeAllConsumersAreRegistered(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("early", 1);

        try (Shop shop = start(kafka, "consumers: {early: {pauseTimeout: 1s}}", (racecar, environment) -> {
            racecar.producer().deliver(OutgoingMessage.to("early").value("in run"));
            receive(racecar, "early");
        })) {
            shop.racecar().producer().deliver(OutgoingMessage.to("early").value("after run"));

            await().untilAsserted(() -> assertThat(received).containsExactly("in run", "after run"));
        }
    }

    @Test
    void stoppingCommitsSoThatTheNextStartGoesOn(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("restarts", 1);
        try (Shop shop = start(kafka, "", (racecar, environment) -> receive(racecar, "restarts"))) {
            shop.racecar().producer().deliver(OutgoingMessage.to("restarts").value("first"));
            await().untilAsserted(() -> assertThat(received).containsExactly("first"));
        }

        try (Shop shop = start(kafka, "", (racecar, environment) -> receive(racecar, "restarts"))) {
            shop.racecar().producer().deliver(OutgoingMessage.to("restarts").value("second"));
            await().untilAsserted(() -> assertThat(received).containsExactly("first", "second"));
        }
    }

    @Test
    void aFailingPartitionIsNamedByAHealthyCheck(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("failing", 1);
        kafka.produce(OutgoingMessage.to("failing").value("bad"));

        try (Shop shop = start(kafka, "pauseTimeout: -1", (racecar, environment) -> fail(racecar, "failing"))) {
            await().untilAsserted(
                            () -> assertThat(health(shop, "racecar.failing").getMessage())
                                    .contains("RUNNING, failing: failing/0@0 at attempt 1"));
            assertThat(health(shop, "racecar.failing").isHealthy()).isTrue();
        }
    }

    @Test
    void aConsumerThatEndsWithAnErrorIsUnhealthyWhileTheOthersGoOn(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("ending", 1);
        kafka.createTopic("going-on", 1);
        kafka.produce(OutgoingMessage.to("ending").value("bad"));

        try (Shop shop = start(kafka, "pauseTimeout: 0", (racecar, environment) -> {
            fail(racecar, "ending");
            receive(racecar, "going-on");
        })) {
            await().untilAsserted(
                            () -> assertThat(health(shop, "racecar.ending").getMessage())
                                    .startsWith("FAILED")
                                    .contains("no use"));
            assertThat(health(shop, "racecar.ending").isHealthy()).isFalse();

            shop.racecar().producer().deliver(OutgoingMessage.to("going-on").value("good"));
            await().untilAsserted(() -> assertThat(received).containsExactly("good"));
        }
    }

    @Test
    void consumersCanBeSteeredOnceTheServerHasStarted(EmbeddedKafka kafka) throws Exception {
        kafka.createTopic("steered", 1);

        try (Shop shop = start(kafka, "", (racecar, environment) -> receive(racecar, "steered"))) {
            await().until(() -> health(shop, "racecar.steered").getMessage().equals("RUNNING"));
            shop.racecar().racecar().consumer("steered").stop();

            assertThat(shop.racecar().racecar().consumers())
                    .extracting(ConsumerStatus::state)
                    .asString()
                    .isEqualTo("[STOPPED]");
            assertThat(health(shop, "racecar.steered").isHealthy()).isTrue();
        }
    }

    private void receive(RacecarBundle<?> racecar, String topic) {
        racecar.consumer(topic, String.class, (message, context) -> received.add(message.value()));
    }

    private static void fail(RacecarBundle<?> racecar, String topic) {
        racecar.consumer(topic, String.class, (message, context) -> {
            throw new IllegalStateException("no use");
        });
    }

    private static Shop start(
            EmbeddedKafka kafka, String more, BiConsumer<RacecarBundle<ShopConfiguration>, Environment> run)
            throws Exception {
        return Shop.start("racecar:\n  brokers: '" + kafka.brokers() + "'\n  " + more + "\n", run);
    }

    private static Result health(Shop shop, String name) {
        return shop.getEnvironment().healthChecks().runHealthCheck(name);
    }
}
