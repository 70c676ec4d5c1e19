package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.codec.RecordMessage;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Hands a slice's messages to a {@link MessageConsumer}, one by one: the hot path. */
final class MessageHandler<V> implements SliceHandler {
    private final Identity identity;
    private final MessageConsumer<V> consumer;
    private final Decoder<V> decoder;
    private final @Nullable Expiry expiry;
    private final LoggingContext log;
    private final Events events;
    private final LongSupplier nanoTime;

    MessageHandler(
            Identity identity,
            MessageConsumer<V> consumer,
            Decoder<V> decoder,
            @Nullable Expiry expiry,
            LoggingContext log,
            Events events,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.consumer = consumer;
        this.decoder = decoder;
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
        for (int i = lane.cursor(); i < end; lane.advance(++i)) {
            if (lane.wantsAttention()) {
                return null;
            }
            if (slice.isFinished(i)) {
                continue;
            }
            if (expiry != null && expiry.isOver(slice.record(i))) {
                Failure unburied = expiry.skip(slice, i);
                if (unburied != null) {
                    return unburied;
                }
                end = Math.min(lane.admittedTo(), end + 1); // it is not one of those that may be started
                continue;
            }
            context.handling(lane, slice.offset(i));
            MessageHandling handling = new MessageHandling(slice, i);
            Message<V> message = RecordMessage.of(slice.record(i), decoder);
            Failure failure = observation == null
                    ? call(message, handling)
                    : observation.call(handling, List.of(message), false, () -> consumer.process(message, handling));
            if (failure != null) {
                handling.abandon();
                return failure;
            }
            handling.returned();
            lane.handled(1);
        }
        return null;
    }

    private @Nullable Failure call(Message<V> message, MessageHandling handling) {
        try {
            consumer.process(message, handling);
            return null;
        } catch (Throwable e) {
            return new Failure(handling, e, null);
        }
    }
}
