package io.racecar.dropwizard.command;

import io.racecar.ConsumerState;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Consumers that run, as the thread of a command sees them. */
final class Consumption {
    private static final Set<ConsumerState> ENDED = EnumSet.of(ConsumerState.STOPPED, ConsumerState.FAILED);
    private static final long LOOK_EVERY_MILLIS = 100;

    private final Racecar racecar;

    Consumption(Racecar racecar) {
        this.racecar = racecar;
    }

    /**
     * Waits until none of them is starting any more.
     *
     * @throws CommandFailedException if that takes too long, saying what each waits for
     */
    void awaitStarted(Duration longest) throws CommandFailedException, InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!starting().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailedException(
                        "Not all consumers run after " + longest.toSeconds() + " s: " + described(starting()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }

    /** Waits until each has stopped or failed; one that an operator starts again goes on. */
    void awaitEnd() throws InterruptedException {
        do {
            racecar.awaitStop();
        } while (!racecar.consumers().stream().allMatch(it -> ENDED.contains(it.state())));
    }

    /** @throws CommandFailedException if one of them failed, saying why */
    void checkFailures() throws CommandFailedException {
        List<ConsumerStatus> failed = in(ConsumerState.FAILED);
        if (!failed.isEmpty()) {
            throw new CommandFailedException(described(failed));
        }
    }

    private List<ConsumerStatus> starting() {
        return in(ConsumerState.STARTING);
    }

    private List<ConsumerStatus> in(ConsumerState state) {
        return racecar.consumers().stream().filter(it -> it.state() == state).toList();
    }

    private static String described(List<ConsumerStatus> consumers) {
        return consumers.stream()
                .map(it -> it.name() + " is " + it.state() + (it.lastError() == null ? "" : ": " + it.lastError()))
                .collect(Collectors.joining("; "));
    }
}
