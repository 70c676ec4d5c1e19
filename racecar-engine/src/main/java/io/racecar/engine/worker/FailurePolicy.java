package io.racecar.engine.worker;

import io.racecar.ErrorHandler;
import io.racecar.ErrorInfo;
import io.racecar.Partition;
import io.racecar.RacecarListener.HandlingFinished;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed handling costs: who is told, and how long its lane pauses (F1, F2, F3, F7). */
final class FailurePolicy {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Identity identity;
    private final ErrorHandler errorHandler;
    private final PausePolicy pauses;
    private final LoggingContext log;
    private final Events events;
    private final LogBudget budget = new LogBudget();
    private final LogBudget recoveries = new LogBudget();
    private final LongAdder count = new LongAdder();

    FailurePolicy(Identity identity, ErrorHandler errorHandler, PausePolicy pauses, LoggingContext log, Events events) {
        this.identity = identity;
        this.errorHandler = errorHandler;
        this.pauses = pauses;
        this.log = log;
        this.events = events;
    }

    /** Whether the consumer must stop (F3, F7). */
    boolean stopsConsumer(Throwable error) {
        return pauses.stopsConsumer() || isOfTheJvm(error);
    }

    /** Whether nothing in this process can be trusted after that error, which says nothing about the message (F7). */
    static boolean isOfTheJvm(Throwable error) {
        return error instanceof OutOfMemoryError || error instanceof InternalError;
    }

    /** Tells the error handler, on the handler's thread, before the pause (F1). */
    void tell(Failure failure, int attempt) {
        count.increment();
        log.failed(failure.handling().lane(), failure.offset(), attempt);
        var messages = failure.handling().messages();
        ErrorInfo info = new ErrorInfo(
                identity.consumer(),
                identity.groupId(),
                failure.handling().lane().partition(),
                messages,
                attempt);
        events.guard("the error handler of " + identity.consumer(), () -> errorHandler.handle(failure.error(), info));
        tellEnd(failure);
    }

    /** Tells only that the handling has ended: it was interrupted, so its failure is not the message's. */
    void tellEnd(Failure failure) {
        HandlingFinished finished = failure.finished();
        if (finished != null) {
            events.tell(it -> it.handlingFinished(finished));
        }
    }

    /** Handlings that failed so far. Any thread. */
    long count() {
        return count.sum();
    }

    /** A message that had failed is finished. */
    void recovered(Partition partition, long offset, int attempt, long now) {
        int unlogged = recoveries.take(now);
        if (unlogged > 0) {
            LOG.info("{}: {} more that had failed have succeeded", identity.consumer(), unlogged);
        }
        if (unlogged >= 0) {
            LOG.info("{}: {}@{} succeeded at attempt {}", identity.consumer(), partition, offset, attempt);
        }
    }

    LanePause pause(Failure failure, int attempt, long now, @Nullable String key) {
        Duration duration = pauses.after(attempt);
        int unlogged = budget.take(now);
        if (unlogged > 0) {
            LOG.warn("{}: {} more failures were not logged", identity.consumer(), unlogged);
        }
        if (unlogged >= 0) {
            log(failure, attempt, duration);
        }
        return new LanePause(failure.offset(), now, duration, key, failure.error());
    }

    private void log(Failure failure, int attempt, @Nullable Duration pause) {
        String text = "{}: {} failed at attempt {}, {}";
        String then = pause == null
                ? "paused until it is resumed, retried or skipped"
                : "next attempt in " + pause.toMillis() + " ms";
        if (attempt == 1) {
            LOG.warn(text, identity.consumer(), failure.handling(), attempt, then, failure.error());
        } else {
            LOG.warn(
                    text + ": {}",
                    identity.consumer(),
                    failure.handling(),
                    attempt,
                    then,
                    failure.error().toString());
        }
    }
}
