package io.racecar.engine.worker;

import io.racecar.BatchConsumer;
import io.racecar.BatchFailureException;
import io.racecar.Message;
import io.racecar.Partition;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.codec.RecordMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Hands a slice's messages to a {@link BatchConsumer}, at most so many at once. */
final class BatchHandler<V> implements SliceHandler {
    private final Identity identity;
    private final BatchConsumer<V> consumer;
    private final Decoder<V> decoder;
    private final int most;
    private final @Nullable Expiry expiry;
    private final LoggingContext log;
    private final Events events;
    private final LongSupplier nanoTime;

    BatchHandler(
            Identity identity,
            BatchConsumer<V> consumer,
            Decoder<V> decoder,
            int most,
            @Nullable Expiry expiry,
            LoggingContext log,
            Events events,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.consumer = consumer;
        this.decoder = decoder;
        this.most = most;
        this.expiry = expiry;
        this.log = log;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    @Override
    public @Nullable Failure handle(Lane<?> lane, Slice slice) {
        Observation observation = events.wanted() ? new Observation(identity, events, nanoTime) : null;
        LoggingContext.Turn context = log.turn(lane);
        int end = lane.turnEnd();
        while (lane.cursor() < end && !lane.wantsAttention()) {
            int from = slice.firstUnfinished(lane.cursor());
            int[] picked = unfinished(slice, from, lane.retryEnd() > from ? lane.retryEnd() : Math.max(from, end));
            if (picked.length == 0) {
                lane.advance(from);
                return null;
            }
            int behind = picked[picked.length - 1] + 1;
            int[] indexes = picked;
            if (expiry != null) {
                indexes = expiry.fresh(slice, picked);
                Failure unburied = expiry.skipAllBut(indexes, slice, picked);
                if (unburied != null) {
                    return unburied;
                }
                end = Math.min(lane.admittedTo(), end + picked.length - indexes.length); // they are not started
            }
            if (indexes.length == 0) {
                lane.advance(behind);
                continue;
            }
            context.handling(lane, slice.offset(indexes[0]));
            List<Message<V>> messages = messages(slice, indexes);
            BatchHandling handling = new BatchHandling(slice, indexes, messages);
            Failure failure = observation == null
                    ? call(messages, handling)
                    : observation.call(handling, messages, true, () -> consumer.processBatch(messages, handling));
            if (failure != null) {
                return failed(lane, slice, handling, failure);
            }
            handling.returned();
            lane.handled(indexes.length);
            lane.advance(behind);
        }
        return null;
    }

    private static boolean isOf(Partition partition, Message<?> message) {
        return message.partition() == partition.number() && message.topic().equals(partition.topic());
    }

    private int[] unfinished(Slice slice, int from, int to) {
        int[] indexes = new int[Math.min(most, to - from)];
        int count = 0;
        for (int i = from; i < to && count < indexes.length; i = slice.firstUnfinished(i + 1)) {
            indexes[count++] = i;
        }
        return count == indexes.length ? indexes : Arrays.copyOf(indexes, count);
    }

    private List<Message<V>> messages(Slice slice, int[] indexes) {
        List<Message<V>> messages = new ArrayList<>(indexes.length);
        for (int index : indexes) {
            messages.add(RecordMessage.of(slice.record(index), decoder));
        }
        return Collections.unmodifiableList(messages);
    }

    private @Nullable Failure call(List<Message<V>> messages, BatchHandling handling) {
        try {
            consumer.processBatch(messages, handling);
            return null;
        } catch (Throwable e) {
            return new Failure(handling, e, null);
        }
    }

    /** What is before the message that a {@link BatchFailureException} names is finished; the rest is one batch again. */
    private Failure failed(Lane<?> lane, Slice slice, BatchHandling handling, Failure failure) {
        int index = failure.error() instanceof BatchFailureException e && isOf(lane.partition(), e.failed())
                ? handling.failedAt(e.failed().offset())
                : -1;
        if (index <= slice.firstUnfinished(lane.cursor())) {
            handling.abandon();
            return failure;
        }
        int[] rest = handling.unfinishable();
        if (lane.isAtomic() && handling.leftTraces()) { // which nobody can tell from those of what is before
            handling.abandon();
            BatchHandling others = new BatchHandling(slice, rest, messages(slice, rest)).restOf(handling);
            return new Failure(others, failure.error(), failure.finished());
        }
        handling.returned();
        lane.advance(index);
        lane.handled(handling.finishable());
        return new Failure(new BatchHandling(slice, rest, messages(slice, rest)), failure.error(), failure.finished());
    }
}
