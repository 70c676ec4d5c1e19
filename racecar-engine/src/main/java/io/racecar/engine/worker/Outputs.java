package io.racecar.engine.worker;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.engine.produce.Receipt;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one handling has produced: how many acknowledgements are outstanding, and whether its handler has returned.
 *
 * <p>Count and closed mark are one atomic number, so that a message is either counted or refused, whatever thread
 * produces it while the handler returns. Thread-safe.
 */
final class Outputs implements Receipt {
    private static final int CLOSED = 1 << 31;

    private final Handling handling;
    private final AtomicInteger outstanding = new AtomicInteger();
    private volatile boolean blamed;
    private boolean abandoned;
    private int waiting;
    private @Nullable OutgoingMessage last;
    private @Nullable DeliveryException failure;

    Outputs(Handling handling) {
        this.handling = handling;
    }

    /** @param onDelivery told of the acknowledgement, before it counts; null for nobody */
    void produce(OutgoingMessage message, @Nullable Consumer<Delivery> onDelivery) {
        for (int now; ; ) {
            now = outstanding.get();
            if (now < 0) {
                throw Handling.closed();
            }
            if (outstanding.compareAndSet(now, now + 1)) {
                break;
            }
        }
        last = message;
        boolean sent = false;
        try {
            handling.lane().send(message, onDelivery == null ? this : new Reported(onDelivery));
            sent = true;
        } catch (DeliveryException e) {
            if (handling.lane().isAtomic()) {
                refused(e); // whatever its reason, as that its thread was interrupted
            }
            throw e;
        } finally {
            if (!sent) {
                settleOne();
            }
        }
    }

    /** Of a message whose acknowledgement somebody wants to hear of. */
    private final class Reported implements Receipt {
        private final Consumer<Delivery> onDelivery;

        Reported(Consumer<Delivery> onDelivery) {
            this.onDelivery = onDelivery;
        }

        @Override
        public void delivered(OutgoingMessage message, Delivery delivery) {
            try {
                onDelivery.accept(delivery);
            } finally {
                settleOne();
            }
        }

        @Override
        public void failed(DeliveryException cause) {
            Outputs.this.failed(cause);
        }

        @Override
        public void refused(DeliveryException cause) {
            Outputs.this.refused(cause);
        }

        @Override
        public void blamed() {
            Outputs.this.blamed();
        }

        @Override
        public boolean isVoid() {
            return Outputs.this.isVoid();
        }
    }

    /** The handler cannot make up for it by catching the exception: in a transaction nothing may be missing. */
    @Override
    public synchronized void refused(DeliveryException cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Override
    public void blamed() {
        blamed = true;
    }

    /** Whether the transaction cannot be committed because of one of them. */
    boolean isBlamed() {
        return blamed;
    }

    @Override
    public boolean isVoid() {
        return handling.lane().isFenced();
    }

    @Override
    public void delivered(OutgoingMessage message, Delivery delivery) {
        settleOne();
    }

    @Override
    public void failed(DeliveryException cause) {
        synchronized (this) {
            if (failure == null) {
                failure = cause;
            }
        }
        settleOne();
    }

    private void settleOne() {
        int left = outstanding.decrementAndGet();
        if (left == CLOSED) {
            complete(); // ahead of a thread that waits, which must not take the failure along
        }
        if (left == 0 || left == CLOSED) {
            wakeWaiting();
        }
    }

    /** The handler has returned: completes now, or with the last acknowledgement. */
    void close() {
        handling.lane().outputsOutstanding();
        if (outstanding.getAndUpdate(now -> now | CLOSED) == 0) {
            complete();
        }
    }

    /** As {@link #close}, but without consequences: the handler failed anyway and will be called again. */
    void abandon() {
        synchronized (this) {
            abandoned = true;
        }
        close();
    }

    private void complete() {
        @Nullable DeliveryException failed;
        boolean finished;
        synchronized (this) {
            failed = abandoned ? null : failure;
            finished = !abandoned && failure == null;
        }
        if (failed != null) {
            handling.lane().undelivered(new Failure(handling, failed, null));
        } else if (finished) {
            handling.finish();
        }
        handling.lane().outputsSettled();
    }

    /**
     * Waits until nothing is outstanding. The failure that it throws is the handler's to deal with from then on: a
     * handler that catches it and returns has finished its message; but not in a transaction, which is lost.
     */
    void await() {
        DeliveryException failed;
        synchronized (this) {
            waiting++;
            try {
                while (outstanding.get() > 0) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                handling.lane().checkNotFenced();
                throw interrupted(e);
            } finally {
                waiting--;
            }
            failed = failure;
            failure = handling.lane().isAtomic() ? failed : null;
        }
        if (failed != null) {
            throw new DeliveryException(
                    String.valueOf(failed.getMessage()), failed.reason(), failed.undelivered(), failed);
        }
    }

    private DeliveryException interrupted(InterruptedException cause) {
        return new DeliveryException(
                "Interrupted while waiting for acknowledgements of what was produced for " + handling
                        + "; let the exception out, and the message is handled again",
                Reason.OTHER,
                Objects.requireNonNull(last),
                cause);
    }

    private synchronized void wakeWaiting() {
        if (waiting > 0) {
            notifyAll();
        }
    }
}
