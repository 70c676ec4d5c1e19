package io.racecar.engine.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the lowest unfinished offsets (O1), on an interval and when asked; only the poll thread calls it.
 *
 * <p>A failed commit discards nothing (O6): the offsets are worked out and committed again, unless the partitions are
 * lost meanwhile, which only a rebalance callback can say.
 */
final class Committer implements Commits {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
    private static final int LONGEST_TEXT = 300;

    /** Of a partition's metadata, in characters: brokers take 4096 by default (O4). */
    static final int LONGEST_METADATA = 3 * 1024;

    /** Of a whole commit's metadata: brokers write it as one record. */
    private static final int LONGEST_IN_ALL = 256 * 1024;

    /** After that a commit is worked out anew: the client does not say what keeps it. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(3);

    private final Identity identity;
    private final Client client;
    private final Function<TopicPartition, @Nullable AssignedPartition> assigned;
    private final CommitSchedule schedule;
    private final Supplier<@Nullable String> clusterId;
    private final LongSupplier nanoTime;
    private int longestMetadata = LONGEST_METADATA;

    /** The last commit failed for a reason that the broker did not give, and succeeded without its metadata. */
    private boolean suspected;

    private boolean inFlight;
    private boolean failing;
    private long dueAt;

    /**
     * When to commit.
     *
     * @param timeout of a commit that blocks
     * @param inFull whether nothing of the metadata may be left out, or things would be done twice (P3)
     */
    record CommitSchedule(Duration interval, boolean synchronous, Duration timeout, boolean inFull) {}

    Committer(
            Identity identity,
            Client client,
            Function<TopicPartition, @Nullable AssignedPartition> assigned,
            CommitSchedule schedule,
            Supplier<@Nullable String> clusterId,
            LongSupplier nanoTime) {
        this.clusterId = clusterId;
        this.identity = identity;
        this.client = client;
        this.assigned = assigned;
        this.schedule = schedule;
        this.nanoTime = nanoTime;
        this.dueAt = nanoTime.getAsLong() + schedule.interval().toNanos();
    }

    @Override
    public long nanosLeft() {
        return inFlight ? schedule.interval().toNanos() : dueAt - nanoTime.getAsLong();
    }

    @Override
    public void soon() {
        dueAt = nanoTime.getAsLong();
    }

    @Override
    public void repeat() {
        long then = nanoTime.getAsLong() + RETRY_NANOS;
        if (dueAt - then > 0) {
            dueAt = then;
        }
    }

    /** At most one commit is in flight. */
    @Override
    public void commitIfDue(Collection<AssignedPartition> partitions) {
        if (inFlight || nanosLeft() > 0) {
            return;
        }
        dueAt = nanoTime.getAsLong() + schedule.interval().toNanos();
        if (schedule.synchronous()) {
            if (!commitNow(partitions, Deadline.in(schedule.timeout(), nanoTime))) {
                dueAt = nanoTime.getAsLong() + RETRY_NANOS;
            }
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = changed(partitions);
        if (!offsets.isEmpty()) {
            commitAsync(offsets);
        }
    }

    private void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        inFlight = true;
        client.kafka().commitAsync(offsets, this::committed);
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception error) {
        inFlight = false;
        if (error == null) {
            remember(offsets);
        } else if (isAboutMetadata(error, offsets)) {
            commitAsync(withoutMetadata(offsets, error));
        } else {
            dueAt = nanoTime.getAsLong() + RETRY_NANOS;
            failed(error);
        }
    }

    @Override
    public boolean commitNow(Collection<AssignedPartition> partitions, Deadline deadline) {
        Map<TopicPartition, OffsetAndMetadata> offsets = changed(partitions);
        while (leaveOutGone(offsets, deadline)) {
            KafkaException error = attempt(offsets, deadline.orEarlier(Deadline.in(LONGEST_ATTEMPT, nanoTime)));
            if (error == null) {
                return true;
            }
            if (deadline.isOver() || !(error instanceof TimeoutException)) {
                repeat();
                return false;
            }
        }
        return true;
    }

    /** For a topic that is gone the client would try until its time is up, and with it for all others. */
    boolean leaveOutGone(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
        Set<String> topics =
                offsets.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        topics.removeIf(it -> Topics.mayExist(
                client,
                it,
                deadline.orEarlier(Deadline.in(LONGEST_ATTEMPT, nanoTime)).left()));
        offsets.keySet().removeIf(it -> topics.contains(it.topic()));
        return !offsets.isEmpty();
    }

