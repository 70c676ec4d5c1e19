package io.racecar.testing;

import io.racecar.Context;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handler gets for one call. Thread-safe. */
final class TestedContext implements Context {
    private final Partition partition;
    private final int attempt;
    private final Deliveries deliveries;
    private final List<OutgoingMessage> delivered = new ArrayList<>();
    private @Nullable DeliveryException undelivered;
    private boolean closed;

    TestedContext(Partition partition, int attempt, Deliveries deliveries) {
        this.partition = partition;
        this.attempt = attempt;
        this.deliveries = deliveries;
    }

    @Override
    public synchronized void produce(OutgoingMessage message) {
        checkOpen();
        DeliveryException failure = deliveries.deliver(message);
        if (failure == null) {
            delivered.add(message);
        } else if (undelivered == null) {
            undelivered = failure;
        } else {
            undelivered.addSuppressed(failure);
        }
    }

    /** A failure that was thrown here is the handler's to deal with: one that catches it has finished its message. */
    @Override
    public synchronized void deliver() {
        checkOpen();
        DeliveryException failure = undelivered;
        undelivered = null;
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public synchronized int attempt() {
        checkOpen();
        return attempt;
    }

    @Override
    public synchronized Partition partition() {
        checkOpen();
        return partition;
    }

    /** The handler has returned or thrown. */
    synchronized void close() {
        closed = true;
    }

    /** What the handler did not wait for, and failed. */
    synchronized @Nullable DeliveryException undelivered() {
        return undelivered;
    }

    synchronized List<OutgoingMessage> delivered() {
        return List.copyOf(delivered);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "this context belongs to a handler that has returned; use it only until then");
        }
    }

    /** As the engine's contexts do, without content. */
    @Override
    public String toString() {
        return partition + ", attempt " + attempt;
    }
}
