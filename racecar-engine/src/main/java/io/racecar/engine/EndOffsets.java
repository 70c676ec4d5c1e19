package io.racecar.engine;

import io.racecar.Partition;
import io.racecar.engine.worker.PartitionView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions end, and so how far consumers are behind. Asked for all of them at once on an interval, by a thread and an
 * admin client of its own (M1): a consumer's client blocks, or its figures go stale where partitions are paused. Thread-safe.
 */
final class EndOffsets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final ListOffsetsResultInfo NOT_ANSWERED = new ListOffsetsResultInfo(-1, -1, Optional.empty());
    /** Leaves the first moments, when a JVM has most to do, to the consumers. */
    private static final long FIRST_MILLIS = 3000;

    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

    /** After that many intervals without an answer, what was known is too old to be shown. */
    private static final int GOOD_FOR = 3;

    /** A worker that is slow to answer has lost nothing. */
    private static final int MOST_ABSENCES = 3;

    private final Supplier<? extends Admin> admins;
    private final Supplier<? extends Collection<Watched>> partitions;
    private final Duration interval;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, EndOffsets::daemon);
    private final Map<Key, KnownEnd> ends = new ConcurrentHashMap<>();
    private @Nullable Admin admin;
    private boolean closed;
    private boolean failing;

    /**
     * A partition of a consumer. Two consumers may have the same.
     *
     * @param isolation as the consumer reads
     */
    record Watched(String consumer, IsolationLevel isolation, PartitionView view) {
        private Key key() {
            return new Key(consumer, view.partition());
        }

        private TopicPartition kafka() {
            return new TopicPartition(view.partition().topic(), view.partition().number());
        }
    }

    private record Key(String consumer, Partition partition) {}

    /** @param partitions the partitions of this process, now */
    EndOffsets(
            Supplier<? extends Admin> admins,
            Supplier<? extends Collection<Watched>> partitions,
            Duration interval,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.admins = admins;
        this.partitions = partitions;
        this.interval = interval;
        this.clock = clock;
        this.nanoTime = nanoTime;
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) { // or nothing would ever be looked up again, without a word
            note(e);
        }
    }

    /** Asks once. */
    void look() throws InterruptedException {
        Collection<Watched> now = partitions.get();
        forgetOthers(now);
        Map<IsolationLevel, List<Watched>> byIsolation = new EnumMap<>(IsolationLevel.class);
        now.forEach(it -> byIsolation
                .computeIfAbsent(it.isolation(), none -> new ArrayList<>())
                .add(it));
        Throwable problem = null;
        for (Map.Entry<IsolationLevel, List<Watched>> it : byIsolation.entrySet()) {
            Throwable found = look(it.getKey(), it.getValue());
            problem = found == null ? problem : found;
        }
        if (!now.isEmpty()) {
            note(problem);
        }
    }

    private void forgetOthers(Collection<Watched> now) {
        Set<Key> present = new HashSet<>();
        now.forEach(it -> present.add(it.key()));
        ends.entrySet().removeIf(it -> it.getValue().present(present.contains(it.getKey())) > MOST_ABSENCES);
    }

    /** @return why some of them are not known, or null */
    private @Nullable Throwable look(IsolationLevel isolation, List<Watched> watched) throws InterruptedException {
        Admin asked = admin();
        if (asked == null) {
            return null;
        }
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        watched.forEach(it -> wanted.put(it.kafka(), OffsetSpec.latest()));
        Duration timeout = timeout();
        ListOffsetsResult result = asked.listOffsets(
                wanted, new ListOffsetsOptions(isolation).timeoutMs(Math.toIntExact(timeout.toMillis())));
        await(result, timeout.plus(CLOSE));
        Throwable problem = null;
        for (Watched it : watched) {
            Throwable found = remember(it, result.partitionResult(it.kafka()));
            problem = found == null ? problem : found;
        }
        return problem;
    }

    /** Null once this is closed. */
    private synchronized @Nullable Admin admin() {
        if (admin == null && !closed) {
            admin = admins.get();
        }
        return admin;
    }

    private Duration timeout() {
        Duration least = interval.compareTo(SHORTEST_TIMEOUT) < 0 ? SHORTEST_TIMEOUT : interval;
        return least.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : least;
    }

    private static void await(ListOffsetsResult result, Duration longest) throws InterruptedException {
        try {
            result.all().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // each partition says for itself what is known of it
        }
    }

    private @Nullable Throwable remember(Watched it, KafkaFuture<ListOffsetsResultInfo> answer)
            throws InterruptedException {
        try {
            long end = answer.getNow(NOT_ANSWERED).offset();
            if (end >= 0) {
                KnownEnd known = ends.computeIfAbsent(it.key(), none -> new KnownEnd());
                known.seen(end, it.view().finished(), nanoTime.getAsLong());
                return null;
            }
            return new TimeoutException(it.view().partition() + ": no answer");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private void note(@Nullable Throwable problem) {
        if (problem != null && !failing) {
            LOG.warn("the ends of partitions cannot be looked up, so lag is not up to date: {}", problem.toString());
        } else if (problem == null && failing) {
            LOG.info("the ends of partitions can be looked up again");
        }
        failing = problem != null;
    }

    /**
     * The offset behind the partition's last message, -1 while unknown: before the first answer, and without one for long. What
     * has been fetched since the last answer counts, or a message that fails would be no lag until the next.
     */
    long end(String consumer, PartitionView view) {
        KnownEnd known = ends.get(new Key(consumer, view.partition()));
        return known == null
                ? -1
                : known.offset(
                        Math.max(view.finished(), view.position()),
                        nanoTime.getAsLong(),
                        interval.multipliedBy(GOOD_FOR).plus(timeout()).toNanos());
    }

    /** Age of the oldest unfinished message; with nothing buffered, how long an end has been ahead. */
    Duration timeLag(String consumer, PartitionView view) {
        if (view.oldestTimestamp() >= 0) {
            return Duration.ofMillis(Math.max(0, clock.millis() - view.oldestTimestamp()));
        }
        KnownEnd known = ends.get(new Key(consumer, view.partition()));
        return known == null ? Duration.ZERO : known.aheadFor(view.finished(), nanoTime.getAsLong());
    }

    @Override
    public void close() {
        thread.shutdownNow();
        Admin last;
        synchronized (this) {
            closed = true;
            last = admin;
            admin = null;
        }
        if (last != null) {
            last.close(CLOSE);
        }
    }
}
