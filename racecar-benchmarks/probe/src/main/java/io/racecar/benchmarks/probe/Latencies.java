package io.racecar.benchmarks.probe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long messages took from the sender to the handler; the first ones, while the JVM warms up, are left out.
 *
 * <p>A message holds the time at which it was sent, in microseconds since 1970: both ends run on one machine. Not
 * thread-safe.
 */
final class Latencies implements Work {
    private final Progress progress;
    private final long[] micros;
    private final int ignored;
    private int count;

    Latencies(Progress progress, int records, int ignored) {
        this.progress = progress;
        this.ignored = ignored;
        this.micros = new long[Math.max(records - ignored, 0)];
    }

    @Override
    public void handle(byte @Nullable [] key, byte @Nullable [] value) {
        int measured = count++ - ignored;
        if (measured >= 0) {
            long sent = ByteBuffer.wrap(Objects.requireNonNull(value, "value")).getLong();
            micros[measured] = Sample.epochMicrosNow() - sent;
        }
        progress.handled();
    }

    /** The latency, in microseconds, that so many percent of the messages did not exceed. */
    long percentile(double percent) {
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank - 1, 0)];
    }
}
