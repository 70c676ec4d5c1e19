package io.racecar.engine.produce;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Producer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code deliverAll} produces. As its caller waits anyway, it also waits for room, so a block may produce any
 * number of messages. Thread-safe.
 */
final class CollectedDeliveries implements Producer {
    /** One outage fails thousands alike. */
    private static final int MOST_SUPPRESSED = 100;

    private final ApplicationProducer producer;
    private final Failures failures;
    private final Executor executor;

    // The rest is guarded by this.
    private int outstanding;
    private boolean ended;
    private @Nullable OutgoingMessage last;
    private @Nullable DeliveryException first;
    private int suppressed;

    CollectedDeliveries(ApplicationProducer producer, Failures failures, Executor executor) {
        this.producer = producer;
        this.failures = failures;
        this.executor = executor;
    }

    void deliver(Consumer<Producer> block) {
        try {
            block.accept(this);
        } catch (RuntimeException | Error e) {
            DeliveryException failure = awaitAll();
            if (failure != null && failure != e) {
                e.addSuppressed(failure);
            }
            throw e;
        }
        DeliveryException failure = awaitAll();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public CompletionStage<Delivery> produce(OutgoingMessage message) {
        begun(message);
        Pledge pledge = new Pledge(executor);
        try {
            producer.send(message, new Collected(pledge));
        } catch (DeliveryException e) {
            failed(e);
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException | Error e) {
            settled();
            throw e;
        }
        return pledge.stage();
    }

    @Override
    public Delivery deliver(OutgoingMessage message) {
        checkNotEnded();
        return producer.deliver(message);
    }

    @Override
    public void deliverAll(Consumer<Producer> block) {
        checkNotEnded();
        producer.deliverAll(block);
    }

    /** Tells the stage, then the collection. */
    private final class Collected implements Receipt {
        private final Pledge pledge;

        Collected(Pledge pledge) {
            this.pledge = pledge;
        }

        @Override
        public void delivered(OutgoingMessage message, Delivery delivery) {
            pledge.delivered(message, delivery);
            settled();
        }

        @Override
        public void failed(DeliveryException failure) {
            pledge.failed(failure);
            CollectedDeliveries.this.failed(failure);
        }
    }

    private synchronized void checkNotEnded() {
        if (ended) {
            throw new IllegalStateException(
                    "the producer that deliverAll gives its block must not be used after the block has returned");
        }
    }

    private synchronized void begun(OutgoingMessage message) {
        checkNotEnded();
        outstanding++;
        last = message;
    }

    private synchronized void settled() {
        outstanding--;
        if (outstanding == 0) {
            notifyAll();
        }
    }

    private synchronized void failed(DeliveryException failure) {
        DeliveryException earlier = first;
        if (earlier == null) {
            first = failure;
        } else if (suppressed < MOST_SUPPRESSED) {
            suppressed++;
            earlier.addSuppressed(failure);
        }
        settled();
    }

    private synchronized @Nullable DeliveryException awaitAll() {
        ended = true;
        try {
            while (outstanding > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return interrupted();
        }
        return first;
    }

    private @Nullable DeliveryException interrupted() {
        OutgoingMessage waitedFor = last;
        if (waitedFor == null) {
            return first;
        }
        DeliveryException interrupted = failures.interrupted(waitedFor);
        if (first != null) {
            interrupted.addSuppressed(first);
        }
        return interrupted;
    }
}
