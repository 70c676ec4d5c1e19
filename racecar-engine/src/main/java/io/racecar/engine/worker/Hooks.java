package io.racecar.engine.worker;

import io.racecar.Consumer;
import io.racecar.Partition;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls the consumer's own hooks on handler threads, ahead of waiting turns and one after the other: with
 * {@code concurrency} 1 an instance is never called by two threads at once. What a hook throws is logged and counted (F4).
 * The poll thread calls this.
 */
final class Hooks {
    private final Identity identity;
    private final Consumer<?> consumer;
    private final HandlerThreads threads;
    private final Events events;
    private final Runnable teardown;
    private final AtomicBoolean ending = new AtomicBoolean();

    /** The first of them waits for a thread or runs. Guarded by itself. */
    private final Queue<Runnable> calls = new ArrayDeque<>();

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

    /** The last call, after which the threads end: it comes when no handler runs any more, however long that takes (S1). */
    Call teardown(Runnable whenDone) {
        AtomicBoolean done = new AtomicBoolean();
        if (ending.compareAndSet(false, true)) {
            threads.finish(() -> run("teardown", teardown::run, done, whenDone));
        }
        return done::get;
    }

    /** Whether {@link #teardown} has been asked for. */
    boolean isEnding() {
        return ending.get();
    }

    private Call call(String hook, Events.ThrowingRunnable code, Runnable whenDone) {
        AtomicBoolean done = new AtomicBoolean();
        synchronized (calls) {
            calls.add(() -> run(hook, code, done, whenDone));
            if (calls.size() == 1) {
                threads.executeFirst(this::runNext);
            }
        }
        return done::get;
    }

    private void run(String hook, Events.ThrowingRunnable code, AtomicBoolean done, Runnable whenDone) {
        events.guard(hook + " of " + identity.consumer(), code);
        done.set(true);
        whenDone.run();
    }

    private void runNext() {
        Runnable next;
        synchronized (calls) {
            next = calls.element();
        }
        try {
            next.run();
        } finally {
            synchronized (calls) {
                calls.remove();
                if (!calls.isEmpty()) {
                    threads.executeFirst(this::runNext);
                }
            }
        }
    }
}
