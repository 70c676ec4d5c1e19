package io.racecar.benchmarks.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes records with the keys k0, k1, k2 and so on, in turn, and waits until all are acknowledged. */
final class TopicFiller {
    private static final int LINGER_MILLIS = 20;

    private final Producers producers;

    TopicFiller(String brokers) {
        this.producers = new Producers(brokers);
    }

    void fill(String topic, int records, Payload payload, int keys) {
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (Producer<byte[], byte[]> producer = producers.open(LINGER_MILLIS)) {
            for (int number = 0; number < records; number++) {
                byte[] key = ("k" + number % keys).getBytes(UTF_8);
                var unused = producer.send(new ProducerRecord<>(topic, key, payload.of(number)), (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
            }
        }
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("topic " + topic + " could not be filled", first);
        }
    }
}
