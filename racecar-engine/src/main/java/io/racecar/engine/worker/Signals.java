package io.racecar.engine.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What other threads want of the poll thread: the one queue (L2). Thread-safe.
 *
 * <p>It needs no limit: a lane has at most a few signals under way, and operators wait for each of theirs.
 */
final class Signals {
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final Runnable wakeUp;
    private final Doorbell doorbell;

    /** @param wakeUp ends a poll of the client early */
    Signals(Runnable wakeUp, Doorbell doorbell) {
        this.wakeUp = wakeUp;
        this.doorbell = doorbell;
    }

    /** Has the poll thread do something soon, wherever it waits. */
    void send(Runnable what) {
        queue.add(what);
        wakeUp.run();
        doorbell.ring();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Does all that was asked so far; the poll thread's. */
    void run() {
        for (Runnable next; (next = queue.poll()) != null; ) {
            next.run();
        }
    }
}
