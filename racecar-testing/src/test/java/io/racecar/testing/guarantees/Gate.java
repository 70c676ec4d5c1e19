package io.racecar.testing.guarantees;

import java.util.concurrent.CountDownLatch;

/** Where handlers wait until the test lets them go on. Thread-safe. */
final class Gate {
    private final CountDownLatch latch = new CountDownLatch(1);

    void open() {
        latch.countDown();
    }

    /** Waits, unless interrupted. */
    void pass() throws InterruptedException {
        latch.await();
    }

    /** Waits, however often it is interrupted. */
    void passUninterruptibly() {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // what a handler does that cannot be interrupted
            }
        }
    }
}
