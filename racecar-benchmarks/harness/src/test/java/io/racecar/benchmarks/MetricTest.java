package io.racecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricTest {
    /** 1,000 records in 2 s with 3 s of CPU; 500 of them in 0.5 s with 1 s of CPU and 30,000 bytes. */
    private static final Figures FIGURES = new Figures(
            1_000,
            2_000_000_000L,
            3_000_000_000L,
            500,
            500_000_000L,
            1_000_000_000L,
            30_000,
            670_000,
            530,
            4_600,
            15_000_000_000L,
            45_000_000L,
            110_000_000);

    @ParameterizedTest
    @CsvSource({
        "RATE, 500",
        "SECOND_HALF_RATE, '1,000'",
        "CPU, 3000.00",
        "SECOND_HALF_CPU, 2000.00",
        "ALLOCATED, 60",
        "RESIDENT, 110",
        "P50, 0.53",
        "P99, 4.60",
        "START, 0.670",
        "IDLE_CPU, 3.0"
    })
    void isComputedFromWhatARunReports(Metric metric, String expected) {
        assertThat(metric.text(metric.of(FIGURES))).isEqualTo(expected);
    }
}
