package io.racecar.engine.deadletters;

import io.racecar.Partition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into topics, and says so among the dead letters, in one transaction: after any interruption both are done or
 * neither is. Used by one thread.
 */
final class Transactions implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final String cluster;
    private final InstantSource clock;

    private record Written(String topic, Partition place) {}

    Transactions(Producer<byte[], byte[]> producer, String cluster, InstantSource clock) {
        this.producer = producer;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Ends what a killed process has begun, and keeps whoever else is at it from going on. */
    void begin() {
        producer.initTransactions();
    }

    /**
     * Writes them.
     *
     * @param refused is given each that the brokers do not accept, with what they say
     * @return how many they did accept
     */
    int write(List<Copy> copies, BiConsumer<Copy, Throwable> refused) {
        List<Copy> left = new ArrayList<>(copies);
        while (!left.isEmpty()) {
            Culprit culprit = attempt(left);
            if (culprit == null) {
                break;
            }
            left.remove(culprit.copy());
            refused.accept(culprit.copy(), culprit.error());
        }
        return left.size();
    }

    private record Culprit(Copy copy, Throwable error) {}

    /** Returns whose fault it is that nothing was written, or null if all was. */
    private @Nullable Culprit attempt(List<Copy> copies) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try {
            producer.beginTransaction();
            copies.forEach(it -> send(it.message(), sent));
            receipts(copies)
                    .forEach((written, offsets) -> send(
                            Receipt.of(cluster, written.topic(), clock.instant(), offsets)
                                    .record(
                                            written.place().topic(),
                                            written.place().number()),
                            sent));
            producer.commitTransaction();
            return null;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            abort(e);
            for (int i = 0; i < Math.min(sent.size(), copies.size()); i++) {
                Throwable error = error(sent.get(i));
                if (error != null && isOfTheMessage(error)) {
                    return new Culprit(copies.get(i), error);
                }
            }
            throw e;
        }
    }

    /** While brokers are away each message waits for them as long as the one before, so the first that fails is the last. */
    private void send(ProducerRecord<byte[], byte[]> message, List<Future<RecordMetadata>> sent) {
        Future<RecordMetadata> future = producer.send(message);
        sent.add(future);
        Throwable error = error(future);
        if (error != null) {
            throw error instanceof KafkaException e ? e : new KafkaException(error);
        }
    }

    private void abort(KafkaException why) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) { // the client has failed for good, or does not know what became of it
            why.addSuppressed(e);
            throw why;
        }
    }

    private static Map<Written, SortedSet<Long>> receipts(List<Copy> copies) {
        Map<Written, SortedSet<Long>> offsets = new TreeMap<>(Comparator.comparing(Written::topic)
                .thenComparingInt(it -> it.place().number()));
        copies.forEach(it -> offsets.computeIfAbsent(
                        new Written(it.message().topic(), it.letter().partition()), none -> new TreeSet<>())
                .add(it.letter().offset()));
        return offsets;
    }

    /** Null until it is settled, as each is once the transaction is aborted. */
    private static @Nullable Throwable error(Future<RecordMetadata> sent) {
        if (!sent.isDone()) {
            return null;
        }
        try {
            sent.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Others would fail in the same way, whatever the message. */
    private static boolean isOfTheMessage(Throwable error) {
        return error instanceof RecordTooLargeException
                || error instanceof InvalidTimestampException
                || error instanceof InvalidRecordException;
    }

    /** While brokers are away the client would wait for them for ever. */
    @Override
    public void close() {
        producer.close(Clients.FAREWELL);
    }
}
