package io.racecar.dropwizard.command;

import io.racecar.ConsumerState;
import io.racecar.RacecarListener;
import io.racecar.engine.Racecar;
import org.jspecify.annotations.Nullable;

/**
 * Asks all consumers to stop, once there are any: at the first signal, or when one of them fails, because a process that goes
 * on without it would be seen as well by whoever supervises it. A second signal is passed on, so that handlers are
 * interrupted (S1). Thread-safe.
 */
final class Stopper implements RacecarListener {
    private @Nullable Racecar racecar;
    private boolean requested;
    private boolean signalled;

    synchronized void use(Racecar started) {
        racecar = started;
        if (requested) {
            started.stop();
        }
    }

    @Override
    public void stateChanged(StateChanged event) {
        if (event.to() == ConsumerState.FAILED) {
            request();
        }
    }

    /**
     * A signal has come.
     *
     * @param end ends the process: a second signal does where there is nothing to stop in order, as something else hangs
     */
    void signal(Runnable end) {
        if (!stopsInOrder()) {
            end.run();
        }
    }

    private synchronized boolean stopsInOrder() {
        Racecar started = racecar;
        boolean again = signalled;
        if (again && started != null) {
            started.stop();
        }
        signalled = true;
        request();
        return !again || started != null;
    }

    /** Stops, unless that was asked for before. */
    synchronized void request() {
        Racecar started = racecar;
        if (!requested && started != null) {
            started.stop();
        }
        requested = true;
    }
}
