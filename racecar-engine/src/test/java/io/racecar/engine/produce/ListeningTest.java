package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListeningTest {
    private final List<RacecarListener.Produced> produced = new CopyOnWriteArrayList<>();
    private final List<RacecarListener.Delivered> delivered = new CopyOnWriteArrayList<>();
    private final Receipts receipts = new Receipts();
    private final ProducerFixture fixture = new ProducerFixture(new RacecarListener() {
        @Override
        public OutgoingMessage producing(OutgoingMessage message) {
            return message.header("trace", "1");
        }

        @Override
        public void produced(Produced event) {
            produced.add(event);
        }

        @Override
        public void delivered(Delivered event) {
            delivered.add(event);
        }
    });

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void producedTellsConsumerSizeAndHowMuchIsUndelivered() {
        fixture.outlet().send(message("abc").key("k"), receipts);

        assertThat(produced).singleElement().satisfies(event -> {
            assertThat(event.consumer()).isEqualTo("user-consumer");
            assertThat(event.message().topic()).isEqualTo("users");
            assertThat(event.bytes()).isEqualTo("k".length() + "abc".length() + "trace".length() + "1".length());
            assertThat(event.undelivered()).isEqualTo(1);
            assertThat(event.error()).isNull();
        });
    }

    @Test
    void deliveredTellsWhereAndHowLongItTook() {
        fixture.outlet().send(message("abc"), receipts);
        fixture.passes(Duration.ofMillis(7));
        fixture.client.completeNext();

        assertThat(delivered).singleElement().satisfies(event -> {
            assertThat(event.consumer()).isEqualTo("user-consumer");
            assertThat(event.delivery()).isEqualTo(receipts.delivered.get(0));
            assertThat(event.latency()).isEqualTo(Duration.ofMillis(7));
            assertThat(event.error()).isNull();
        });
    }

    @Test
    void deliveredTellsOfAFailure() {
        fixture.outlet().send(message("abc"), receipts);
        fixture.client.errorNext(new TimeoutException("expired"));

        assertThat(delivered).singleElement().satisfies(event -> {
            assertThat(event.delivery()).isNull();
            assertThat(event.error()).isSameAs(receipts.failed.get(0));
        });
    }

    @Test
    void producedTellsOfARefusal() {
        fixture.client.refuses(new RecordTooLargeException("2 > 1"));

        assertThatThrownBy(() -> fixture.outlet().send(message("abc"), receipts))
                .isInstanceOf(DeliveryException.class);

        assertThat(produced)
                .singleElement()
                .satisfies(event -> assertThat(event.error()).isInstanceOf(DeliveryException.class));
        assertThat(delivered).isEmpty();
    }

    @Test
    void anApplicationHasNoConsumer() {
        fixture.producer.application().produce(message("abc"));

        assertThat(produced)
                .singleElement()
                .satisfies(event -> assertThat(event.consumer()).isNull());
    }

    @Test
    void aHookAddsHeadersButTheMessageIsGivenBackAsItWas() {
        OutgoingMessage message = message("abc");
        fixture.outlet().send(message, receipts);
        fixture.client.errorNext(new TimeoutException("expired"));

        assertThat(fixture.client.history().get(0).headers().lastHeader("trace"))
                .isNotNull();
        assertThat(receipts.failed.get(0).undelivered()).isSameAs(message);
    }

    @Test
    void aThrowingListenerIsCountedAndChangesNothing() {
        try (ProducerFixture other = new ProducerFixture(new RacecarListener() {
            @Override
            public OutgoingMessage producing(OutgoingMessage message) {
                throw new IllegalStateException("producing");
            }

            @Override
            public void produced(Produced event) {
                throw new IllegalStateException("produced");
            }

            @Override
            public void delivered(Delivered event) {
                throw new AssertionError("delivered");
            }
        })) {
            other.outlet().send(message("abc"), receipts);
            other.client.completeNext();

            assertThat(receipts.delivered).hasSize(1);
            assertThat(other.producer.listenerFailures()).isEqualTo(3);
            assertThat(other.producer.undelivered()).isZero();
        }
    }
}
