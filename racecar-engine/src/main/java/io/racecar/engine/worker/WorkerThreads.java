package io.racecar.engine.worker;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads named {@code racecar-<consumer>-<worker>-<role>}, so that a thread dump tells whose they are. */
final class WorkerThreads implements ThreadFactory {
    private final String name;
    private final boolean numbered;
    private final AtomicInteger count = new AtomicInteger();

    /** Virtual ones; only where the JVM has them. */
    static ThreadFactory virtual(Identity identity) {
        try { // not in the language level, which is 17
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            builder = type.getMethod("name", String.class, long.class)
                    .invoke(builder, "racecar-" + identity + "-run-", 0L);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no virtual threads; set virtualThreads to false", e);
        }
    }

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
