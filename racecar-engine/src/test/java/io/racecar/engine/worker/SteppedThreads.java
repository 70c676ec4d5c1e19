package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;

/** Handler threads that run only when a test says so, on the test's own thread. */
final class SteppedThreads implements HandlerThreads {
    private final int concurrency;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private Runnable last;
    private int running;
    private int ran;
    private boolean finishing;
    private boolean ended;

    SteppedThreads(int concurrency) {
        this.concurrency = concurrency;
    }

    @Override
    public void execute(Runnable turn) {
        assertThat(ended).isFalse();
        queue.addLast(turn);
    }

    @Override
    public void executeFirst(Runnable hook) {
        assertThat(ended).isFalse();
        queue.addFirst(hook);
    }

    @Override
    public boolean anyWaiting() {
        return !queue.isEmpty();
    }

    /** How many turns and hooks wait. */
    int waiting() {
        return queue.size();
    }

    @Override
    public void finish(Runnable task) {
        assertThat(finishing).isFalse();
        finishing = true;
        last = task;
    }

    /** Whether the last of all has been run, after which nothing may come. */
    boolean hasEnded() {
        return ended;
    }

    /** How many turns and hooks have begun. */
    int ran() {
        return ran;
    }

    /** Runs what is next; false if nothing waits, or every thread is in the middle of something. */
    boolean runNext() {
        if (running == concurrency) {
            return false;
        }
        Runnable next = queue.poll();
        if (next == null && running == 0 && finishing && !ended) {
            ended = true;
            next = last;
        }
        if (next == null) {
            return false;
        }
        running++;
        ran++;
        try {
            next.run();
        } finally {
            running--;
        }
        return true;
    }

    /** Runs all that waits, and what comes of it. */
    void runAll() {
        while (runNext()) {}
    }
}
