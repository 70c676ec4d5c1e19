package io.racecar.engine.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.deadletters.Targets.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private final List<Duration> closed = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
                    sent.add(message.value());
                    return CompletableFuture.failedFuture(new TimeoutException("nothing is known of the topic"));
                }

                @Override
                public void close() {
                    closed.add(Duration.ofMillis(Long.MAX_VALUE)); // as Kafka's does
                }

                @Override
                public void close(Duration timeout) {
                    closed.add(timeout);
                }
            };

    @Test
    void theEndDoesNotWaitForBrokersThatAreAway() {
        try (Transactions transactions = new Transactions(producer, "here", () -> Instant.EPOCH)) {
            transactions.begin();
        }

        assertThat(closed).singleElement().satisfies(it -> assertThat(it).isLessThanOrEqualTo(Clients.PATIENCE));
    }

    @Test
    void whileBrokersAreAwayOnlyOneMessageWaitsForThem() {
        try (Transactions transactions = new Transactions(producer, "here", () -> Instant.EPOCH)) {
            transactions.begin();

            assertThatThrownBy(() -> transactions.write(List.of(copy(0), copy(1), copy(2)), (copy, error) -> {}))
                    .isInstanceOf(TimeoutException.class);
        }

        assertThat(sent).hasSize(1);
        assertThat(producer.transactionAborted()).isTrue();
    }

    private static Copy copy(long offset) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("dead", 0, offset, null, new byte[] {1});
        return Copy.of(record, DeadLetter.of(record), new Target("orders", 0, null, ""));
    }
}
