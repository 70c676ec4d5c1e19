package io.racecar.dropwizard.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.LockFreeExponentiallyDecayingReservoir;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Timer;
import java.util.function.LongSupplier;

/**
 * Adds what is counted and timed, with reservoirs that handlers on several threads update without a lock and that stay small
 * whatever the rate is: a window of time would hold millions of values. {@link CountingMeter} says what is special about meters.
 */
record Timers(Registered registered, String prefix, LongSupplier nanoTime) {

    Meter meter(Entry entry) {
        return registered.add(Names.of(prefix, entry), Meter.class, new CountingMeter(nanoTime));
    }

    Timer timer(Entry entry) {
        return registered.add(
                Names.of(prefix, entry),
                Timer.class,
                new Timer(new CountingMeter(nanoTime), new Histogram(reservoir()), Clock.defaultClock()));
    }

    Histogram histogram(Entry entry) {
        return registered.add(Names.of(prefix, entry), Histogram.class, new Histogram(reservoir()));
    }

    private static Reservoir reservoir() {
        return LockFreeExponentiallyDecayingReservoir.builder().build();
    }
}
