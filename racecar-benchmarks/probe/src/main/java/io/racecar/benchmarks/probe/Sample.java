package io.racecar.benchmarks.probe;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What this JVM has used at one moment.
 *
 * @param nanos monotonic time
 * @param epochMicros time of day
 * @param cpuNanos processor time of all threads since the JVM started
 * @param allocatedBytes by the threads that are alive
 */
record Sample(long nanos, long epochMicros, long cpuNanos, long allocatedBytes) {

    static final Sample NONE = new Sample(0, 0, 0, 0);

    static Sample now() {
        return new Sample(System.nanoTime(), epochMicrosNow(), processCpu(), allocated());
    }

    static long epochMicrosNow() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static long processCpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }
}
