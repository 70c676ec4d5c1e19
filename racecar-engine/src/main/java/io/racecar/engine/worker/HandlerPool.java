package io.racecar.engine.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The handler threads of one worker: as many as {@code concurrency} (L5). Thread-safe.
 *
 * <p>Its queue has no limit of its own, as each lane waits in it at most once and each hook is waited for.
 */
final class HandlerPool implements HandlerThreads {
    private final LinkedBlockingDeque<Runnable> queue = new LinkedBlockingDeque<>();

    /** In their own order; for each there is a place at the head of the queue. */
    private final Queue<Runnable> hooks = new ConcurrentLinkedQueue<>();

    private final ThreadPoolExecutor threads;

    HandlerPool(int concurrency, ThreadFactory factory) {
        threads = new ThreadPoolExecutor(concurrency, concurrency, 0, TimeUnit.SECONDS, queue, factory);
        threads.prestartAllCoreThreads();
    }

    @Override
    public void execute(Runnable turn) {
        queue.addLast(turn);
    }

    @Override
    public void executeFirst(Runnable hook) {
        hooks.add(hook);
        queue.addFirst(() -> hooks.remove().run());
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }
}
