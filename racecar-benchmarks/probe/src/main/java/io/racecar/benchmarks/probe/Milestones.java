package io.racecar.benchmarks.probe;

import java.util.concurrent.CountDownLatch;

/** Samples at the first message, at half of them and at the last. Thread-safe: each is reached by one thread, once. */
final class Milestones {
    private final long total;
    private final long half;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Sample first = Sample.NONE;
    private volatile Sample middle = Sample.NONE;
    private volatile Sample last = Sample.NONE;

    Milestones(long total) {
        if (total < 1) {
            throw new IllegalArgumentException("records must be 1 or more but was " + total);
        }
        this.total = total;
        this.half = (total + 1) / 2;
    }

    boolean isOne(long count) {
        return count == 1 || count == half || count == total;
    }

    /** Takes the samples that belong to a count, and says which count is the next. */
    long reached(long count) {
        Sample sample = Sample.now();
        if (count == 1) {
            first = sample;
        }
        if (count == half) {
            middle = sample;
        }
        if (count == total) {
            last = sample;
            done.countDown();
        }
        return count < half ? half : total;
    }

    void await() throws InterruptedException {
        done.await();
    }

    long total() {
        return total;
    }

    long secondHalf() {
        return total - half;
    }

    Sample first() {
        return first;
    }

    Sample middle() {
        return middle;
    }

    Sample last() {
        return last;
    }
}
