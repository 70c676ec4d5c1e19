package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.Producer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApplicationProducerTest {

    private final ProducerHealthCheck health = new ProducerHealthCheck(() -> 0);
    private final FakeProducer shared = new FakeProducer();
    private final ApplicationProducer producer = new ApplicationProducer(
            () -> {
                throw new AssertionError("a producer of its own is not needed");
            },
            health);
    private final OutgoingMessage message = OutgoingMessage.to("topic").value("value");

    @Test
    void producesThroughTheConsumersProducerOnceThereIsOne() {
        producer.use(shared);

        producer.produce(message);
        producer.deliver(message);
        producer.deliverAll(all -> all.produce(message));

        assertThat(shared.produced).containsExactly(message, message, message);
        assertThat(health.execute().isHealthy()).isTrue();
    }

    @Test
    void everyWayOfProducingTellsTheHealthCheckOfFailures() {
        producer.use(shared);

        shared.failure = failure();
        producer.produce(message);
        assertThat(health.execute().isHealthy()).isFalse();

        shared.failure = null;
        producer.deliver(message);
        assertThat(health.execute().isHealthy()).isTrue();

        shared.failure = failure();
        assertThatThrownBy(() -> producer.deliver(message)).isSameAs(shared.failure);
        assertThat(health.execute().isHealthy()).isFalse();

        shared.failure = null;
        producer.produce(message);
        assertThat(health.execute().isHealthy()).isTrue();

        shared.failure = failure();
        assertThatThrownBy(() -> producer.deliverAll(all -> all.deliver(message)))
                .isSameAs(shared.failure);
        assertThat(health.execute().isHealthy()).isFalse();
    }

    @Test
    void aBlockThatProducesNothingProvesNothing() {
        producer.use(shared);
        shared.failure = failure();
        producer.produce(message);

        producer.deliverAll(all -> {});

        assertThat(health.execute().isHealthy()).isFalse();
    }

    @Test
    void aFailureThatABlockKeepsToItselfIsOneToo() {
        producer.use(shared);
        shared.failure = failure();

        producer.deliverAll(
                all -> assertThatThrownBy(() -> all.deliver(message)).isSameAs(shared.failure));
        assertThat(health.execute().isHealthy()).isFalse();

        shared.failure = null;
        producer.deliverAll(all -> all.deliverAll(inner -> inner.produce(message)));
        assertThat(health.execute().isHealthy()).isTrue();
    }

    private DeliveryException failure() {
        return new DeliveryException("why", DeliveryException.Reason.TIMED_OUT, message, null);
    }

    private static final class FakeProducer implements Producer {

        private final List<OutgoingMessage> produced = new ArrayList<>();
        private @Nullable DeliveryException failure;

        @Override
        public CompletionStage<Delivery> produce(OutgoingMessage message) {
            if (failure != null) {
                return CompletableFuture.failedStage(failure);
            }
            produced.add(message);
            return CompletableFuture.completedStage(new Delivery(new Partition(message.topic(), 0), 0));
        }

        @Override
        public Delivery deliver(OutgoingMessage message) {
            if (failure != null) {
                throw failure;
            }
            return produce(message).toCompletableFuture().join();
        }

        @Override
        public void deliverAll(java.util.function.Consumer<Producer> block) {
            block.accept(this);
        }
    }
}
