package io.racecar.engine.produce;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one consumer, or the application, may have outstanding: a number of messages and of bytes. Thread-safe.
 *
 * <p>Both numbers are one atomic long, so taking and giving back is one operation each and needs no lock. Whoever finds
 * no room waits in turn: {@link #turn} is held by the one thread that waits, {@link #waiter}, and the others queue for
 * it.
 *
 * <p>Invariant: the state is the sum of what was taken and not yet given back. A message larger than the whole share is
 * let in when nothing else is.
 */
final class Share {
    /** The lower bits are bytes, up to 1 TiB; the upper ones messages. */
    private static final int BYTE_BITS = 40;

    private static final long ONE_MESSAGE = 1L << BYTE_BITS;
    private static final long BYTES_MASK = ONE_MESSAGE - 1;
    private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int maxMessages;
    private final long maxBytes;
    private final AtomicLong state = new AtomicLong();
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable Thread waiter;
    private volatile boolean closed;

    Share(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Takes room if there is some and nobody waits for it. */
    boolean tryTake(int bytes) {
        return waiter == null && tryTakeInTurn(bytes);
    }

    /**
     * Takes room, waiting for it.
     *
     * @return false if the share was closed meanwhile
     * @throws InterruptedException if the thread was interrupted while it waited; nothing is taken
     */
    boolean take(int bytes) throws InterruptedException {
        return tryTake(bytes) || takeInTurn(bytes);
    }

    void giveBack(int bytes) {
        long left = state.addAndGet(-ONE_MESSAGE - bytes);
        Thread waiting = waiter;
        if (waiting != null && isRoomy(left)) {
            LockSupport.unpark(waiting);
        }
    }

    /** Ends all waiting; room can still be taken where there is some. */
    void close() {
        closed = true;
        LockSupport.unpark(waiter);
    }

    int messages() {
        return (int) (state.get() >>> BYTE_BITS);
    }

    private boolean takeInTurn(int bytes) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            // Set before the state is looked at, as giveBack looks at it after changing the state: none is missed.
            waiter = Thread.currentThread();
            while (!closed) {
                if (tryTakeInTurn(bytes)) {
                    return true;
                }
                LockSupport.parkNanos(this, RECHECK_NANOS);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return false;
        } finally {
            waiter = null;
            turn.unlock();
        }
    }

    private boolean tryTakeInTurn(int bytes) {
        for (long now = state.get(); now == 0 || fits(now, bytes); now = state.get()) {
            if (state.compareAndSet(now, now + ONE_MESSAGE + bytes)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(long now, int bytes) {
        return (now >>> BYTE_BITS) < maxMessages && (now & BYTES_MASK) + bytes <= maxBytes;
    }

    /**
     * Whether waking the waiter is worth it: not for each single acknowledgement, but when a quarter is free. Where a
     * slow partition holds more than that, the waiter looks by itself from time to time.
     */
    private boolean isRoomy(long left) {
        return (left >>> BYTE_BITS) <= maxMessages - maxMessages / 4 && (left & BYTES_MASK) <= maxBytes - maxBytes / 4;
    }
}
