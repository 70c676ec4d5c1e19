package io.racecar.engine.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A MockProducer that acknowledges when the test says so, and that errors bring into the state of error that KafkaProducer has
 * in transactions.
 */
final class TransactionalClient extends MockProducer<byte[], byte[]> {
    private final Queue<RuntimeException> commitErrors = new ArrayDeque<>();
    private final Queue<RuntimeException> abortErrors = new ArrayDeque<>();
    private volatile ApiException refusal;
    private volatile RuntimeException inError;
    private volatile Runnable duringSend = () -> {};
    private Runnable duringCommit = () -> {};
    private Runnable duringAbort = () -> {};

    TransactionalClient() {
        super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The next message is refused. */
    void refuses(ApiException error) {
        refusal = error;
    }

    /** Happens inside the next call that sends. */
    void duringSend(Runnable event) {
        duringSend = event;
    }

    void duringCommit(Runnable event) {
        duringCommit = event;
    }

    void duringAbort(Runnable event) {
        duringAbort = event;
    }

    /** From now on it throws that, as a client that was fenced, until the transaction is aborted. */
    void breaks(RuntimeException error) {
        inError = error;
    }

    /** One of the next commits fails so. */
    void failsCommit(RuntimeException error) {
        commitErrors.add(error);
    }

    /** One of the next aborts fails so. */
    void failsAbort(RuntimeException error) {
        abortErrors.add(error);
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
        Runnable event = duringSend;
        duringSend = () -> {};
        event.run();
        if (inError != null) {
            throw inError;
        }
        ApiException error = refusal;
        if (error == null) {
            return super.send(message, callback);
        }
        refusal = null;
        callback.onCompletion(null, error);
        inError = new KafkaException("Cannot execute transactional method because we are in an error state", error);
        failAll(error);
        return CompletableFuture.failedFuture(error);
    }

    /** Its thread fails all that is not acknowledged. */
    private void failAll(RuntimeException error) {
        boolean more = true;
        while (more) {
            more = errorNext(error);
        }
    }

    @Override
    public void commitTransaction() {
        duringCommit.run();
        RuntimeException error = commitErrors.poll();
        if (error != null) {
            throw error;
        }
        super.commitTransaction();
    }

    @Override
    public void abortTransaction() {
        duringAbort.run();
        RuntimeException error = abortErrors.poll();
        if (error != null) {
            throw error;
        }
        failAll(new TransactionAbortedException());
        super.abortTransaction();
        inError = null;
    }

    /** Of the messages that were committed. */
    List<String> values() {
        return history().stream().map(it -> new String(it.value(), UTF_8)).toList();
    }
}
