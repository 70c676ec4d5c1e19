package io.racecar.dropwizard.metrics;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Timer;
import io.racecar.RacecarListener.HandlingFinished;
import io.racecar.RacecarListener.Polled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is counted and timed of one consumer. Thread-safe, without locks: handlers and poll threads call it. */
final class ConsumerFigures {
    private final Timer handling;
    private final Meter errors;
    private final Meter messages;
    private final Histogram batchSize;
    private final Timer polls;
    private final Meter polled;
    private final Meter pollErrors;
    private final Meter pauses;
    private final Timer paused;
    private final Meter skipped;
    private final Meter deadLetters;
    private final Meter stuck;
    private final Timer joins;
    private final Meter joinErrors;
    private final Timer leaves;
    private final Meter leaveErrors;

    ConsumerFigures(Timers timers) {
        handling = timers.timer(ConsumerMetric.HANDLING);
        errors = timers.meter(ConsumerMetric.ERRORS);
        messages = timers.meter(ConsumerMetric.MESSAGES);
        batchSize = timers.histogram(ConsumerMetric.BATCH_SIZE);
        polls = timers.timer(ConsumerMetric.POLLS);
        polled = timers.meter(ConsumerMetric.POLLED);
        pollErrors = timers.meter(ConsumerMetric.POLL_ERRORS);
        pauses = timers.meter(ConsumerMetric.PAUSES);
        paused = timers.timer(ConsumerMetric.PAUSED);
        skipped = timers.meter(ConsumerMetric.SKIPPED);
        deadLetters = timers.meter(ConsumerMetric.DEAD_LETTERS);
        stuck = timers.meter(ConsumerMetric.STUCK);
        joins = timers.timer(ConsumerMetric.JOINS);
        joinErrors = timers.meter(ConsumerMetric.JOIN_ERRORS);
        leaves = timers.timer(ConsumerMetric.LEAVES);
        leaveErrors = timers.meter(ConsumerMetric.LEAVE_ERRORS);
    }

    void handled(HandlingFinished event) {
        handling.update(event.duration());
        int count = event.started().messages().size();
        if (event.started().batch()) {
            batchSize.update(count);
        }
        if (event.error() == null) {
            messages.mark(count);
        } else {
            errors.mark();
        }
    }

    void polled(Polled event) {
        polls.update(event.duration());
        if (event.messages() > 0) {
            polled.mark(event.messages());
        }
        if (event.error() != null) {
            pollErrors.mark();
        }
    }

    void pauseBegan() {
        pauses.mark();
    }

    void pauseEnded(Duration time) {
        paused.update(time);
    }

    void skipped() {
        skipped.mark();
    }

    void deadLettered() {
        deadLetters.mark();
    }

    void stuck() {
        stuck.mark();
    }

    void joined(Duration time, @Nullable Throwable error) {
        note(joins, joinErrors, time, error);
    }

    void left(Duration time, @Nullable Throwable error) {
        note(leaves, leaveErrors, time, error);
    }

    private static void note(Timer done, Meter failed, Duration time, @Nullable Throwable error) {
        if (error == null) {
            done.update(time);
        } else {
            failed.mark();
        }
    }
}
