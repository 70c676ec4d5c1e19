package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.worker.Failures.Failing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives messages of a share group up before the brokers would: to the dead-letter topic, or for good where that is what the
 * configuration says (G1). Thread-safe.
 */
final class ShareGivingUp implements GivingUp {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final String DROPPED = "deadLetter.onGiveUp: drop";

    private final WorkerParts parts;
    private final boolean drop;
    private volatile int attempts = Integer.MAX_VALUE;

    ShareGivingUp(WorkerParts parts, boolean drop) {
        this.parts = parts;
        this.drop = drop;
    }

    /** From now on, on that failure of a message. */
    void after(int failures) {
        attempts = failures;
    }

    /** Whether trying again elsewhere is over after so many failures. */
    boolean isDue(int failures) {
        return failures >= attempts;
    }

    @Override
    public boolean isEnabled() {
        return true;
    }

    @Override
    public boolean takes(Throwable error, int attempt) {
        return drop
                ? parts.deadLetters().isHopeless(error, attempt, attempts)
                : parts.deadLetters().takes(error, attempt, attempts);
    }

    @Override
    public void send(Handling dead, Failing why) {
        if (!drop) {
            parts.deadLetters().send(dead, why);
            return;
        }
        LOG.warn(
                "{}: {} is dropped after {} failed attempts, as deadLetter.onGiveUp says: {}",
                parts.identity(),
                dead,
                why.attempts(),
                why.error().toString());
        for (Message<?> it : dead.messages()) {
            parts.listener().skipped();
            Skipped event = new Skipped(parts.identity().consumer(), dead.lane().partition(), it.offset(), DROPPED);
            parts.events().tell(told -> told.skipped(event));
        }
    }
}
