package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.RacecarListener.HandlingFinished;
import io.racecar.RacecarListener.HandlingStarted;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds the calls of one turn with events; made only where somebody listens.
 *
 * <p>The end of one call is the start of the next, so the clock is read once per message.
 */
final class Observation {
    private final Identity identity;
    private final Events events;
    private final LongSupplier nanoTime;
    private long begun;

    Observation(Identity identity, Events events, LongSupplier nanoTime) {
        this.identity = identity;
        this.events = events;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    @Nullable Failure call(
            Handling handling, List<? extends Message<?>> messages, boolean batch, Events.ThrowingRunnable handler) {
        Lane<?> lane = handling.lane();
        HandlingStarted started = new HandlingStarted(
                identity.consumer(), lane.partition(), messages, batch, lane.attempt(handling.firstOffset()));
        events.tell(it -> it.handlingStarted(started));
        try {
            handler.run();
        } catch (Throwable e) {
            return new Failure(handling, e, new HandlingFinished(started, lap(), e));
        }
        HandlingFinished finished = new HandlingFinished(started, lap(), null);
        events.tell(it -> it.handlingFinished(finished));
        return null;
    }

    private Duration lap() {
        long now = nanoTime.getAsLong();
        Duration taken = Duration.ofNanos(now - begun);
        begun = now;
        return taken;
    }
}
