package io.racecar.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.racecar.engine.codec.Encoder;
import io.racecar.engine.codec.Json;
import io.racecar.engine.produce.Limits;
import io.racecar.engine.produce.TransactionalProducer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Transactions on a {@link FakeKafka}, of Kafka's MockProducers, one after the other; calls that wait for brokers are made at
 * once, or when the test says so.
 */
final class FakeTransactions {
    private final FakeKafka kafka;
    private final List<Client> clients = new ArrayList<>();
    private final List<List<String>> committed = new ArrayList<>();
    private final Queue<RuntimeException> initErrors = new ArrayDeque<>();
    private final Deque<Runnable> calls = new ArrayDeque<>();
    private TransactionalProducer producer;
    private Error clientError;
    private boolean holding;
    private boolean lingering;
    private Predicate<ConsumerGroupMetadata> members = group -> true;
    private Consumer<List<String>> onCommit = values -> {};

    /** How the next commit fails, and whether it has been done nevertheless. */
    private RuntimeException commitError;

    private boolean doneNevertheless;

    FakeTransactions(FakeKafka kafka) {
        this.kafka = kafka;
    }

    /** With so many messages in each, for so long. */
    Transacting transacting(int maxMessages, Duration maxTime, LongSupplier clock) {
        producer = new TransactionalProducer(
                this::newClient,
                "tested",
                new Encoder(Json.standard()),
                new Limits(100, 1 << 20, 0, Duration.ofMinutes(1)),
                null,
                Duration.ofMinutes(2),
                clock);
        Executor now = call -> {
            if (holding) {
                calls.add(call);
            } else {
                call.run();
            }
        };
        return new Transacting(producer, now, "prefix-tested", maxMessages, maxTime, Duration.ofMinutes(2));
    }

    private Client newClient() {
        if (clientError != null) {
            throw clientError;
        }
        Client client = new Client();
        client.initTransactionException = initErrors.poll();
        clients.add(client);
        return client;
    }

    /** Only their offsets are taken. */
    void members(Predicate<ConsumerGroupMetadata> members) {
        this.members = members;
    }

    /** Looks at what each transaction has committed. */
    void onCommit(Consumer<List<String>> look) {
        onCommit = look;
    }

    /** The process is gone: what it has asked the brokers for does not reach them. */
    void kill() {
        members = group -> false;
        holding = true;
        calls.clear();
    }

    boolean isHolding() {
        return holding;
    }

    /** The next client cannot begin. */
    void failInit(RuntimeException error) {
        initErrors.add(error);
    }

    /** No client can be made. */
    void failClients(Error error) {
        clientError = error;
    }

    /** The next commit fails so. */
    void failCommit(RuntimeException error, boolean doneNevertheless) {
        commitError = error;
        this.doneNevertheless = doneNevertheless;
    }

    /** From now on what is produced is not sent before it is flushed. */
    void linger() {
        lingering = true;
    }

    /** Closes the producer, as its worker does at its end. */
    void close() {
        producer.close(Duration.ofSeconds(1));
    }

    /** From now on the brokers do not answer. */
    void hold() {
        holding = true;
    }

    /** The brokers answer what they were asked. */
    void answer() {
        holding = false;
        while (!calls.isEmpty()) {
            calls.remove().run();
        }
    }

    /** The values of what each transaction has committed, without empty ones. */
    List<List<String>> committed() {
        return committed;
    }

    /** Of all transactions, in order. */
    List<String> visible() {
        return committed.stream().flatMap(List::stream).toList();
    }

    Client client() {
        return clients.get(clients.size() - 1);
    }

    int clients() {
        return clients.size();
    }

    private record Unsent(ProducerRecord<byte[], byte[]> message, Callback callback) {}

    /** One client. */
    final class Client extends MockProducer<byte[], byte[]> {
        private final List<ConsumerGroupMetadata> groups = new ArrayList<>();
        private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        private int aborts;
        private final Queue<Unsent> unsent = new ArrayDeque<>();
        private RuntimeException refusal;
        private boolean inError;
        private boolean fenced;

        Client() {
            super(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        /** The next message is refused. */
        void refuse(RuntimeException error) {
            refusal = error;
        }

        @Override
        public synchronized void fenceProducer() {
            if (!fenced) {
                super.fenceProducer();
                fenced = true;
            }
        }

        int aborts() {
            return aborts;
        }

        List<ConsumerGroupMetadata> groups() {
            return groups;
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
            if (inError) {
                throw new KafkaException("Cannot execute transactional method because we are in an error state");
            }
            if (refusal != null) {
                return refused(callback);
            }
            if (!lingering) {
                return super.send(message, callback);
            }
            unsent.add(new Unsent(message, callback));
            return new CompletableFuture<>();
        }

        /** Has what is unsent fail for the same reason, as Kafka's client does. */
        private Future<RecordMetadata> refused(Callback callback) {
            RuntimeException error = refusal;
            refusal = null;
            callback.onCompletion(null, error);
            inError = true;
            for (Unsent next; (next = unsent.poll()) != null; ) {
                next.callback().onCompletion(null, error);
            }
            return CompletableFuture.failedFuture(error);
        }

        @Override
        public synchronized void flush() {
            for (Unsent next; (next = unsent.poll()) != null; ) {
                super.send(next.message(), next.callback());
            }
            super.flush();
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            if (!members.test(group)) {
                throw new CommitFailedException();
            }
            super.sendOffsetsToTransaction(offsets, group);
            groups.add(group);
            this.offsets.putAll(offsets);
        }

        @Override
        public void commitTransaction() {
            RuntimeException error = commitError;
            commitError = null;
            if (error == null || doneNevertheless) {
                List<String> values = uncommittedRecords().stream()
                        .map(it -> it.value() == null ? "" : new String(it.value(), UTF_8))
                        .toList();
                super.commitTransaction();
                if (!values.isEmpty()) {
                    committed.add(values);
                    onCommit.accept(values);
                }
                kafka.commit(offsets);
                offsets.clear();
            }
            if (error instanceof ProducerFencedException) {
                fenceProducer(); // so it cannot be aborted either
            }
            if (error != null) {
                throw error;
            }
        }

        @Override
        public void abortTransaction() {
            for (Unsent next; (next = unsent.poll()) != null; ) {
                next.callback().onCompletion(null, new TransactionAbortedException());
            }
            super.abortTransaction();
            inError = false;
            offsets.clear();
            aborts++;
        }
    }
}
