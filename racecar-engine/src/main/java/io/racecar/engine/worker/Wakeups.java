package io.racecar.engine.worker;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends polls of a client early: at most once each, and only while its thread is in one.
 *
 * <p>A wakeup may come so late that it hits the next blocking call instead. It must not be sent while that call begins: Kafka's
 * client can then hit two, one after the other. So the thread leaves a poll only when a wakeup that another has begun is sent.
 * Thread-safe.
 */
final class Wakeups {
    private enum State {
        BUSY,
        IN_POLL,
        WAKING,
        WOKEN
    }

    private final Runnable wakeUp;
    private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);

    /** @param wakeUp of the client; from any thread */
    Wakeups(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** From here on a poll can be woken up. */
    void begin() {
        state.set(State.IN_POLL);
    }

    /** From here on nothing is woken up; returns whether a poll could be. */
    boolean end() {
        for (State now = state.get(); ; now = state.get()) {
            if (now == State.WAKING) {
                Thread.yield(); // the other thread is about to be done
            } else if (state.compareAndSet(now, State.BUSY)) {
                return now != State.BUSY;
            }
        }
    }

    /** Ends a poll early; does nothing outside of one. Any thread. */
    void send() {
        if (state.compareAndSet(State.IN_POLL, State.WAKING)) {
            try {
                wakeUp.run();
            } finally {
                state.set(State.WOKEN);
            }
        }
    }
}
