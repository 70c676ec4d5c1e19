package io.racecar.engine.worker;

import io.racecar.engine.worker.Failures.Failing;

/** What becomes of messages that keep failing (F6). Thread-safe. */
interface GivingUp {
    /** Whether anything is. */
    boolean isEnabled();

    /** Whether what failed with that error, so often by now, is given up. */
    boolean takes(Throwable error, int attempt);

    /**
     * Keeps the messages of a handling elsewhere, as its outputs.
     *
     * @throws io.racecar.DeliveryException if that is refused at once
     */
    void send(Handling dead, Failing why);
}
