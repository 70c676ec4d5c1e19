package io.racecar.dropwizard.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one Racecar has in the registry, and nothing of anybody else's. What comes and goes while consumers run does so on a
 * thread of its own: the registry tells its listeners, which are anybody's, and poll threads have no time for them.
 * Thread-safe.
 */
final class Registered {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final MetricRegistry registry;
    private final Map<String, Metric> own = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), Registered::daemon);

    Registered(MetricRegistry registry) {
        this.registry = registry;
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // what comes after the close
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "racecar-metrics");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Adds a metric, or shares the one that has its name already: that of another bundle of the application.
     *
     * @return the one that is in the registry
     */
    <M extends Metric> M add(String name, Class<M> type, M metric) {
        try {
            registry.register(name, metric);
            own.put(name, metric);
            return metric;
        } catch (IllegalArgumentException e) { // taken, as the registry says
            Metric other = registry.getMetrics().get(name);
            return type.isInstance(other) ? type.cast(other) : metric;
        }
    }

    /** Adds a gauge, unless its name is taken. */
    void add(String name, Gauge<?> gauge) {
        add(name, Gauge.class, gauge);
    }

    /** Soon; in place of what this has added by that name before. */
    void replaceLater(String name, Gauge<?> gauge) {
        thread.execute(() -> {
            removeOwn(name);
            add(name, gauge);
        });
    }

    /** Soon; unless another one has taken its place. */
    void removeLater(String name, Gauge<?> gauge) {
        thread.execute(() -> {
            if (own.get(name) == gauge) {
                removeOwn(name);
            }
        });
    }

    private void removeOwn(String name) {
        if (own.remove(name) != null) {
            registry.remove(name);
        }
    }

    /** Removes all of it, and takes no more. */
    void close() {
        thread.execute(() -> own.keySet().forEach(this::removeOwn));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("metrics are still in the registry: a listener of the registry does not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
