package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.Produced;
import io.racecar.engine.codec.Encoder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one consumer, or the application, produces: within a share of its own, so that none waits for the others'
 * messages (P1). Thread-safe.
 */
public final class Outlet {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final @Nullable String consumer;
    private final Share share;
    private final Outstanding outstanding;
    private final Surroundings around;

    /** Acknowledgements come batch by batch, a batch is of one partition. A race costs an object, nothing else. */
    private Partition lastPartition = new Partition("none", 0);

    /** What all outlets of a producer have in common; undelivered counts the messages of all of them. */
    record Surroundings(
            Carrier carrier, Encoder encoder, @Nullable ListenerCalls listener, IntSupplier undelivered) {}

    Outlet(@Nullable String consumer, Limits limits, Surroundings around) {
        this.consumer = consumer;
        this.share = new Share(limits.maxInFlightDeliveries(), limits.shareBytes());
        this.outstanding = new Outstanding(limits.maxInFlightDeliveries());
        this.around = around;
    }

    /**
     * Sends a message, waiting for room in this consumer's share, for memory, and until the topic is known. Meant for
     * handling threads.
     *
     * @param message what to send
     * @param receipt told what becomes of it, unless this throws; may be called before this returns
     * @throws DeliveryException if it cannot be sent, or with {@code CLOSED} if the thread is interrupted while it
     *     waits, which stays flagged
     * @throws IllegalStateException if the message has no value
     * @throws IllegalArgumentException if its object cannot be written as JSON
     */
    public void send(OutgoingMessage message, Receipt receipt) {
        send(message, receipt, true, around.carrier()::carry);
    }

    /**
     * As {@link #send}, but waits for memory and the topic only as long as a broker that is up takes to tell of it: half a
     * second.
     *
     * @param message what to send
     * @param receipt told what becomes of it, unless this throws
     * @throws DeliveryException if it cannot be sent now
     */
    public void sendBriefly(OutgoingMessage message, Receipt receipt) {
        send(message, receipt, true, around.carrier()::carryBriefly);
    }

    /** Sends a message; what carries it returns null once it is on its way, or why it never will be, given up. */
    void send(
            OutgoingMessage given,
            Receipt receipt,
            boolean mayWait,
            Function<Sending, @Nullable DeliveryException> carrier) {
        ListenerCalls listener = around.listener();
        OutgoingMessage message = listener == null ? given : listener.producing(given);
        int bytes = 0;
        RuntimeException refusal = null;
        try {
            ProducerRecord<byte[], byte[]> record = around.encoder().encode(message);
            bytes = size(record);
            admit(given, bytes, mayWait);
            long now = around.carrier().now();
            refusal = carried(new Sending(this, given, message, receipt, record, bytes, now), carrier);
        } catch (RuntimeException e) {
            refusal = e;
        }
        if (listener != null) {
            listener.produced(
                    new Produced(consumer, message, bytes, around.undelivered().getAsInt(), refusal));
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** What is sent and not settled yet. */
    int undelivered() {
        return share.messages();
    }

    void forEachOutstanding(Consumer<Sending> action) {
        outstanding.forEach(action);
    }

    /** Ends waiting for room. */
    void close() {
        share.close();
    }

    ProducerRecord<byte[], byte[]> route(ProducerRecord<byte[], byte[]> record, String partitionKey, int partitions) {
        return around.encoder().route(record, partitionKey, partitions);
    }

    /** Called by whoever settled the message. */
    void delivered(Sending sending, RecordMetadata metadata) {
        Partition partition = lastPartition;
        if (partition.number() != metadata.partition() || !partition.topic().equals(metadata.topic())) {
            partition = new Partition(metadata.topic(), metadata.partition());
            lastPartition = partition;
        }
        Delivery delivery = new Delivery(partition, metadata.offset());
        try {
            sending.receipt().delivered(sending.given(), delivery);
        } catch (Throwable e) {
            receiptFailed(sending, e);
        }
        settled(sending, delivery, null);
    }

    /** Called by whoever settled the message. */
    void failed(Sending sending, DeliveryException failure) {
        around.carrier().failed(sending.message().topic());
        try {
            sending.receipt().failed(failure);
        } catch (Throwable e) {
            receiptFailed(sending, e);
        }
        settled(sending, null, failure);
    }

    /** The client, which is being offered the message, refuses it. */
    void refusing(Sending sending, Exception exception) {
        around.carrier().refusing(sending, exception);
    }

    /**
     * Called by whoever settled the message. What the client says of itself while it is closed is that it is closed.
     */
    void refused(Sending sending, @Nullable Exception exception) {
        Carrier carrier = around.carrier();
        DeliveryException failure = carrier.gaveUp(sending, exception);
        boolean isClosed = carrier.isClosing() && !(exception instanceof ApiException);
        failed(sending, isClosed ? carrier.failures().closed(sending.given()) : failure);
    }

    /** Called by whoever settled the message: gives its room back. */
    void free(Sending sending) {
        outstanding.remove(sending);
        share.giveBack(sending.bytes());
    }

    private void admit(OutgoingMessage message, int bytes, boolean mayWait) {
        Failures failures = around.carrier().failures();
        if (around.carrier().isClosing()) {
            throw failures.closed(message);
        }
        if (share.tryTake(bytes)) {
            return;
        }
        if (!mayWait) {
            throw failures.shareFull(message);
        }
        try {
            if (!share.take(bytes)) {
                throw failures.closed(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(message);
        }
    }

    /** Whatever is thrown here, the room that was taken is given back. */
    private @Nullable DeliveryException carried(
            Sending sending, Function<Sending, @Nullable DeliveryException> carrier) {
        outstanding.add(sending);
        try {
            return carrier.apply(sending);
        } catch (RuntimeException | Error e) {
            sending.giveUp();
            throw e;
        }
    }

    private void settled(Sending sending, @Nullable Delivery delivery, @Nullable DeliveryException failure) {
        ListenerCalls listener = around.listener();
        if (listener != null) {
            long latency = around.carrier().now() - sending.since();
            listener.delivered(consumer, sending.message(), delivery, latency, failure);
        }
        free(sending);
    }

    private static void receiptFailed(Sending sending, Throwable e) {
        LOG.error("What waits for the delivery of a message to {} failed, and may wait for ever", sending.given(), e);
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        long size = length(record.key()) + length(record.value());
        for (Header header : record.headers().toArray()) {
            size += header.key().length() + length(header.value());
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
