package io.racecar.testing;

import io.racecar.OutgoingMessage;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.codec.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces messages, encoded as the engine does, and waits until they are acknowledged. Thread-safe. */
final class MessageWriter implements AutoCloseable {
    private final Encoder encoder = new Encoder(Json.standard());
    private final KafkaProducer<byte[], byte[]> producer;

    MessageWriter(String brokers) {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                ProducerConfig.LINGER_MS_CONFIG, 0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void write(OutgoingMessage... messages) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            records.add(encoder.encode(
                    message, topic -> producer.partitionsFor(topic).size()));
        }
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        for (int i = 0; i < messages.length; i++) {
            await(messages[i], sent.get(i));
        }
    }

    private static void await(OutgoingMessage message, Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "a message to " + message + " was not produced: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a message to " + message + " was produced", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
