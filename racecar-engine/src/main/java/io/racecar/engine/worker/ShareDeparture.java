package io.racecar.engine.worker;

import io.racecar.RacecarListener.GroupLeft;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a client leaves its share group: in order (S1), for a while, or after an error (S3). */
final class ShareDeparture {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** A client that failed gets this long. */
    private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

    private final ShareLoop loop;
    private final WorkerParts parts;

    ShareDeparture(ShareLoop loop) {
        this.loop = loop;
        this.parts = loop.parts();
    }

    /** Running handlers may end, and what they handle is renewed meanwhile. */
    void inOrder(Deadline deadline, BooleanSupplier hurry) {
        loop.stopStarting();
        StopTimes times = StopTimes.of(deadline);
        LastRounds rounds = new LastRounds(loop, parts);
        rounds.run(() -> loop.holdings().isQuiet() || times.handlers().isOver() || hurry.getAsBoolean());
        if (!loop.holdings().isQuiet()) {
            LOG.warn(
                    "{}: handlers still run and are interrupted: {}",
                    parts.identity(),
                    loop.holdings().busy());
            loop.holdings().interrupt();
            Deadline interrupted = times.interrupted();
            rounds.run(() -> loop.holdings().isQuiet() || interrupted.isOver());
        }
        Hooks.Call teardown = parts.hooks().teardown(parts.doorbell()::ring);
        rounds.run(() -> teardown.isDone() || times.consumers().isOver());
        if (!teardown.isDone()) {
            LOG.warn("{}: teardown has not ended in time, or waits for a handler that has not", parts.identity());
        }
        leave(deadline);
    }

    /** Leaves everything to others: what a stuck handler holds up (L4), or what comes during a pause. */
    void forNow() {
        loop.stopStarting();
        leave(Deadline.in(parts.settings().requestTimeout(), parts.nanoTime()));
    }

    /** Acknowledges what is finished as well as that still works. */
    void afterError() {
        loop.stopStarting();
        leave(Deadline.in(AFTER_ERROR, parts.nanoTime()));
    }

    private void leave(Deadline deadline) {
        try {
            loop.giveBack(StopTimes.of(deadline).lastWords());
        } catch (KafkaException e) {
            LOG.warn("{}: the last acknowledgements failed: {}", parts.identity(), Committer.shortened(e));
        }
        loop.holdings().forgetAll();
        long begun = parts.nanoTime().getAsLong();
        RuntimeException error = null;
        try {
            loop.client().close(deadline.left());
        } catch (RuntimeException e) {
            error = e;
            LOG.warn("{}: closing the client failed: {}", parts.identity(), Committer.shortened(e));
        }
        GroupLeft event = new GroupLeft(
                parts.identity().consumer(),
                parts.identity().worker(),
                Duration.ofNanos(parts.nanoTime().getAsLong() - begun),
                error);
        parts.events().tell(it -> it.groupLeft(event));
    }
}
