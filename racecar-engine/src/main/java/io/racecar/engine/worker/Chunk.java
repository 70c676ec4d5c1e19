package io.racecar.engine.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records that one poll returned for one partition, in offset order, with a bit for each that is finished.
 *
 * <p>Any thread may finish a record. All else belongs to whoever holds the chunk: the poll thread, or a lane in its turn.
 */
final class Chunk {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final @Nullable ConsumerRecord<byte[], byte[]>[] records;
    private final long[] finished;

    /** What stays known of records that are let go; null where all are kept until the chunk goes. */
    private final @Nullable Outline outline;

    /** What is finished for good; null where all that is finished is (P3). */
    private long @Nullable [] settled;

    private int size;

    /**
     * @param offsets of the records; null if they follow one another without gaps
     * @param first the first of them
     * @param sizes null if nobody will ask, as all are finished
     * @param leaderEpoch of all the records
     */
    private record Outline(
            long @Nullable [] offsets, long first, int @Nullable [] sizes, Optional<Integer> leaderEpoch) {
        @SuppressWarnings("ArrayRecordComponent") // private, and never compared
        Outline {}

        long offset(int index) {
            return offsets == null ? first + index : offsets[index];
        }
    }

    private Chunk(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Outline outline) {
        this(array(records), new long[(records.size() + 63) >>> 6], outline, records.size());
    }

    private Chunk(
            @Nullable ConsumerRecord<byte[], byte[]>[] records, long[] finished, @Nullable Outline outline, int size) {
        this.records = records;
        this.finished = finished;
        this.outline = outline;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]>[] array(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.toArray(ConsumerRecord[]::new);
    }

    /** Keeps its records until all of them are finished: they are in order. */
    static Chunk keeping(List<ConsumerRecord<byte[], byte[]>> records) {
        return new Chunk(records, null);
    }

    /**
     * Chunks that let go of each record as it is finished, for lanes that are not finished in order: one that fails for hours
     * must not hold on to what has long flowed past it (L3). There are several where the partition's leader has changed.
     */
    static List<Chunk> releasing(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Chunk> chunks = new ArrayList<>(1);
        for (int from = 0, to; from < records.size(); from = to) {
            Optional<Integer> epoch = records.get(from).leaderEpoch();
            to = records.size();
            if (!records.get(to - 1).leaderEpoch().equals(epoch)) {
                to = from + 1;
                while (records.get(to).leaderEpoch().equals(epoch)) {
                    to++;
                }
            }
            chunks.add(releasing(records.subList(from, to), epoch));
        }
        return chunks;
    }

    private static Chunk releasing(List<ConsumerRecord<byte[], byte[]>> records, Optional<Integer> leaderEpoch) {
        long[] offsets = new long[records.size()];
        int[] sizes = new int[records.size()];
        for (int i = 0; i < offsets.length; i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            offsets[i] = record.offset();
            sizes[i] = bytesOf(record);
        }
        return new Chunk(records, new Outline(offsets, offsets[0], sizes, leaderEpoch));
    }

    /** Whether it can be put together with the one behind it: both are finished, and of the same leader. */
    boolean isMergeable(Chunk later) {
        return outline != null
                && later.outline != null
                && outline.leaderEpoch.equals(later.outline.leaderEpoch)
                && isFinished()
                && later.isFinished()
                && isSettled()
                && later.isSettled();
    }

    private boolean isSettled() {
        return settled == null || Arrays.equals(settled, finished);
    }

    private boolean isFinished() {
        return firstUnfinished(0) == size;
    }

    /** Whether all of it is finished, and it keeps more than has to be known of that. */
    boolean isReducible() {
        return outline != null && outline.sizes != null && isFinished() && isSettled();
    }

    /** What has to be known of some that are finished, as one: where offsets follow one another, nothing but how many. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static Chunk merged(List<Chunk> finished) {
        Chunk head = finished.get(0);
        Chunk tail = finished.get(finished.size() - 1);
        int size = finished.stream().mapToInt(Chunk::size).sum();
        boolean dense = tail.lastOffset() - head.firstOffset() == size - 1;
        long[] bits = new long[(size + 63) >>> 6];
        Arrays.fill(bits, ~0L);
        Outline outline =
                new Outline(dense ? null : offsets(finished, size), head.firstOffset(), null, head.leaderEpoch(0));
        Chunk merged = new Chunk(new ConsumerRecord[0], bits, outline, size);
        if (head.settled != null) {
            merged.hold();
        }
        return merged;
    }

    private static long[] offsets(List<Chunk> chunks, int size) {
        long[] offsets = new long[size];
        int index = 0;
        for (Chunk it : chunks) {
            for (int i = 0; i < it.size; i++) {
                offsets[index++] = it.offset(i);
            }
        }
        return offsets;
    }

    // ---- in transactions (P3)

    /** From now on what is finished may come undone, until it is settled. */
    void hold() {
        settled = finished.clone();
    }

