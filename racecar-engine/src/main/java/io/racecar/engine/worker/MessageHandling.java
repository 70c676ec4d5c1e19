package io.racecar.engine.worker;

import io.racecar.Message;
import java.util.List;

/** The handling of one message. */
final class MessageHandling extends Handling {
    private final Slice slice;

    /** In the slice; its complement once closed. */
    private volatile int index;

    MessageHandling(Slice slice, int index) {
        this.slice = slice;
        this.index = index;
    }

    private int index() {
        int now = index;
        return now < 0 ? ~now : now;
    }

    @Override
    Lane<?> lane() {
        return slice.lane();
    }

    @Override
    List<? extends Message<?>> messages() {
        return List.of(slice.lane().message(slice.record(index())));
    }

    @Override
    long firstOffset() {
        return slice.offset(index());
    }

    @Override
    int end() {
        return index() + 1;
    }

    @Override
    Handling toBury(Throwable error) {
        return new MessageHandling(slice, index());
    }

    @Override
    void finish() {
        int finished = index();
        slice.finish(finished);
        slice.lane().succeeded(slice, finished);
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
