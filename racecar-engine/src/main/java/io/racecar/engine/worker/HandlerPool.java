package io.racecar.engine.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The handler threads of one worker: as many as {@code concurrency} (L5). Thread-safe.
 *
 * <p>Its queue has no limit of its own, as each lane waits in it at most once, and one hook. It hands turns to waiting threads
 * without a lock: with one, the poll thread, which adds thousands of turns in a row, keeps those it has woken from it.
 */
final class HandlerPool implements HandlerThreads {
    private final Queue<Runnable> hooks = new ConcurrentLinkedQueue<>();
    private final LinkedTransferQueue<Runnable> turns = new LinkedTransferQueue<>() {
        @Override
        public Runnable take() throws InterruptedException {
            Runnable hook = hooks.poll();
            return hook != null ? hook : super.take();
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
    }

    @Override
    public void executeFirst(Runnable hook) {
        hooks.add(hook);
        turns.add(this::runHooks); // or no thread would look before the next turn
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
