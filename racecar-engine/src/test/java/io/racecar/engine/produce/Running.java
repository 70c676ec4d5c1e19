package io.racecar.engine.produce;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Something that a thread of its own does, and how it ended. */
final class Running {
    private final CompletableFuture<Throwable> end = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean interruptedAtEnd;

    private Running(Action action) {
        thread = new Thread(() -> {
            Throwable thrown = null;
            try {
                action.run();
            } catch (Throwable e) {
                thrown = e;
            }
            interruptedAtEnd = Thread.currentThread().isInterrupted();
            end.complete(thrown);
        });
    }

    static Running start(Action action) {
        Running running = new Running(action);
        running.thread.setDaemon(true);
        running.thread.start();
        return running;
    }

    interface Action {
        void run() throws Exception;
    }

    /** Waits until it waits, for a lock or for room. */
    Running awaitWaiting() {
        await().until(() -> thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING
                || end.isDone());
        return this;
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean hasEnded() {
        return end.isDone();
    }

    boolean wasInterruptedAtEnd() {
        return interruptedAtEnd;
    }

    /** What it threw, or null; at most 10 seconds later. */
    Throwable thrown() {
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
