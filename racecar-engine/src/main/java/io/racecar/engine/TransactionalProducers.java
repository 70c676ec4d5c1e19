package io.racecar.engine;

import io.racecar.RacecarListener;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.config.ProducerSettings;
import io.racecar.engine.produce.Limits;
import io.racecar.engine.produce.TransactionalProducer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the producers of workers that work in transactions (P3).
 *
 * @param listener told of what is produced and delivered; null costs nothing
 * @param processId what no other process has in its transactional ids, where none is set
 */
record TransactionalProducers(
        ProducerSettings settings,
        Encoder encoder,
        @Nullable RacecarListener listener,
        String processId) {
    /** Beyond its timeout a transaction has been ended by the brokers, if they live. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** Within which the brokers end a transaction that its process has left open. */
    static Duration patience(Duration transactionTimeout) {
        return transactionTimeout.plus(MARGIN);
    }

    TransactionalProducer producer(String consumer, Map<String, Object> properties, Duration transactionTimeout) {
        return new TransactionalProducer(
                () -> new KafkaProducer<>(properties),
                consumer,
                encoder,
                new Limits(settings.maxInFlightDeliveries(), settings.bufferBytes(), 0, settings.messageTimeout()),
                listener,
                patience(transactionTimeout),
                System::nanoTime);
    }
}
