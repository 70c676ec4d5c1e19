package io.racecar.engine;

import io.racecar.Partition;
import io.racecar.engine.worker.PartitionView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions end, asked for all of them at once on an interval (M1): the client's own figures block, or go stale for
 * partitions that are paused. Thread-safe.
 */
final class EndOffsets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final Duration CLOSE = Duration.ofSeconds(1);

    /** Leaves the first moments, when a JVM has most to do, to the consumers. */
    private static final long FIRST_MILLIS = 3000;

    private final Supplier<? extends Admin> admins;
    private final Supplier<? extends Collection<PartitionView>> partitions;
    private final Duration interval;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, EndOffsets::daemon);
    private final Map<Partition, End> ends = new ConcurrentHashMap<>();
    private @Nullable Admin admin;
    private boolean failing;

    /**
     * An end.
     *
     * @param aheadSince when it was first seen beyond all that is finished, or null if it is not
     */
    private record End(long offset, @Nullable Instant aheadSince) {}

    /** @param partitions the partitions of this process, now */
    EndOffsets(
            Supplier<? extends Admin> admins,
            Supplier<? extends Collection<PartitionView>> partitions,
            Duration interval,
            InstantSource clock) {
        this.admins = admins;
        this.partitions = partitions;
        this.interval = interval;
        this.clock = clock;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "racecar-lag");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        long millis = interval.toMillis();
        thread.scheduleWithFixedDelay(this::lookSafely, Math.min(FIRST_MILLIS, millis), millis, TimeUnit.MILLISECONDS);
    }

    private void lookSafely() {
        try {
            look();
            if (failing) {
                failing = false;
                LOG.info("the ends of partitions can be looked up again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn("the ends of partitions cannot be looked up, so lag is not up to date: {}", e.toString());
            }
        }
    }

    private void look() throws InterruptedException, ExecutionException, TimeoutException {
        Map<Partition, PartitionView> now = new HashMap<>();
        partitions.get().forEach(it -> now.put(it.partition(), it));
        ends.keySet().retainAll(now.keySet());
        if (now.isEmpty()) {
            return;
        }
        if (admin == null) {
            admin = admins.get();
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        now.keySet().forEach(it -> asked.put(new TopicPartition(it.topic(), it.number()), OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                admin.listOffsets(asked).all().get(interval.toMillis() + CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        found.forEach((partition, end) ->
                remember(now.get(new Partition(partition.topic(), partition.partition())), end.offset()));
    }

    private void remember(@Nullable PartitionView view, long offset) {
        if (view != null) {
            ends.compute(view.partition(), (it, before) -> {
                boolean ahead = offset > view.finished();
                Instant since = before == null || before.aheadSince() == null ? clock.instant() : before.aheadSince();
                return new End(offset, ahead ? since : null);
            });
        }
    }

    /** The offset behind the partition's last message, -1 while unknown. */
    long end(PartitionView view) {
        End known = ends.get(view.partition());
        return known == null ? -1 : Math.max(known.offset(), view.finished());
    }

    /** Age of the oldest unfinished message; with nothing buffered, how long its end has been ahead. */
    Duration timeLag(PartitionView view) {
        End known = ends.get(view.partition());
        if (view.oldestTimestamp() >= 0) {
            long age = clock.millis() - view.oldestTimestamp();
            return Duration.ofMillis(Math.max(0, age));
        }
        return known == null || known.aheadSince() == null || known.offset() <= view.finished()
                ? Duration.ZERO
                : Duration.between(known.aheadSince(), clock.instant());
    }

    @Override
    public void close() {
        thread.shutdownNow();
        Admin now = admin;
        if (now != null) {
            now.close(CLOSE);
        }
    }
}
