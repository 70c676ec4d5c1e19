package io.racecar.engine.worker;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All records of a chunk: what a lane that is a partition is given. */
final class WholeSlice extends Slice {
    private final Chunk chunk;
    private int size;
    private long bytes;

    WholeSlice(Lane<?> lane, Chunk chunk) {
        super(lane);
        this.chunk = chunk;
        this.size = chunk.size();
        this.bytes = chunk.bytes();
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
        return chunk.bytes(from, to);
    }

    @Override
    ConsumerRecord<byte[], byte[]> record(int index) {
        return chunk.record(index);
    }

    @Override
    long offset(int index) {
        return chunk.offset(index);
    }

    @Override
    void finish(int index) {
        chunk.finish(index);
    }

    @Override
    boolean isFinished(int index) {
        return chunk.isFinished(index);
    }

    @Override
    int firstUnfinished(int from) {
        return Math.min(size, chunk.firstUnfinished(from));
    }

    @Override
    void truncate(int size) {
        bytes = chunk.bytes(0, size);
        this.size = size;
    }
}
