package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.health.HealthCheck.Result;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import io.racecar.testing.EmbeddedKafka;
import org.junit.jupiter.api.Test;

/** What the health check says of the application's producer while no broker is there. */
class ProducerHealthIT {
    private static final OutgoingMessage MESSAGE = OutgoingMessage.to("orders").value("a book");

    @Test
    void itIsBadWhileMessagesCannotBeDeliveredAndGoodOnceTheyCan() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().topic("orders", 1).start();
                Shop shop = Shop.start("""
                        racecar:
                          brokers: '%s'
                          producer: {messageTimeout: 1s, maxInFlightDeliveries: 10}
                        """.formatted(kafka.brokers()), (racecar, environment) -> {})) {
            Producer producer = shop.racecar().producer();
            producer.deliver(MESSAGE);
            assertThat(health(shop).isHealthy()).isTrue();

            kafka.stopBroker(1);
            assertThatThrownBy(() -> producer.deliver(MESSAGE)).isInstanceOf(DeliveryException.class);
            assertThat(health(shop).isHealthy()).isFalse();
            assertThat(health(shop).getMessage())
                    .startsWith("TIMED_OUT: a message to orders ")
                    .containsPattern("heck that (the brokers|they) are up");

            for (int i = 0; i <= 10; i++) {
                producer.produce(MESSAGE);
            }
            assertThat(health(shop).isHealthy()).isFalse();
            assertThat(health(shop).getMessage())
                    .startsWith("BUFFER_FULL: a message to orders was not queued, because 10 messages or ");

            kafka.startBroker(1);
            producer.deliver(MESSAGE);
            assertThat(health(shop).isHealthy()).isTrue();
        }
    }

    private static Result health(Shop shop) {
        return shop.getEnvironment().healthChecks().runHealthCheck("racecar.producer");
    }
}
