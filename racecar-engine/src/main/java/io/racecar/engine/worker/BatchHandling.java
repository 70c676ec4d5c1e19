package io.racecar.engine.worker;

import io.racecar.BatchFailureException;
import io.racecar.Message;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The handling of a batch: the unfinished messages of a slice between two indexes. */
final class BatchHandling extends Handling {
    private final Slice slice;
    private final int[] indexes;
    private final List<? extends Message<?>> messages;
    private int finishable;

    /** The handling of which this is the rest, with all that its handler produced; null if there is none. */
    private @Nullable BatchHandling whole;

    private volatile boolean closed;

    BatchHandling(Slice slice, int[] indexes, List<? extends Message<?>> messages) {
        this.slice = slice;
        this.indexes = indexes;
        this.messages = messages;
        this.finishable = indexes.length;
    }

    /** As the rest of that handling, whose handler produced something. */
    BatchHandling restOf(BatchHandling handling) {
        whole = handling;
        return this;
    }

    @Override
    boolean leftTraces() {
        return whole == null ? super.leftTraces() : whole.leftTraces();
    }

    @Override
    boolean isBlamed() {
        return whole == null ? super.isBlamed() : whole.isBlamed();
    }

    @Override
    Lane<?> lane() {
        return slice.lane();
    }

    @Override
    List<? extends Message<?>> messages() {
        return messages;
    }

    @Override
    long firstOffset() {
        return messages.get(0).offset();
    }

    @Override
    int end() {
        return indexes[indexes.length - 1] + 1;
    }

    /** Only the message that is to blame, if the handler has named it; else what its handler had done. */
    @Override
    Handling toBury(Throwable error) {
        boolean named = error instanceof BatchFailureException e && e.failed().offset() == firstOffset();
        return named
                ? new MessageHandling(slice, indexes[0])
                : new BatchHandling(slice, Arrays.copyOf(indexes, finishable), messages.subList(0, finishable));
    }

    @Override
    void finish() {
        for (int i = 0; i < finishable; i++) {
            slice.finish(indexes[i]);
            slice.lane().succeeded(slice, indexes[i]);
        }
    }

    int finishable() {
        return finishable;
    }

    /** Where in the slice the others are, from the message on at which the handler failed. */
    int[] unfinishable() {
        return Arrays.copyOfRange(indexes, finishable, indexes.length);
    }

    /**
     * The handler failed at the message with that offset and is done with what is before it.
     *
     * @return the index in the slice where the failed message is, or -1 if it is not of this batch
     */
    int failedAt(long offset) {
        for (int i = 0; i < indexes.length; i++) {
            if (messages.get(i).offset() == offset) {
                finishable = i;
                return indexes[i];
            }
        }
        return -1;
    }

    @Override
    boolean isClosed() {
        return closed;
    }

    @Override
    void markClosed() {
        closed = true;
    }

    @Override
    public String toString() {
        return lane().partition() + "@" + firstOffset() + ".."
                + messages.get(messages.size() - 1).offset();
    }
}
