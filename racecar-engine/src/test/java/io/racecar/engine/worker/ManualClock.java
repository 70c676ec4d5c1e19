package io.racecar.engine.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that passes only when a test says so; its numbers overflow after a minute, as those of nanoTime may. */
final class ManualClock implements LongSupplier {
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    @Override
    public long getAsLong() {
        return now;
    }

    void pass(Duration duration) {
        now += duration.toNanos();
    }
}
