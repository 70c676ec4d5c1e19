package io.racecar.engine.worker;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Messages of a share group that are handled together: some of a chunk that follow one another. */
final class SharedSlice extends Slice {
    private final SharedLanes<?> lanes;
    private final Chunk chunk;
    private final int from;
    private int size;

    SharedSlice(Lane<?> lane, SharedLanes<?> lanes, Chunk chunk, int from, int to) {
        super(lane);
        this.lanes = lanes;
        this.chunk = chunk;
        this.from = from;
        this.size = to - from;
    }

    /** In the chunk. */
    int from() {
        return from;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    long bytes() {
        return bytes(0, size);
    }

    @Override
    long bytes(int from, int to) {
        return chunk.bytes(this.from + from, this.from + to);
    }

    @Override
    ConsumerRecord<byte[], byte[]> record(int index) {
        return chunk.record(from + index);
    }

    @Override
    long offset(int index) {
        return chunk.offset(from + index);
    }

    @Override
    void finish(int index) {
        if (!chunk.isFinished(from + index)) {
            chunk.finish(from + index);
            lanes.finishedOne();
        }
    }

    @Override
    boolean isFinished(int index) {
        return chunk.isFinished(from + index);
    }

    @Override
    int firstUnfinished(int from) {
        return Math.min(size, chunk.firstUnfinished(this.from + from) - this.from);
    }

    @Override
    void truncate(int size) {
        this.size = size;
    }
}
