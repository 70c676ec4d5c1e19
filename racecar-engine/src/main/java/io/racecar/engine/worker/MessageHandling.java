package io.racecar.engine.worker;

import io.racecar.Message;
import java.util.List;

/** The handling of one message. */
final class MessageHandling extends Handling {
    private final Chunk chunk;

    /** In the chunk; its complement once closed. */
    private volatile int index;

    MessageHandling(Chunk chunk, int index) {
        this.chunk = chunk;
        this.index = index;
    }

    private int index() {
        int now = index;
        return now < 0 ? ~now : now;
    }

    @Override
    Lane<?> lane() {
        return chunk.lane();
    }

    @Override
    List<? extends Message<?>> messages() {
        return List.of(chunk.lane().message(chunk.record(index())));
    }

    @Override
    long firstOffset() {
        return chunk.record(index()).offset();
    }

    @Override
    int end() {
        return index() + 1;
    }

    @Override
    void finish() {
        int finished = index();
        chunk.finish(finished);
        chunk.lane().succeeded(chunk, finished);
    }

    @Override
    boolean isClosed() {
        return index < 0;
    }

    @Override
    void markClosed() {
        index = ~index();
    }

    @Override
    public String toString() {
        return lane().partition() + "@" + firstOffset();
    }
}
