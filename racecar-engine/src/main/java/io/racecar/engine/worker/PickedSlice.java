package io.racecar.engine.worker;

import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records picked out of one chunk or several: those of one key, or a single one. */
final class PickedSlice extends Slice {
    private Chunk[] chunks;
    private int[] indexes;
    private int size;
    private long bytes;
    private final boolean alone;

    PickedSlice(Lane<?> lane) {
        this(lane, false);
    }

    private PickedSlice(Lane<?> lane, boolean alone) {
        super(lane);
        this.alone = alone;
        chunks = new Chunk[1];
        indexes = new int[1];
    }

    /** One record, to which none is appended. */
    static PickedSlice alone(Lane<?> lane, Chunk chunk, int index) {
        PickedSlice slice = new PickedSlice(lane, true);
        slice.add(chunk, index);
        return slice;
    }

    void add(Chunk chunk, int index) {
        makeRoom(1);
        chunks[size] = chunk;
        indexes[size] = index;
        size++;
        bytes += chunk.bytes(index, index + 1);
    }

    /** Keeps batches from being as small as polls are. */
    @Override
    boolean append(Slice later) {
        if (alone
                || hasBegun()
                || !(later instanceof PickedSlice picked)
                || picked.alone
                || picked.offset(0) <= offset(size - 1)) {
            return false;
        }
        makeRoom(picked.size);
        System.arraycopy(picked.chunks, 0, chunks, size, picked.size);
        System.arraycopy(picked.indexes, 0, indexes, size, picked.size);
        size += picked.size;
        bytes += picked.bytes;
        return true;
    }

    private void makeRoom(int more) {
        if (size + more > indexes.length) {
            int length = Math.max(size + more, size * 2);
            chunks = Arrays.copyOf(chunks, length);
            indexes = Arrays.copyOf(indexes, length);
        }
    }

    @Override
    int size() {
        return size;
    }

    @Override
    long bytes() {
        return bytes;
    }

    @Override
    long bytes(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += chunks[i].bytes(indexes[i], indexes[i] + 1);
        }
        return sum;
    }

    @Override
    ConsumerRecord<byte[], byte[]> record(int index) {
        return chunks[index].record(indexes[index]);
    }

    @Override
    long offset(int index) {
        return chunks[index].offset(indexes[index]);
    }

    @Override
    void finish(int index) {
        chunks[index].finish(indexes[index]);
    }

    @Override
    boolean isFinished(int index) {
        return chunks[index].isFinished(indexes[index]);
    }

    @Override
    int firstUnfinished(int from) {
        int index = from;
        while (index < size && isFinished(index)) {
            index++;
        }
        return index;
    }

    @Override
    void truncate(int size) {
        bytes -= bytes(size, this.size);
        chunks = Arrays.copyOf(chunks, size);
        indexes = Arrays.copyOf(indexes, size);
        this.size = size;
    }
}
