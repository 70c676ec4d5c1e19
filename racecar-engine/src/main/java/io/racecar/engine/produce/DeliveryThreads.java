package io.racecar.engine.produce;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the threads that complete the stages of an application's deliveries.
 *
 * <p>What depends on a stage may join another one, whose completion queues for the same threads. A pool of fixed size
 * would come to a standstill once all of its threads join; a ForkJoinPool knows that a thread joins and starts another
 * in its place, yet has few threads where nobody does.
 */
public final class DeliveryThreads {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final int MOST_THREADS = 1000;
    private static final long KEEP_ALIVE_SECONDS = 10;

    private DeliveryThreads() {}

    /**
     * A new pool of daemon threads named {@code racecar-deliveries-<n>}, which ends those that idle.
     *
     * @return the pool, to be shut down by the caller after the producer is closed
     */
    public static ExecutorService create() {
        AtomicInteger count = new AtomicInteger();
        int parallelism = Math.max(2, Runtime.getRuntime().availableProcessors());
        return new ForkJoinPool(
                parallelism,
                pool -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName("racecar-deliveries-" + count.incrementAndGet());
                    return thread;
                },
                (thread, e) -> LOG.error("Completing a delivery failed on {}", thread.getName(), e),
                true,
                parallelism,
                MOST_THREADS,
                1,
                pool -> true,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS);
    }
}
