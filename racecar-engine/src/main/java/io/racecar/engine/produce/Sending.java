package io.racecar.engine.produce;

import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way: offered to a client until that takes it, then settled once.
 *
 * <p>One thread at a time offers it; any thread may settle it, and whoever changes {@link #state} to SETTLED does what
 * is to be done: tell the receipt, or throw, and give the room back. The state counts the attempts before: a client
 * that failed for good may have kept the message and report it later, which then belongs to no current attempt and is
 * ignored.
 */
final class Sending implements Callback {
    private static final int SETTLED = -1;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Sending.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Outlet outlet;
    private final OutgoingMessage given;
    private final OutgoingMessage message;
    private final Receipt receipt;
    private final int bytes;
    private final long since;
    private volatile int state;

    /** The client that was offered the message and has not refused it. */
    private volatile @Nullable Client client;

    /** Set before the slot is published, hence seen by whoever finds the message there. */
    private int slot;

    // The rest belongs to the thread that offers.

    /** Null once it is sent: the client has made a copy. */
    private @Nullable ProducerRecord<byte[], byte[]> record;

    private @Nullable Thread offering;
    private @Nullable Exception refusal;
    private boolean topicUnknown;

    /** Whether the client was found to know the topic when it was last offered the message. */
    private boolean topicKnown;

    Sending(
            Outlet outlet,
            OutgoingMessage given,
            OutgoingMessage message,
            Receipt receipt,
            ProducerRecord<byte[], byte[]> record,
            int bytes,
            long since) {
        this.outlet = outlet;
        this.given = given;
        this.message = message;
        this.receipt = receipt;
        this.record = record;
        this.bytes = bytes;
        this.since = since;
    }

    /** As the user gave it. */
    OutgoingMessage given() {
        return given;
    }

    /** As a listener may have changed it. */
    OutgoingMessage message() {
        return message;
    }

    Receipt receipt() {
        return receipt;
    }

    int bytes() {
        return bytes;
    }

    int slot() {
        return slot;
    }

    void slot(int slot) {
        this.slot = slot;
    }

    /** When it was let into its outlet. */
    long since() {
        return since;
    }

    @Nullable Client client() {
        return client;
    }

    /** What the client said to the last offer, or null if there was no client. */
    @Nullable Exception refusal() {
        return refusal;
    }

    /** Whether the client knows nothing of the topic because no broker has answered, whether or not there is such a topic. */
    boolean isUnanswered() {
        Exception last = refusal;
        return last instanceof TimeoutException && last.getCause() == null && topicUnknown && !topicKnown;
    }

    /** Offers the message to a client once, which does not wait. */
    Answer offer(Client target) {
        int attempt = state;
        ProducerRecord<byte[], byte[]> offered = record;
        if (attempt == SETTLED || offered == null) {
            return Answer.SENT;
        }
        refusal = null;
        topicKnown = false;
        client = target;
        offering = Thread.currentThread();
        try {
            ProducerRecord<byte[], byte[]> routed = routed(offered, target);
            target.kafka().send(routed, attempt == 0 ? this : (metadata, e) -> completed(attempt, metadata, e));
        } catch (RuntimeException e) {
            refusal = e;
        } finally {
            offering = null;
        }
        Answer answer = Answer.of(refusal);
        if (answer == Answer.SENT) {
            record = null;
        } else {
            client = null;
            topicUnknown = answer == Answer.NOT_READY;
        }
        return answer;
    }

    /** Notes that there was no client to offer the message to. */
    Answer noClient() {
        refusal = null;
        return Answer.NOT_READY;
    }

    /** Makes what a lost client may still report of this message meaningless; false if it is settled already. */
    boolean nextAttempt() {
        int attempt = state;
        return attempt != SETTLED && STATE.compareAndSet(this, attempt, attempt + 1);
    }

    /** Settles the message without telling its receipt; false if it is settled already. */
    boolean giveUp() {
        for (int attempt = state; attempt != SETTLED; attempt = state) {
            if (STATE.compareAndSet(this, attempt, SETTLED)) {
                outlet.free(this);
                return true;
            }
        }
        return false;
    }

    /** Settles the message as failed while that client has it; does nothing if it is settled or moved on. */
    void fail(Client holder, DeliveryException failure) {
        int attempt = state;
        if (attempt != SETTLED && client == holder && STATE.compareAndSet(this, attempt, SETTLED)) {
            outlet.failed(this, failure);
        }
    }

    /** Settles the message as failed, wherever it is. */
    void fail(DeliveryException failure) {
        for (int attempt = state; attempt != SETTLED; attempt = state) {
            if (STATE.compareAndSet(this, attempt, SETTLED)) {
                outlet.failed(this, failure);
            }
        }
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        completed(0, metadata, exception);
    }

    /**
     * A refusal comes on the thread that is inside {@link #offer}, everything else later or elsewhere. A thread can see
     * only its own mark there, so the field needs no barrier.
     */
    private void completed(int attempt, @Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception != null && offering == Thread.currentThread()) {
            refusal = exception;
            outlet.refusing(this, exception);
            return;
        }
        if (!STATE.compareAndSet(this, attempt, SETTLED)) {
            return;
        }
        if (exception == null && metadata != null) {
            outlet.delivered(this, metadata);
        } else {
            outlet.refused(this, exception);
        }
    }

    /** Where a partition key is to choose, or the topic was unknown, the client is asked about the topic first. */
    private ProducerRecord<byte[], byte[]> routed(ProducerRecord<byte[], byte[]> offered, Client target) {
        String partitionKey = message.partition() == null ? message.partitionKey() : null;
        if (partitionKey == null && !topicUnknown) {
            return offered;
        }
        int partitions = target.partitionsOf(message.topic());
        topicKnown = true;
        return partitionKey == null ? offered : outlet.route(offered, partitionKey, partitions);
    }
}
