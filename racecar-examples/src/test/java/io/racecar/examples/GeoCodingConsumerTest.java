package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.UndecodableMessageException;
import io.racecar.testing.ConsumerTester;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GeoCodingConsumerTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final ConsumerTester<Pageview> consumer = ConsumerTester.of(new GeoCodingConsumer(new Countries()));

    @Test
    void producesThePageviewWithItsCountry() throws Exception {
        consumer.process(OutgoingMessage.to("pageviews").json(new Pageview("7", "/cart", "192.0.2.1", NOON)));

        assertThat(consumer.produced()).singleElement().satisfies(produced -> {
            assertThat(produced.topic()).isEqualTo("pageviews-with-country");
            assertThat(produced.key()).isEqualTo("7");
            assertThat(produced.value()).isEqualTo(new PageviewWithCountry("7", "/cart", "DK", NOON));
        });
    }

    @Test
    void passesHeadersOn() throws Exception {
        consumer.process(OutgoingMessage.to("pageviews")
                .json(new Pageview("7", "/cart", "192.0.2.1", NOON))
                .header("trace", "abc"));

        assertThat(consumer.produced())
                .singleElement()
                .satisfies(
                        produced -> assertThat(produced.headers().get("trace")).isEqualTo("abc"));
    }

    @Test
    void isTriedAgainWhereItsMessageCouldNotBeDelivered() throws Exception {
        consumer.failDelivery(DeliveryException.Reason.TIMED_OUT);
        assertThatThrownBy(() -> consumer.process(
                        OutgoingMessage.to("pageviews").json(new Pageview("7", "/cart", "192.0.2.1", NOON))))
                .isInstanceOf(DeliveryException.class);

        consumer.retry();

        assertThat(consumer.produced()).hasSize(1);
    }

    @Test
    void whatIsNoPageviewFails() {
        assertThatThrownBy(
                        () -> consumer.process(OutgoingMessage.to("pageviews").value("{")))
                .isInstanceOf(UndecodableMessageException.class);
    }
}
