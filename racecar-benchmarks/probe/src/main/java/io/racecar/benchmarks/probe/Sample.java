package io.racecar.benchmarks.probe;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this JVM has used at one moment.
 *
 * @param nanos monotonic time
 * @param epochMicros time of day
 * @param cpuNanos processor time of all threads since the JVM started
 * @param allocatedBytes by all threads; before JDK 21, by those that are alive
 */
record Sample(long nanos, long epochMicros, long cpuNanos, long allocatedBytes) {

    private static final Optional<Method> TOTAL_ALLOCATED = totalAllocated();

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
        return TOTAL_ALLOCATED.isPresent() ? total(threads, TOTAL_ALLOCATED.get()) : sum(threads);
    }

    /** From JDK 21 on, ended and virtual threads included. */
    private static long total(ThreadMXBean threads, Method total) {
        try {
            return (long) total.invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JVM does not say what it has allocated", e);
        }
    }

    /** Before JDK 21; of the threads that are alive. */
    private static long sum(ThreadMXBean threads) {
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }

    private static Optional<Method> totalAllocated() {
        return Stream.of(ThreadMXBean.class.getMethods())
                .filter(method -> method.getName().equals("getTotalThreadAllocatedBytes"))
                .findFirst();
    }
}
