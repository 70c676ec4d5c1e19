package io.racecar.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** What a contender's JVM reports; times are in the units of their names. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Figures(
        long records,
        long nanos,
        long cpuNanos,
        long secondHalfRecords,
        long secondHalfNanos,
        long secondHalfCpuNanos,
        long secondHalfAllocatedBytes,
        long firstMicros,
        long p50Micros,
        long p99Micros,
        long idleNanos,
        long idleCpuNanos,
        long residentBytes) {}
