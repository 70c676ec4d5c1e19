package io.racecar.engine.worker;

import io.racecar.Partition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of a share group that Kafka's client cannot read. It would reject them, but what is broken may be the way here, not
 * the log: so they are released, and come again, as often as the group allows (G1). Of those that come in a poll with other
 * messages the client does not tell, and rejects them after all. Only the poll thread calls it.
 */
final class ShareUnreadables {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** The client says only in its text which batch that is. */
    private static final Pattern PLACE = Pattern.compile("for partition (.+)-(\\d+) at offset (\\d+) is invalid");

    /** How far behind the beginning of a batch its messages are looked for: more than fit into one, unless they are tiny. */
    private static final int LONGEST = 50_000;

    /** For so long after the last time a status tells. */
    private static final Duration SHOWN = Duration.ofMinutes(10);

    private final WorkerParts parts;
    private final ShareClient client;
    private final LogBudget budget = new LogBudget();
    private final Map<Partition, Unreadable> latest = new HashMap<>();

    private record Unreadable(long offset, long seen, int times, CorruptRecordException error) {}

    ShareUnreadables(WorkerParts parts, ShareClient client) {
        this.parts = parts;
        this.client = client;
    }

    /** The poll before this has failed for one. */
    void add(CorruptRecordException error) {
        Matcher place = PLACE.matcher(String.valueOf(error.getMessage()));
        int released = 0;
        if (place.find()) {
            TopicPartition partition = new TopicPartition(place.group(1), Integer.parseInt(place.group(2)));
            long offset = Long.parseLong(place.group(3));
            released = client.releaseUnreadable(partition, offset, LONGEST);
            note(new Partition(partition.topic(), partition.partition()), offset, error);
        }
        if (budget.take(parts.nanoTime().getAsLong()) >= 0) {
            LOG.error(
                    "{}: messages cannot be read; {} of them are released and come again, until the group has delivered"
                            + " them as often as it may and drops them",
                    parts.identity(),
                    released == 0 ? "none" : released,
                    error);
        }
    }

    private void note(Partition partition, long offset, CorruptRecordException error) {
        Unreadable before = latest.get(partition);
        int times = before == null || before.offset() != offset ? 1 : before.times() + 1;
        latest.put(partition, new Unreadable(offset, parts.nanoTime().getAsLong(), times, error));
    }

    /** Those partitions that have any. */
    Set<Partition> partitions() {
        long now = parts.nanoTime().getAsLong();
        latest.values().removeIf(it -> now - it.seen() > SHOWN.toNanos());
        return latest.keySet();
    }

    /** The same, with what could not be read lately as what fails, if nothing else does. */
    PartitionView addTo(PartitionView view) {
        Unreadable unreadable = latest.get(view.partition());
        return unreadable == null || view.error() != null ? view : with(unreadable, view);
    }

    private static PartitionView with(Unreadable unreadable, PartitionView view) {
        return new PartitionView(
                view.partition(),
                view.worker(),
                view.position(),
                view.finished(),
                view.committed(),
                view.oldestTimestamp(),
                unreadable.offset(),
                unreadable.times(),
                view.paused(),
                view.pauseLeft(),
                unreadable.error());
    }
}
