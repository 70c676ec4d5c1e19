package io.racecar.engine.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once when no broker can be reached, and once when one can again: the client only logs each attempt, and never tells.
 * Finds out meanwhile whether that is for good, because client and brokers do not understand one another. The poll thread
 * calls it; {@link #problem} any thread.
 */
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** How long a client may be without any connection: connecting takes a moment, and restarts of brokers are no news. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /** Brokers that were down may be up by then. */
    private static final long DIAGNOSIS_NANOS = Duration.ofMinutes(1).toNanos();

    private final Identity identity;
    private final String brokers;
    private final Supplier<Optional<? extends RuntimeException>> diagnosis;
    private final LongSupplier nanoTime;
    private long lookedAt;
    private long connectedAt;
    private long diagnosedAt;
    private @Nullable CompletableFuture<Optional<? extends RuntimeException>> diagnosed;
    private volatile @Nullable String problem;

    /** @param diagnosis what keeps the client from working for good, if anything does; may take its time */
    Reachability(
            Identity identity,
            String brokers,
            Supplier<Optional<? extends RuntimeException>> diagnosis,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.brokers = brokers;
        this.diagnosis = diagnosis;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.connectedAt = lookedAt;
    }

    /** Throws what keeps the client from working for good, once that is known. */
    void look(Consumer<?, ?> client) {
        look(client::metrics);
    }

    /** The same, of a client of another kind, with its figures. */
    void look(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        look(() -> isConnected(metrics.get()));
    }

    /** The same, while brokers have not answered, and there is no client before they have. */
    void lookInVain() {
        look(() -> false);
    }

    private void look(BooleanSupplier connected) {
        long now = nanoTime.getAsLong();
        if (now - lookedAt < LOOK_NANOS) {
            return;
        }
        lookedAt = now;
        if (connected.getAsBoolean()) {
            connectedAt = now;
            diagnosed = null;
            if (problem != null) {
                problem = null;
                LOG.info("{}: brokers can be reached again", identity);
            }
        } else if (problem == null && now - connectedAt >= PATIENCE_NANOS) {
            problem = "no broker can be reached at " + brokers + "; still trying";
            LOG.warn("{}: {}", identity, problem);
        }
        if (now - connectedAt >= LOOK_NANOS) {
            diagnose(now);
        }
    }

    private void diagnose(long now) {
        CompletableFuture<Optional<? extends RuntimeException>> last = diagnosed;
        if (last != null && last.isDone()) {
            Optional<? extends RuntimeException> found = last.join();
            if (found.isPresent()) {
                throw found.get();
            }
        }
        if (last == null || last.isDone() && now - diagnosedAt >= DIAGNOSIS_NANOS) {
            diagnosedAt = now;
            diagnosed = CompletableFuture.supplyAsync(diagnosis, this::inBackground);
        }
    }

    private void inBackground(Runnable task) {
        Thread thread = new Thread(task, "racecar-" + identity + "-diagnosis");
        thread.setDaemon(true);
        thread.start();
    }

    /** There is no client any more; a new one gets its time to connect. */
    void clientEnded() {
        problem = null;
        diagnosed = null;
        connectedAt = nanoTime.getAsLong();
    }

    private static boolean isConnected(Map<MetricName, ? extends Metric> metrics) {
        boolean known = false;
        for (Map.Entry<MetricName, ? extends Metric> it : metrics.entrySet()) {
            if (it.getKey().name().equals("connection-count")) {
                known = true;
                if (it.getValue().metricValue() instanceof Number count && count.doubleValue() > 0) {
                    return true;
                }
            }
        }
        return !known;
    }

    /** Null while brokers can be reached. */
    @Nullable String problem() {
        return problem;
    }
}
