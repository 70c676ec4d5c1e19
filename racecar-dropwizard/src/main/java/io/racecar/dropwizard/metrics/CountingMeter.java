package io.racecar.dropwizard.metrics;

import com.codahale.metrics.Meter;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A meter that only counts: its rates are worked out when somebody reads them, from how much has come since they were read
 * last. The usual one looks at the clock and updates three averages each time, for each message. Thread-safe, and without
 * locks where it counts.
 *
 * <p>As there, the rates are exponentially weighted moving averages; those of the time before the first reading are the mean.
 */
final class CountingMeter extends Meter {
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final LongAdder count = new LongAdder();
    private final LongSupplier nanoTime;
    private final long start;
    private final Average one = new Average(Duration.ofMinutes(1));
    private final Average five = new Average(Duration.ofMinutes(5));
    private final Average fifteen = new Average(Duration.ofMinutes(15));
    private long readAt;
    private long readCount;

    CountingMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.readAt = start;
    }

    /** Guarded by the meter. */
    private static final class Average {
        private final double window;
        private double rate = Double.NaN;

        Average(Duration window) {
            this.window = window.toNanos();
        }

        /** Takes in the mean rate of so many nanoseconds. */
        void update(double mean, double nanos) {
            rate = Double.isNaN(rate) ? mean : rate + (1 - Math.exp(-nanos / window)) * (mean - rate);
        }
    }

    @Override
    public void mark() {
        count.increment();
    }

    @Override
    public void mark(long n) {
        count.add(n);
    }

    @Override
    public long getCount() {
        return count.sum();
    }

    @Override
    public double getMeanRate() {
        long nanos = nanoTime.getAsLong() - start;
        return nanos <= 0 ? 0 : getCount() / (nanos / NANOS_PER_SECOND);
    }

    @Override
    public double getOneMinuteRate() {
        return rate(one);
    }

    @Override
    public double getFiveMinuteRate() {
        return rate(five);
    }

    @Override
    public double getFifteenMinuteRate() {
        return rate(fifteen);
    }

    /** Averages are brought up to date together, and not for each reading of one that follows right upon another. */
    private synchronized double rate(Average wanted) {
        long now = nanoTime.getAsLong();
        double nanos = now - readAt;
        if (nanos >= NANOS_PER_SECOND || (Double.isNaN(wanted.rate) && nanos > 0)) {
            long total = getCount();
            double mean = (total - readCount) / (nanos / NANOS_PER_SECOND);
            one.update(mean, nanos);
            five.update(mean, nanos);
            fifteen.update(mean, nanos);
            readAt = now;
            readCount = total;
        }
        return Double.isNaN(wanted.rate) ? 0 : wanted.rate;
    }
}
