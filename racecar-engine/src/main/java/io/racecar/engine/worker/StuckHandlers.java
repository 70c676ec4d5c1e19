package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.RacecarListener.HandlerStuck;
import io.racecar.RacecarListener.HandlingStarted;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports handlers that run too long, and decides whether the worker leaves the group because of one (L4): not if another
 * member was stuck on the same message before, or it would walk through the group. Only the poll thread calls it.
 */
final class StuckHandlers {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Identity identity;
    private final Events events;
    private final String limit;
    private boolean mustLeave;

    /** @param limit the setting that says how long is too long */
    StuckHandlers(Identity identity, Events events, String limit) {
        this.identity = identity;
        this.events = events;
        this.limit = limit;
    }

    /** @param partition whose lane it is; null if that has been taken away, and the handler only keeps its thread (R1) */
    void report(Lane<?> lane, @Nullable AssignedPartition partition, Duration running) {
        ConsumerRecord<byte[], byte[]> handled = lane.atWork();
        if (handled == null) {
            return; // it has returned just now
        }
        boolean stays = partition != null && partition.stuckBefore(handled.offset()) > 0;
        report(lane, handled, running, stays);
        if (!stays && partition != null) {
            partition.countStuck(handled.offset());
        }
    }

    /** As {@link #report(Lane, AssignedPartition, Duration)}, of a message that no other member had before. */
    void reportShared(Lane<?> lane, Duration running) {
        ConsumerRecord<byte[], byte[]> handled = lane.atWork();
        if (handled != null) {
            report(lane, handled, running, lane.attempt(handled.offset()) > 1);
        }
    }

    private void report(Lane<?> lane, ConsumerRecord<byte[], byte[]> handled, Duration running, boolean stays) {
        List<StackTraceElement> stack = lane.stack();
        LOG.warn(
                "{}: the handler of {}@{} has been running for {} s, longer than {}; {}. It is at:{}",
                identity,
                lane.partition(),
                handled.offset(),
                running.toSeconds(),
                limit,
                stays ? "it was in other hands before, so it stays here" : "leaving the group so that others take over",
                text(stack));
        List<? extends Message<?>> messages = List.of(lane.message(handled));
        HandlingStarted started = new HandlingStarted(
                identity.consumer(), lane.partition(), messages, false, lane.attempt(handled.offset()));
        events.tell(it -> it.handlerStuck(new HandlerStuck(started, running, stack)));
        mustLeave |= !stays;
    }

    private static String text(List<StackTraceElement> stack) {
        StringBuilder text = new StringBuilder();
        stack.forEach(it -> text.append("\n\tat ").append(it));
        return text.toString();
    }

    boolean mustLeave() {
        return mustLeave;
    }
}
