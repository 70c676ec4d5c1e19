package io.racecar.engine.worker;

import io.racecar.Consumer;
import io.racecar.Partition;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls the consumer's own hooks on handler threads, ahead of waiting turns: with {@code concurrency} 1 an instance is
 * never called by two threads at once. What a hook throws is logged and counted (F4). The poll thread calls this.
 */
final class Hooks {
    private final Identity identity;
    private final Consumer<?> consumer;
    private final HandlerThreads threads;
    private final Events events;
    private final Runnable teardown;
    private boolean tornDown;

    /** @param teardown ends the instance, once whatever number of workers share it */
    Hooks(Identity identity, Consumer<?> consumer, HandlerThreads threads, Events events, Runnable teardown) {
        this.identity = identity;
        this.consumer = consumer;
        this.threads = threads;
        this.events = events;
        this.teardown = teardown;
    }

    /** A hook that was asked for. */
    interface Call {
        boolean isDone();
    }

    /** @param whenDone runs on the handler thread */
    Call assigned(Set<Partition> added, Runnable whenDone) {
        return call("partitionsAssigned", () -> consumer.partitionsAssigned(added), whenDone);
    }

    Call revoked(Set<Partition> removed, Runnable whenDone) {
        return call("partitionsRevoked", () -> consumer.partitionsRevoked(removed), whenDone);
    }

    /** Waits behind a handler that still runs, for as long as it does. */
    Call teardown(Runnable whenDone) {
        tornDown = true;
        return call("teardown", teardown::run, whenDone);
    }

    /** Whether teardown was asked for. */
    boolean isTornDown() {
        return tornDown;
    }

    private Call call(String hook, Events.ThrowingRunnable code, Runnable whenDone) {
        AtomicBoolean done = new AtomicBoolean();
        threads.executeFirst(() -> {
            events.guard(hook + " of " + identity.consumer(), code);
            done.set(true);
            whenDone.run();
        });
        return done::get;
    }
}
