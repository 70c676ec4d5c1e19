package io.racecar.engine.worker;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member does while it stops (S1): it goes round as before, so that the group counts on it, until that fails; then it only
 * hears what others want of it. Only the poll thread calls it.
 */
final class LastRounds {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** Between two looks where polling does not wait. */
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Membership loop;
    private final WorkerParts parts;

    LastRounds(Membership loop, WorkerParts parts) {
        this.loop = loop;
        this.parts = parts;
    }

    void run(BooleanSupplier until) {
        boolean working = true;
        while (!until.getAsBoolean()) {
            if (!working) {
                parts.doorbell().await(LOOK_NANOS);
                loop.signals().run();
                continue;
            }
            try {
                loop.runOnce();
            } catch (RuntimeException e) {
                working = false;
                LOG.warn("{}: polling failed while stopping: {}", parts.identity(), Committer.shortened(e));
            }
        }
    }
}
