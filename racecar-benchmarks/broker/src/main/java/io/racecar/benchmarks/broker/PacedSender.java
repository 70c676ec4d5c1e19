package io.racecar.benchmarks.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records at a steady rate, on a thread of its own; each of 100 bytes, beginning with the time of its sending. */
final class PacedSender {
    private static final int VALUE_BYTES = 100;
    private static final int KEYS = 10_000;

    private final Producers producers;

    PacedSender(String brokers) {
        this.producers = new Producers(brokers);
    }

    /** Begins to send, and returns. */
    void send(String topic, int records, int perSecond) {
        Thread thread = new Thread(() -> pace(topic, records, perSecond), "benchmark-sender");
        thread.setDaemon(true);
        thread.start();
    }

    private void pace(String topic, int records, int perSecond) {
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long begin = System.nanoTime();
        try (Producer<byte[], byte[]> producer = producers.open(0)) {
            for (int number = 0; number < records; number++) {
                awaitNanos(begin + number * interval);
                byte[] key = ("k" + number % KEYS).getBytes(UTF_8);
                var unused = producer.send(new ProducerRecord<>(topic, key, timed()));
            }
        }
    }

    private static void awaitNanos(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Microseconds since 1970 first: the consumer is another process on this machine. */
    private static byte[] timed() {
        return ByteBuffer.allocate(VALUE_BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()))
                .array();
    }
}
