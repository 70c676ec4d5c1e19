package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.Skipped;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Skips messages that are too old when it is their turn: they are finished unhandled, or go to the dead-letter topic.
 * Thread-safe.
 */
final class Expiry {
    private final Identity identity;
    private final ExpiryPolicy policy;
    private final DeadLetters deadLetters;
    private final Events events;
    private final WorkerListener worker;

    Expiry(Identity identity, ExpiryPolicy policy, DeadLetters deadLetters, Events events, WorkerListener worker) {
        this.identity = identity;
        this.policy = policy;
        this.deadLetters = deadLetters;
        this.events = events;
        this.worker = worker;
    }

    /** Never of a message that has no time. */
    boolean isOver(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() >= 0
                && policy.clock().millis() - record.timestamp() > policy.age().toMillis();
    }

    /**
     * Skips what is too old from the lane's cursor on, up to the first message that is not.
     *
     * @return why that is not possible: the dead-letter topic cannot be written; null if all is well
     */
    @Nullable Failure skipFirst(Lane<?> lane, Slice slice) {
        for (int i = lane.cursor(); i < lane.admittedTo() && !lane.wantsAttention(); lane.advance(++i)) {
            if (!slice.isFinished(i)) {
                if (!isOver(slice.record(i))) {
                    return null;
                }
                Failure unburied = skip(slice, i);
                if (unburied != null) {
                    return unburied;
                }
            }
        }
        return null;
    }

    /** Those of the messages at these indexes that are not too old. */
    int[] fresh(Slice slice, int[] indexes) {
        return Arrays.stream(indexes).filter(it -> !isOver(slice.record(it))).toArray();
    }

    /** As {@link #skip}, of the messages at these indexes that are not among the fresh ones; both in order. */
    @Nullable Failure skipAllBut(int[] fresh, Slice slice, int[] indexes) {
        int next = 0;
        for (int index : indexes) {
            if (next < fresh.length && fresh[next] == index) {
                next++;
            } else {
                Failure unburied = skip(slice, index);
                if (unburied != null) {
                    return unburied;
                }
            }
        }
        return null;
    }

    /**
     * Skips one message. What goes to the dead-letter topic is finished once that is acknowledged; nothing waits for it, as no
     * handler has seen it.
     *
     * @return why that is not possible: the dead-letter topic cannot be written; null if all is well
     */
    @Nullable Failure skip(Slice slice, int index) {
        Lane<?> lane = slice.lane();
        long offset = slice.offset(index);
        MessageHandling handling = new MessageHandling(slice, index);
        if (policy.buried()) {
            try {
                deadLetters.sendExpired(handling, policy.age(), () -> skipped(lane.partition(), offset));
            } catch (RuntimeException e) {
                handling.abandon();
                return new Failure(handling, e, null);
            }
        }
        lane.lanes().failures().bury(offset); // if it has failed, it does not recover
        handling.returned();
        if (!policy.buried() && !lane.isFenced()) { // or it is skipped elsewhere
            lane.whenCommitted(() -> skipped(lane.partition(), offset));
        }
        return null;
    }

    private void skipped(Partition partition, long offset) {
        worker.skipped();
        Skipped event = new Skipped(identity.consumer(), partition, offset, Skipped.MESSAGE_EXPIRY);
        events.tell(it -> it.skipped(event));
    }
}