    /** Null if it succeeded. */
    private @Nullable KafkaException attempt(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
        try {
            client.call(() -> {
                client.kafka().commitSync(offsets, deadline.left());
                return true;
            });
            remember(offsets);
            return null;
        } catch (KafkaException e) {
            if (isAboutMetadata(e, offsets)) {
                return attempt(withoutMetadata(offsets, e), deadline);
            }
            failed(e);
            return e;
        }
    }

    /** Whether the same commit without metadata may succeed: that costs repeats, but stalls nothing (O4). */
    private boolean isAboutMetadata(Exception error, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return !schedule.inFull()
                && (error instanceof OffsetMetadataTooLarge || error instanceof UnknownServerException)
                && offsets.values().stream().anyMatch(it -> !it.metadata().isEmpty());
    }

    /** Later commits get by with half of the metadata, if it is certainly to blame, or fails twice in a row. */
    private Map<TopicPartition, OffsetAndMetadata> withoutMetadata(
            Map<TopicPartition, OffsetAndMetadata> offsets, Exception error) {
        boolean toBlame = suspected || error instanceof OffsetMetadataTooLarge;
        suspected = !toBlame;
        longestMetadata = toBlame ? longestMetadata / 2 : longestMetadata;
        LOG.warn(
                "{}: a commit failed, perhaps for its metadata, and is repeated without; {}: {}",
                identity,
                toBlame
                        ? "from now on that has at most " + longestMetadata + " characters for each partition"
                        : "if the next one fails too, there will be less of it",
                shortened(error));
        Map<TopicPartition, OffsetAndMetadata> bare = new HashMap<>();
        offsets.forEach(
                (partition, it) -> bare.put(partition, new OffsetAndMetadata(it.offset(), it.leaderEpoch(), "")));
        return bare;
    }

    /** What is to be committed that is not. */
    Map<TopicPartition, OffsetAndMetadata> changed(Collection<AssignedPartition> partitions) {
        return changed(partitions, schedule.inFull() ? LONGEST_METADATA : share(partitions.size()));
    }

    /** How long the metadata of each of so many partitions may be. */
    private int share(int partitions) {
        return Math.min(longestMetadata, LONGEST_IN_ALL / Math.max(1, partitions));
    }

    /** How many offsets from its committed one on a partition may be worked on, so that whatever is finished of them fits. */
    int reach(int partitions) {
        return clusterId.get() == null ? 1 : CommitMetadata.reach(share(partitions));
    }

    /** What was to be committed was too long; what is worked on from now on must be less. */
    void shortenMetadata() {
        longestMetadata /= 2;
        LOG.warn(
                "{}: a commit failed, perhaps for its metadata; from now on work runs ahead by at most {} characters of"
                        + " that for each partition",
                identity,
                longestMetadata);
    }

    private Map<TopicPartition, OffsetAndMetadata> changed(Collection<AssignedPartition> partitions, int longest) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (AssignedPartition it : partitions) {
            OffsetAndMetadata now = it.committable(clusterId.get(), longest);
            OffsetAndMetadata before = it.committed();
            if (before == null
                    || now.offset() != before.offset()
                    || !now.metadata().equals(before.metadata())) {
                offsets.put(it.topicPartition(), now);
            }
        }
        return offsets;
    }

    /** The broker has those. */
    void remember(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (failing) {
            failing = false;
            LOG.info("{}: commits succeed again", identity);
        }
        suspected &= offsets.values().stream().allMatch(it -> it.metadata().isEmpty());
        offsets.forEach((partition, offset) -> {
            AssignedPartition it = assigned.apply(partition);
            if (it != null) {
                it.committed(offset);
            }
        });
    }

    private void failed(Exception error) {
        if (error instanceof FencedInstanceIdException
                || error instanceof AuthenticationException
                || error instanceof AuthorizationException) {
            throw (KafkaException) error;
        }
        if (error instanceof RebalanceInProgressException) {
            LOG.debug("{}: a commit has to wait for the end of a rebalance", identity);
        } else if (!failing) {
            failing = true;
            LOG.warn("{}: a commit failed and is repeated: {}", identity, shortened(error));
        }
    }

    /** The client's texts quote all offsets with their metadata. */
    static String shortened(Throwable error) {
        String text = error.toString();
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
