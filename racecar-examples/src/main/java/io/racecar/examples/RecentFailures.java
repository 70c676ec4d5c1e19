package io.racecar.examples;

import io.racecar.ErrorHandler;
import io.racecar.ErrorInfo;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the latest failures of consumers, where an application would tell its error tracker. Thread-safe. */
final class RecentFailures implements ErrorHandler {

    private static final int KEPT = 20;

    private final Clock clock;
    private final Deque<Failure> failures = new ArrayDeque<>();

    RecentFailures(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void handle(Throwable error, ErrorInfo info) {
        if (failures.size() == KEPT) {
            failures.removeLast();
        }
        failures.addFirst(new Failure(
                clock.instant(), info.consumer(), info.first().toString(), info.attempt(), error.toString()));
    }

    /** The latest first. */
    synchronized List<Failure> latest() {
        return List.copyOf(failures);
    }
}
