package io.racecar.dropwizard;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheck.ResultBuilder;
import io.racecar.ConsumerState;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether a consumer does its work. It does not while it has failed, while a handler is stuck, and while it is starting, if
 * something keeps it from its group or that takes long. It does while partitions pause after failures, and when it was told
 * to pause or stop: restarting the process would help with neither.
 */
final class ConsumerHealthCheck extends HealthCheck {

    /** After a crash, joining the group takes until the session of the crashed member has expired, 30 s by default. */
    static final Duration STARTING_LIMIT = Duration.ofMinutes(1);

    private final Supplier<ConsumerStatus> consumer;
    private final LongSupplier nanoTime;
    private long lastNotStarting;

    ConsumerHealthCheck(Supplier<ConsumerStatus> consumer, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
        this.lastNotStarting = nanoTime.getAsLong();
    }

    @Override
    protected Result check() {
        ConsumerStatus status = consumer.get();
        ResultBuilder result = Result.builder()
                .withMessage(message(status))
                .withDetail("state", status.state())
                .withDetail("groupId", status.groupId())
                .withDetail("partitions", status.partitions().size())
                .withDetail("failing", failing(status));
        return works(status) ? result.healthy().build() : result.unhealthy().build();
    }

    private boolean works(ConsumerStatus status) {
        Duration starting = starting(status.state());
        return switch (status.state()) {
            case STARTING -> status.lastError() == null && starting.compareTo(STARTING_LIMIT) < 0;
            case STUCK, FAILED -> false;
            case RUNNING, PAUSED, STOPPING, STOPPED -> true;
        };
    }

    /** For how long it has been starting: since it was last seen in another state. */
    private synchronized Duration starting(ConsumerState state) {
        long now = nanoTime.getAsLong();
        if (state != ConsumerState.STARTING) {
            lastNotStarting = now;
        }
        return Duration.ofNanos(now - lastNotStarting);
    }

    private static String message(ConsumerStatus status) {
        List<String> failing = failing(status);
        return status.state()
                + (failing.isEmpty() ? "" : ", failing: " + String.join("; ", failing))
                + (status.lastError() == null ? "" : ", last error: " + status.lastError());
    }

    private static List<String> failing(ConsumerStatus status) {
        return status.partitions().stream()
                .filter(partition -> partition.failingOffset() >= 0)
                .map(ConsumerHealthCheck::failure)
                .toList();
    }

    private static String failure(PartitionStatus partition) {
        return partition.partition() + "@" + partition.failingOffset() + " at attempt " + partition.attempt();
    }
}
