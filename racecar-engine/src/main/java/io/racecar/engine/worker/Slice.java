package io.racecar.engine.worker;

import io.racecar.engine.worker.Backlog.Amount;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Messages of one lane in offset order: a whole {@link Chunk}, or some of its records.
 *
 * <p>Any thread may finish a record. All else belongs to whoever holds the slice: the poll thread, or the lane in its turn.
 */
abstract class Slice {
    private final Lane<?> lane;

    /** A turn has seen it. Guarded by the lane's monitor. */
    private boolean begun;

    Slice(Lane<?> lane) {
        this.lane = lane;
    }

    /** Where its messages are handled. */
    final Lane<?> lane() {
        return lane;
    }

    abstract int size();

    /** Of keys and values. */
    abstract long bytes();

    /** Of keys and values of the records from one index up to another. */
    abstract long bytes(int from, int to);

    /** Only of an unfinished record: a finished one may be gone. */
    abstract ConsumerRecord<byte[], byte[]> record(int index);

    abstract long offset(int index);

    abstract void finish(int index);

    abstract boolean isFinished(int index);

    /** The index of the first unfinished record at or after {@code from}, or the size. */
    abstract int firstUnfinished(int from);

    /** Forgets the records from {@code size} on. */
    abstract void truncate(int size);

    /** From now on handlers and acknowledgements read it without a lock, so nothing is appended any more. */
    final void begin() {
        begun = true;
    }

    final boolean hasBegun() {
        return begun;
    }

    /** Takes up a later one, if this kind can, and it has not begun. */
    boolean append(Slice later) {
        return false;
    }

    final Amount amount() {
        return new Amount(size(), bytes());
    }

    final boolean isFinished() {
        return firstUnfinished(0) == size();
    }

    /** The index of the first record at or above that offset, or the size. */
    final int indexFrom(long offset) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offset(middle) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
