package io.racecar.engine.worker;

import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Virtual threads, at most {@code concurrency} at once (L5), that live as long as something waits. Thread-safe.
 *
 * <p>Its queue has no limit of its own, as each lane waits in it at most once, and one hook.
 */
final class VirtualHandlerThreads implements HandlerThreads {
    private final int concurrency;
    private final ThreadFactory factory;
    private final LinkedBlockingDeque<Runnable> queue = new LinkedBlockingDeque<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Runnable last = () -> {};
    private volatile boolean finishing;

    VirtualHandlerThreads(int concurrency, ThreadFactory factory) {
        this.concurrency = concurrency;
        this.factory = factory;
    }

    @Override
    public void execute(Runnable turn) {
        queue.addLast(turn);
        startIfFree();
    }

    @Override
    public void executeFirst(Runnable hook) {
        queue.addFirst(hook);
        startIfFree();
    }

    private void startIfFree() {
        for (int now = running.get(); now < concurrency; now = running.get()) {
            if (running.compareAndSet(now, now + 1)) {
                start();
                return;
            }
        }
    }

    private void start() {
        boolean started = false;
        try {
            factory.newThread(this::work).start();
            started = true;
        } finally {
            if (!started) { // what waits is taken up by those that run, or by the next call
                running.decrementAndGet();
            }
        }
    }

    private void work() {
        try {
            for (Runnable next; (next = queue.pollFirst()) != null; ) {
                Thread.interrupted(); // was meant for what ran before
                next.run();
            }
        } finally {
            running.decrementAndGet();
            endOrGoOn();
        }
    }

    private void endOrGoOn() {
        if (!queue.isEmpty()) {
            startIfFree(); // it came after this thread had looked, and before it was counted out
        } else if (finishing && running.get() == 0 && ended.compareAndSet(false, true)) {
            last.run();
        }
    }

    @Override
    public boolean anyWaiting() {
        return !queue.isEmpty();
    }

    @Override
    public void finish(Runnable last) {
        this.last = last;
        finishing = true;
        startIfFree(); // whoever ends last looks whether it was the last of all
    }
}
