package io.racecar.engine.worker;

import io.racecar.engine.config.StartAt;
import io.racecar.engine.worker.CommitMetadata.Finished;
import io.racecar.engine.worker.OffsetTracker.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where handling starts in partitions just assigned (O5): at the committed offset; without one, at the beginning or the
 * end, or at a point in time, if this is the group's first start on the topic, and at the beginning of partitions and topics
 * that were added since.
 */
final class StartPositions {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Identity identity;
    private final Client client;
    private final Subscription subscription;
    private final Topics topics;
    private final Supplier<@Nullable String> clusterId;
    private final StartAt.@Nullable Fixed startAt;
    private final Duration timeout;

    /**
     * A start.
     *
     * @param committed what the broker has, or is to have before anything is handled
     * @param chosen whether there was no commit, so that the start has to be committed first
     * @param finished what is finished beyond (O4); null if that is not known
     */
    record Start(
            OffsetAndMetadata committed,
            boolean chosen,
            @Nullable Finished finished) {
        Position position() {
            return new Position(committed.offset(), committed.leaderEpoch());
        }

        OffsetTracker tracker() {
            return finished == null
                    ? new OffsetTracker(position())
                    : new OffsetTracker(position(), finished.runs(), finished.latestEpoch());
        }
    }

    /** @param startAt where the group's first start on a topic is; null: as the subscription says */
    StartPositions(
            Identity identity,
            Client client,
            Subscription subscription,
            Topics topics,
            Supplier<@Nullable String> clusterId,
            StartAt.@Nullable Fixed startAt,
            Duration timeout) {
        this.clusterId = clusterId;
        this.identity = identity;
        this.client = client;
        this.subscription = subscription;
        this.topics = topics;
        this.startAt = startAt;
        this.timeout = timeout;
    }

    Map<TopicPartition, Start> find(Collection<TopicPartition> added) {
        Map<TopicPartition, Start> starts = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> committed = committed(new HashSet<>(added));
        committed.forEach(
                (partition, offset) -> starts.put(partition, new Start(offset, false, finished(partition, offset))));
        Map<String, Set<TopicPartition>> without = added.stream()
                .filter(it -> !committed.containsKey(it))
                .collect(Collectors.groupingBy(TopicPartition::topic, Collectors.toSet()));
        without.forEach((topic, partitions) -> starts.putAll(choose(topic, partitions)));
        return starts;
    }

    /** What is finished beyond the offset, if the metadata says so and belongs to just that offset of this cluster (O4). */
    private @Nullable Finished finished(TopicPartition partition, OffsetAndMetadata committed) {
        CommitMetadata metadata = CommitMetadata.parse(committed.metadata());
        Finished finished = metadata.finished();
        String problem = metadata.problem();
        if (finished != null && !finished.cluster().equals(clusterId.get())) {
            problem = "it was written for cluster " + finished.cluster() + ", not for " + clusterId.get();
        } else if (finished != null
                && (finished.base() != committed.offset()
                        || finished.leaderEpoch() != committed.leaderEpoch().orElse(-1))) {
            problem = "it was written for offset " + finished.base() + " of leader epoch " + finished.leaderEpoch();
        }
        if (problem != null) {
            LOG.warn(
                    "{}: the metadata of {}/{}'s committed offset {} is ignored, as {}; messages finished beyond it"
                            + " may be handled again",
                    identity,
                    partition.topic(),
                    partition.partition(),
                    committed.offset(),
                    problem);
        }
        return problem == null ? finished : null;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return client.call(() -> client.kafka().committed(partitions, timeout)).entrySet().stream()
                .filter(it -> it.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<TopicPartition, Start> choose(String topic, Set<TopicPartition> partitions) {
        int count = Topics.partitions(client, topic, timeout);
        Collection<OffsetAndMetadata> siblings = committed(IntStream.range(0, count)
                        .mapToObj(number -> new TopicPartition(topic, number))
                        .collect(Collectors.toSet()))
                .values();
        int atFirstStart = siblings.isEmpty()
                ? count
                : siblings.stream()
                        .mapToInt(it -> CommitMetadata.parse(it.metadata()).partitions())
                        .max()
                        .orElse(0);
        StartAt.Fixed first = topics.isNew(topic) ? new StartAt.Beginning() : firstStart(topic);
        boolean skipsThePast = !(first instanceof StartAt.Beginning);
        Set<TopicPartition> later = partitions.stream()
                .filter(it -> skipsThePast && it.partition() < atFirstStart)
                .collect(Collectors.toSet());
        Set<TopicPartition> atBeginning =
                partitions.stream().filter(it -> !later.contains(it)).collect(Collectors.toSet());
        String metadata = new CommitMetadata(atFirstStart, 0).text(Committer.LONGEST_METADATA);
        Map<TopicPartition, Start> starts = new HashMap<>();
        starts.putAll(starts(topic, beginnings(atBeginning), "beginning", metadata));
        if (first instanceof StartAt.Time at) {
            starts.putAll(starts(topic, since(later, at.time()), "first message since " + at.time(), metadata));
        } else {
            starts.putAll(starts(topic, ends(later), "end", metadata));
        }
        return starts;
    }

    private StartAt.Fixed firstStart(String topic) {
        if (startAt != null) {
            return startAt;
        }
        return subscription.startsAtBeginning(topic) ? new StartAt.Beginning() : new StartAt.End();
    }

    private Map<TopicPartition, Start> starts(
            String topic, Map<TopicPartition, Long> offsets, String where, String metadata) {
        if (!offsets.isEmpty()) {
            LOG.info(
                    "{}: no offsets are committed for {} of {}, so they start at their {}",
                    identity,
                    offsets.size() == 1 ? "a partition" : offsets.size() + " partitions",
                    topic,
                    where);
        }
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        it -> new Start(new OffsetAndMetadata(it.getValue(), Optional.empty(), metadata), true, null)));
    }

