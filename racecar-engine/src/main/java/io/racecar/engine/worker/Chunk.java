package io.racecar.engine.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records that one poll returned for one partition, in offset order, with a bit for each that is finished.
 *
 * <p>Any thread may finish a record. All else belongs to whoever holds the chunk: the poll thread, or a lane in its turn.
 */
final class Chunk {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final Lane<?> lane;
    private final long[] finished;
    private List<ConsumerRecord<byte[], byte[]>> records;
    private int size;
    private long bytes;

    Chunk(Lane<?> lane, List<ConsumerRecord<byte[], byte[]>> records) {
        this.lane = lane;
        this.records = records;
        this.size = records.size();
        this.bytes = sizeOf(records);
        this.finished = new long[(records.size() + 63) >>> 6];
    }

    private Chunk(Lane<?> lane, Chunk original) {
        this.lane = lane;
        this.records = original.records;
        this.size = original.size;
        this.bytes = original.bytes;
        this.finished = original.finished.clone();
    }

    private static long sizeOf(List<ConsumerRecord<byte[], byte[]>> records) {
        long sum = 0;
        for (int i = 0, n = records.size(); i < n; i++) {
            ConsumerRecord<byte[], byte[]> it = records.get(i);
            sum += Math.max(0, it.serializedKeySize()) + Math.max(0, it.serializedValueSize());
        }
        return sum;
    }

    /** Where its messages are handled. */
    Lane<?> lane() {
        return lane;
    }

    int size() {
        return size;
    }

    /** Of keys and values. */
    long bytes() {
        return bytes;
    }

    ConsumerRecord<byte[], byte[]> record(int index) {
        return records.get(index);
    }

    long firstOffset() {
        return records.get(0).offset();
    }

    void finish(int index) {
        WORD.getAndBitwiseOr(finished, index >>> 6, 1L << index);
    }

    boolean isFinished(int index) {
        return ((long) WORD.getAcquire(finished, index >>> 6) & 1L << index) != 0;
    }

    /** The index of the first unfinished record at or after {@code from}, or the size. */
    int firstUnfinished(int from) {
        for (int i = from; i < size; ) {
            long open = ~(long) WORD.getAcquire(finished, i >>> 6) >>> i;
            if (open != 0) {
                return Math.min(size, i + Long.numberOfTrailingZeros(open));
            }
            i = (i | 63) + 1;
        }
        return size;
    }

    /** The index of the last finished record, or -1. */
    int lastFinished() {
        int index = size - 1;
        while (index >= 0 && !isFinished(index)) {
            index--;
        }
        return index;
    }

    /** How many records from the first on fit into so many messages and bytes. */
    int fitting(int mostMessages, long mostBytes) {
        int fitting = 0;
        long room = mostBytes;
        for (int most = Math.min(mostMessages, size); fitting < most; fitting++) {
            room -= sizeOf(records.subList(fitting, fitting + 1));
            if (room < 0) {
                break;
            }
        }
        return fitting;
    }

    /** The index of the record at that offset, or -1. */
    int indexOf(long offset) {
        int index = indexFrom(offset);
        return index < size && records.get(index).offset() == offset ? index : -1;
    }

    /** The index of the first record at or above that offset, or the size. */
    int indexFrom(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Forgets the records from {@code size} on, so that they can be collected. */
    void truncate(int size) {
        this.records = List.copyOf(records.subList(0, size));
        this.size = size;
        bytes = sizeOf(records);
    }

    /** The same records for the lane of a new epoch, with bits that handlers of the old one cannot reach (O7). */
    Chunk copyFor(Lane<?> lane) {
        return new Chunk(lane, this);
    }
}