    /** What is finished is so for good. */
    void settle() {
        if (isSettled()) {
            return;
        }
        if (outline != null && outline.sizes != null) {
            for (int i = firstFinished(0); i < size; i = firstFinished(i + 1)) {
                records[i] = null;
            }
        }
        hold();
    }

    /** What is not settled is unfinished again; nobody finishes anything meanwhile. */
    void rollBack() {
        long[] before = settled;
        if (before != null) {
            for (int i = 0; i < before.length; i++) {
                WORD.setVolatile(finished, i, before[i]);
            }
        }
    }

    /** Finishes a record for good, whatever becomes of the others. */
    void finishForGood(int index) {
        finish(index);
        if (settled != null) {
            settled[index >>> 6] |= 1L << index;
        }
    }

    int size() {
        return size;
    }

    /** Of keys and values. */
    long bytes() {
        return bytes(0, size);
    }

    /** Of keys and values of the records from one index up to another; 0 of those that are known to be finished only. */
    long bytes(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += outline == null ? bytesOf(record(i)) : outline.sizes == null ? 0 : outline.sizes[i];
        }
        return sum;
    }

    private static int bytesOf(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** Only of an unfinished record: a finished one may be gone. */
    @SuppressWarnings("NullAway") // what is unfinished is there
    ConsumerRecord<byte[], byte[]> record(int index) {
        return records[index];
    }

    /** Null if it is finished and gone. */
    @Nullable ConsumerRecord<byte[], byte[]> recordOrNull(int index) {
        return index < records.length ? records[index] : null;
    }

    long offset(int index) {
        return outline == null ? record(index).offset() : outline.offset(index);
    }

    /** Of the leader that wrote the record. */
    Optional<Integer> leaderEpoch(int index) {
        return outline == null ? record(index).leaderEpoch() : outline.leaderEpoch;
    }

    long firstOffset() {
        return offset(0);
    }

    long lastOffset() {
        return offset(size - 1);
    }

    void finish(int index) {
        WORD.getAndBitwiseOr(finished, index >>> 6, 1L << index);
        if (outline != null && outline.sizes != null && settled == null) {
            records[index] = null;
        }
    }

    boolean isFinished(int index) {
        return ((long) WORD.getAcquire(finished, index >>> 6) & 1L << index) != 0;
    }

    /** The index of the first unfinished record at or after {@code from}, or the size. */
    int firstUnfinished(int from) {
        return first(from, ~0L);
    }

    /** The index of the first finished record at or after {@code from}, or the size. */
    int firstFinished(int from) {
        return first(from, 0L);
    }

    private int first(int from, long flip) {
        for (int i = from; i < size; ) {
            long wanted = ((long) WORD.getAcquire(finished, i >>> 6) ^ flip) >>> i;
            if (wanted != 0) {
                return Math.min(size, i + Long.numberOfTrailingZeros(wanted));
            }
            i = (i | 63) + 1;
        }
        return size;
    }

    /** The index of the record at that offset, or -1. */
    int indexOf(long offset) {
        int index = indexFrom(offset);
        return index < size && offset(index) == offset ? index : -1;
    }

    /** Whether the record at that offset is here, and not finished. */
    boolean isUnfinished(long offset) {
        int index = indexOf(offset);
        return index >= 0 && !isFinished(index);
    }

    /** The index of the first record at or above that offset, or the size. */
    int indexFrom(long offset) {
        int low = 0;
        int high = size;
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

    /** Forgets the records from {@code size} on, so that they can be collected. */
    void truncate(int size) {
        Arrays.fill(records, Math.min(size, records.length), records.length, null);
        this.size = size;
    }

    /** The same records for a new epoch, with bits that handlers of the old one cannot reach (O7). */
    Chunk copy() {
        ConsumerRecord<byte[], byte[]>[] kept = records.clone();
        VarHandle.acquireFence(); // what is gone from them has its bit
        Chunk copy = new Chunk(kept, finished.clone(), outline, size);
        copy.settled = settled == null ? null : settled.clone();
        return copy;
    }
}