    /** The first offsets of partitions. */
    Map<TopicPartition, Long> beginnings(Set<TopicPartition> partitions) {
        return partitions.isEmpty()
                ? Map.of()
                : client.call(() -> client.kafka().beginningOffsets(partitions, timeout));
    }

    /**
     * The offsets of the first records that are not older than that; behind the last record where there is none. Ends are looked
     * up first: a record that comes meanwhile is behind them.
     */
    Map<TopicPartition, Long> since(Set<TopicPartition> partitions, Instant time) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        long wanted = Math.max(0, time.toEpochMilli()); // Kafka takes no others
        Map<TopicPartition, Long> times = partitions.stream().collect(Collectors.toMap(it -> it, it -> wanted));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends(partitions));
        client.call(() -> client.kafka().offsetsForTimes(times, timeout)).forEach((partition, found) -> {
            if (found != null) { // Kafka says null where there is none
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    /** The offsets behind the last records. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return partitions.isEmpty()
                ? Map.of()
                : client.call(() -> client.kafka().endOffsets(partitions, timeout));
    }

    /**
     * Where to go on when the log no longer holds the position (O5): at its start if that is above, else at the point
     * where the logs diverge, else at the end. Always loudly. A commit that is gone went with its topic, so the log is
     * that of a new one, of which nothing has been handled.
     *
     * @param diverged as the client reports it, or null
     */
    Position afterOutOfRange(TopicPartition partition, long position, @Nullable OffsetAndMetadata diverged) {
        Set<TopicPartition> one = Set.of(partition);
        long beginning = Objects.requireNonNull(beginnings(one).get(partition));
        if (position < beginning) {
            LOG.error(
                    "{}: {}/{} no longer holds offsets {} to {}; continuing at its start, offset {}",
                    identity,
                    partition.topic(),
                    partition.partition(),
                    position,
                    beginning - 1,
                    beginning);
            return new Position(beginning, Optional.empty());
        }
        if (diverged != null) {
            LOG.error(
                    "{}: {}/{} was truncated by the cluster below offset {}; continuing where the logs diverge, offset"
                            + " {}",
                    identity,
                    partition.topic(),
                    partition.partition(),
                    position,
                    diverged.offset());
            return new Position(diverged.offset(), diverged.leaderEpoch());
        }
        if (committed(one).isEmpty()) {
            LOG.error(
                    "{}: {}/{} was deleted and created anew; continuing at its beginning, offset {}",
                    identity,
                    partition.topic(),
                    partition.partition(),
                    beginning);
            return new Position(beginning, Optional.empty());
        }
        long end = Objects.requireNonNull(ends(one).get(partition));
        LOG.error(
                "{}: {}/{} ends at offset {}, before the position {}: it was truncated; continuing at its end",
                identity,
                partition.topic(),
                partition.partition(),
                end,
                position);
        return new Position(end, Optional.empty());
    }
}
