package io.racecar.engine;

import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.engine.ListenerWatch.Call;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one, told in their order; one that throws does not keep an event from the next (F4). */
final class Listeners implements RacecarListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** A listener that throws for each message must not fill the log. */
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final RacecarListener[] listeners;
    private final ListenerWatch watch;
    private final LongAdder failures = new LongAdder();
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    Listeners(List<? extends RacecarListener> listeners, ListenerWatch watch) {
        this.listeners = listeners.toArray(RacecarListener[]::new);
        this.watch = watch;
    }

    /** Calls on threads that the loop depends on: one that takes long is told of. */
    private void each(String name, Consumer<RacecarListener> event) {
        each(it -> {
            Call call = watch.begins(it, name);
            try {
                tell(it, event);
            } finally {
                watch.ends(call);
            }
        });
    }

    /** No call leaves its thread interrupted: to Kafka's client that would be the order to give up. */
    private static void tell(RacecarListener listener, Consumer<RacecarListener> event) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        try {
            event.accept(listener);
        } finally {
            if (!interrupted) {
                Thread.interrupted();
            }
        }
    }

    private void each(Consumer<RacecarListener> event) {
        for (RacecarListener it : listeners) {
            try {
                event.accept(it);
            } catch (Throwable e) {
                failed(it, e);
            }
        }
    }

    private void failed(RacecarListener listener, Throwable error) {
        failures.increment();
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
            LOG.warn(
                    "the listener {} failed, which changes nothing for the messages; {} failures of listeners by now",
                    listener.getClass().getName(),
                    failures.sum(),
                    error);
        }
    }

    @Override
    public void stateChanged(StateChanged event) {
        each("stateChanged", it -> it.stateChanged(event));
    }

    @Override
    public void groupJoined(GroupJoined event) {
        each("groupJoined", it -> it.groupJoined(event));
    }

    @Override
    public void groupLeft(GroupLeft event) {
        each("groupLeft", it -> it.groupLeft(event));
    }

    @Override
    public void partitionsAssigned(PartitionsAssigned event) {
        each("partitionsAssigned", it -> it.partitionsAssigned(event));
    }

    @Override
    public void partitionsRevoked(PartitionsRevoked event) {
        each("partitionsRevoked", it -> it.partitionsRevoked(event));
    }

    @Override
    public void polled(Polled event) {
        each("polled", it -> it.polled(event));
    }

    @Override
    public void handlingStarted(HandlingStarted event) {
        each(it -> it.handlingStarted(event));
    }

    @Override
    public void handlingFinished(HandlingFinished event) {
        each(it -> it.handlingFinished(event));
    }

    @Override
    public void handlerStuck(HandlerStuck event) {
        each("handlerStuck", it -> it.handlerStuck(event));
    }

    @Override
    public void lanePaused(LanePaused event) {
        each("lanePaused", it -> it.lanePaused(event));
    }

    @Override
    public void laneResumed(LaneResumed event) {
        each("laneResumed", it -> it.laneResumed(event));
    }

    @Override
    public void skipped(Skipped event) {
        each("skipped", it -> it.skipped(event));
    }

    @Override
    public void deadLettered(DeadLettered event) {
        each("deadLettered", it -> it.deadLettered(event));
    }

    @Override
    public void produced(Produced event) {
        each(it -> it.produced(event));
    }

    @Override
    public void delivered(Delivered event) {
        each(it -> {
            watch.deliveryBegins(it);
            try {
                tell(it, listener -> listener.delivered(event));
            } finally {
                watch.deliveryEnds();
            }
        });
    }

    @Override
    public OutgoingMessage producing(OutgoingMessage message) {
        OutgoingMessage changed = message;
        for (RacecarListener it : listeners) {
            try {
                changed = Objects.requireNonNull(it.producing(changed), "producing must not return null");
            } catch (Throwable e) {
                failed(it, e);
            }
        }
        return changed;
    }
}
