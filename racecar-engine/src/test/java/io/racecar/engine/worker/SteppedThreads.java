package io.racecar.engine.worker;

import java.util.ArrayDeque;
import java.util.Queue;

/** Handler threads that run only when a test says so, on the test's own thread; hooks first. */
final class SteppedThreads implements HandlerThreads {
    private final int concurrency;
    private final Queue<Runnable> hooks = new ArrayDeque<>();
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private int running;
    private int ran;
    private boolean shutDown;

    SteppedThreads(int concurrency) {
        this.concurrency = concurrency;
    }

    @Override
    public void execute(Runnable turn) {
        turns.add(turn);
    }

    @Override
    public void executeFirst(Runnable hook) {
        hooks.add(hook);
    }

    @Override
    public int waiting() {
        return hooks.size() + turns.size();
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    /** How many turns and hooks have begun. */
    int ran() {
        return ran;
    }

    boolean isShutDown() {
        return shutDown;
    }

    /** Runs what waits longest, hooks first; false if nothing waits, or every thread is in the middle of something. */
    boolean runNext() {
        if (running == concurrency || waiting() == 0) {
            return false;
        }
        running++;
        ran++;
        try {
            (hooks.isEmpty() ? turns : hooks).remove().run();
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
