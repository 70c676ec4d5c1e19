package io.racecar.benchmarks;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is compared, and how it is computed from what a run reports. */
enum Metric {
    RATE("records/s", "%,.0f", f -> perSecond(f.records(), f.nanos())),
    SECOND_HALF_RATE("second half/s", "%,.0f", f -> perSecond(f.secondHalfRecords(), f.secondHalfNanos())),
    CPU("CPU s/M", "%.2f", f -> secondsPerMillion(f.cpuNanos(), f.records())),
    SECOND_HALF_CPU(
            "second half CPU s/M", "%.2f", f -> secondsPerMillion(f.secondHalfCpuNanos(), f.secondHalfRecords())),
    ALLOCATED("bytes/record", "%,.0f", f -> (double) f.secondHalfAllocatedBytes() / f.secondHalfRecords()),
    RESIDENT("resident MB", "%,.0f", f -> f.residentBytes() / 1_000_000.0),
    P50("p50 ms", "%.2f", f -> f.p50Micros() / 1_000.0),
    P99("p99 ms", "%.2f", f -> f.p99Micros() / 1_000.0),
    START("start s", "%.3f", f -> f.firstMicros() / 1_000_000.0),
    IDLE_CPU("idle CPU ms/s", "%.1f", f -> 1_000.0 * f.idleCpuNanos() / f.idleNanos());

    private final String title;
    private final String format;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
    private final ToDoubleFunction<Figures> formula;

    Metric(String title, String format, ToDoubleFunction<Figures> formula) {
        this.title = title;
        this.format = format;
        this.formula = formula;
    }

    String title() {
        return title;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    double of(Figures figures) {
        return formula.applyAsDouble(figures);
    }

    private static double perSecond(long records, long nanos) {
        return records * 1e9 / nanos;
    }

    private static double secondsPerMillion(long nanos, long records) {
        return nanos / 1e9 * 1e6 / records;
    }
}
