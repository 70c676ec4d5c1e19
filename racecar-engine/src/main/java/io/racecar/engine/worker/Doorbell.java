package io.racecar.engine.worker;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the poll thread where it waits for handlers instead of polling: in rebalance callbacks and while stopping. */
interface Doorbell {
    /** Any thread; the next wait ends at once if nobody waits now. */
    void ring();

    /** Returns when rung, after that many nanoseconds, or early; so callers look again. */
    void await(long nanos);

    /** Backed by a semaphore. */
    static Doorbell create() {
        Semaphore rung = new Semaphore(0);
        return new Doorbell() {
            @Override
            public void ring() {
                rung.drainPermits();
                rung.release();
            }

            @Override
            public void await(long nanos) {
                try {
                    if (rung.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                        rung.drainPermits();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
