package io.racecar.engine.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The handler threads of one worker: as many as {@code concurrency} (L5). Thread-safe.
 *
 * <p>Its queue has no limit of its own, as each lane waits in it at most once, and one hook. It hands turns to waiting threads
 * without a lock: with one, the poll thread, which adds thousands of turns in a row, keeps those it has woken from it. Threads
 * wait for a permit, not for the queue: on JDK 17 a thread that waits for a LinkedTransferQueue's next element may spin until that
 * comes, if another asks meanwhile whether the queue is empty (JDK-8301341).
 */
final class HandlerPool implements HandlerThreads {
    private final Queue<Runnable> hooks = new ConcurrentLinkedQueue<>();

    /** One for each element of the queue. */
    private final Semaphore permits = new Semaphore(0);

    private final LinkedTransferQueue<Runnable> turns = new LinkedTransferQueue<>() {
        @Override
        public Runnable take() throws InterruptedException {
            Runnable hook = hooks.poll();
            if (hook != null) {
                return hook;
            }
            permits.acquire();
            return remove();
        }
    };
    private final ThreadPoolExecutor threads;
    private volatile Runnable last = () -> {};

    HandlerPool(int concurrency, ThreadFactory factory) {
        threads = new ThreadPoolExecutor(concurrency, concurrency, 0, TimeUnit.SECONDS, turns, factory) {
            @Override
            protected void terminated() {
                last.run();
            }
        };
        threads.prestartAllCoreThreads();
    }

    private void runHooks() {
        for (Runnable hook; (hook = hooks.poll()) != null; ) {
            hook.run();
        }
    }

    @Override
    public void execute(Runnable turn) {
        turns.add(turn);
        permits.release();
    }

    @Override
    public void executeFirst(Runnable hook) {
        hooks.add(hook);
        execute(this::runHooks); // or no thread would look before the next turn
    }

    @Override
    public boolean anyWaiting() {
        return !turns.isEmpty();
    }

    @Override
    public void finish(Runnable last) {
        this.last = last;
        threads.shutdown();
    }
}
