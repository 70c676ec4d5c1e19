package io.racecar.engine.worker;

import io.racecar.engine.worker.Backlog.Amount;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much waits for handling in one worker, against its limits (L3). Thread-safe. */
final class Buffer {
    private final int mostMessages;
    private final long mostBytes;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Buffer(int mostMessages, long mostBytes) {
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    void add(Amount more) {
        messages.addAndGet(more.messages());
        bytes.addAndGet(more.bytes());
    }

    void remove(Amount less) {
        messages.addAndGet(-less.messages());
        bytes.addAndGet(-less.bytes());
    }

    boolean isFull() {
        return messages.get() >= mostMessages || bytes.get() >= mostBytes;
    }

    boolean isHalfEmpty() {
        return messages.get() <= mostMessages / 2 && bytes.get() <= mostBytes / 2;
    }

    /** A partition's part of the messages. */
    int shareOfMessages(int partitions) {
        return Math.max(1, mostMessages / Math.max(1, partitions));
    }

    long shareOfBytes(int partitions) {
        return Math.max(1, mostBytes / Math.max(1, partitions));
    }

    @Override
    public String toString() {
        return messages + " messages, " + bytes + " bytes";
    }
}
