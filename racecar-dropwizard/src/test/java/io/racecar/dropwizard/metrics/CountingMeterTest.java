package io.racecar.dropwizard.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountingMeterTest {
    private final AtomicLong nanos = new AtomicLong(5);
    private final CountingMeter meter = new CountingMeter(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void countsAtOnce() {
        meter.mark();
        meter.mark(4);

        assertThat(meter.getCount()).isEqualTo(5);
    }

    @Test
    void hasNoRateBeforeTimePasses() {
        meter.mark();

        assertThat(meter.getMeanRate()).isZero();
        assertThat(meter.getOneMinuteRate()).isZero();
    }

    @Test
    void ratesAreTheMeanUntilTheyAreReadForTheFirstTime() {
        meter.mark(600);
        pass(Duration.ofMinutes(1));

        assertThat(meter.getMeanRate()).isEqualTo(10);
        assertThat(meter.getOneMinuteRate()).isEqualTo(10);
        assertThat(meter.getFifteenMinuteRate()).isEqualTo(10);
    }

    @Test
    void ratesFadeAsExponentialAveragesDo() {
        meter.mark(600);
        pass(Duration.ofMinutes(1));
        meter.getOneMinuteRate();

        pass(Duration.ofMinutes(1));

        assertThat(meter.getOneMinuteRate()).isCloseTo(10 * Math.exp(-1), within(1e-9));
        assertThat(meter.getFiveMinuteRate()).isCloseTo(10 * Math.exp(-0.2), within(1e-9));
        assertThat(meter.getFifteenMinuteRate()).isCloseTo(10 * Math.exp(-1 / 15.0), within(1e-9));
        assertThat(meter.getMeanRate()).isEqualTo(5);
    }

    @Test
    void howOftenItIsReadDoesNotMatterForASteadyRate() {
        for (int i = 0; i < 100; i++) {
            meter.mark(20);
            pass(Duration.ofSeconds(2));
            if (i % 3 == 0) {
                meter.getOneMinuteRate();
            }
        }

        assertThat(meter.getOneMinuteRate()).isCloseTo(10, within(1e-9));
    }
}
