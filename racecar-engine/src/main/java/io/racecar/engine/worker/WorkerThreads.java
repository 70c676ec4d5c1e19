package io.racecar.engine.worker;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads named {@code racecar-<consumer>-<worker>-<role>}, so that a thread dump tells whose they are. */
final class WorkerThreads implements ThreadFactory {
    private final String name;
    private final boolean numbered;
    private final AtomicInteger count = new AtomicInteger();

    WorkerThreads(Identity identity, String role, boolean numbered) {
        this.name = "racecar-" + identity + "-" + role;
        this.numbered = numbered;
    }

    @Override
    public Thread newThread(Runnable task) {
        int number = count.getAndIncrement();
        Thread thread = new Thread(task, numbered ? name + "-" + number : name);
        thread.setDaemon(true);
        return thread;
    }
}
