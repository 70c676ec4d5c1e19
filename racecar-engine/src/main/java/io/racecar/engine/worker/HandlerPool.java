package io.racecar.engine.worker;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The handler threads of one worker: as many as {@code concurrency} (L5). Thread-safe.
 *
 * <p>Its queue has no limit of its own, as each lane waits in it at most once, and one hook.
 */
final class HandlerPool implements HandlerThreads {
    private final LinkedBlockingDeque<Runnable> queue = new LinkedBlockingDeque<>();
    private final ThreadPoolExecutor threads;
    private volatile Runnable last = () -> {};

    HandlerPool(int concurrency, ThreadFactory factory) {
        threads = new ThreadPoolExecutor(concurrency, concurrency, 0, TimeUnit.SECONDS, queue, factory) {
            @Override
            protected void terminated() {
                last.run();
            }
        };
        threads.prestartAllCoreThreads();
    }

    @Override
    public void execute(Runnable turn) {
        queue.addLast(turn);
    }

    @Override
    public void executeFirst(Runnable hook) {
        queue.addFirst(hook);
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    @Override
    public void finish(Runnable last) {
        this.last = last;
        threads.shutdown();
    }
}
