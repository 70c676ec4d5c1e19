package io.racecar.engine.worker;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once when no broker can be reached, and once when one can again: the client only logs each attempt, and never tells.
 * The poll thread calls it; {@link #problem} any thread.
 */
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** How long a client may be without any connection: connecting takes a moment, and restarts of brokers are no news. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Identity identity;
    private final String brokers;
    private final LongSupplier nanoTime;
    private long lookedAt;
    private long connectedAt;
    private volatile @Nullable String problem;

    Reachability(Identity identity, String brokers, LongSupplier nanoTime) {
        this.identity = identity;
        this.brokers = brokers;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
        this.connectedAt = lookedAt;
    }

    void look(Consumer<?, ?> client) {
        long now = nanoTime.getAsLong();
        if (now - lookedAt < LOOK_NANOS) {
            return;
        }
        lookedAt = now;
        if (isConnected(client.metrics())) {
            connectedAt = now;
            if (problem != null) {
                problem = null;
                LOG.info("{}: brokers can be reached again", identity);
            }
        } else if (problem == null && now - connectedAt >= PATIENCE_NANOS) {
            problem = "no broker can be reached at " + brokers + "; still trying";
            LOG.warn("{}: {}", identity, problem);
        }
    }

    /** There is no client any more; a new one gets its time to connect. */
    void clientEnded() {
        problem = null;
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
