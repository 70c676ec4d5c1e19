package io.racecar.engine.worker;

import io.racecar.engine.worker.OffsetTracker.Position;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an exception of {@code poll} means: another position (O5), a partition that cannot be read (L7), another try after a
 * growing delay, or the end of this client (S3). Only the poll thread calls it.
 */
final class PollFailures {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private final PollLoop loop;
    private Duration delay = Duration.ZERO;

    PollFailures(PollLoop loop) {
        this.loop = loop;
    }

    void succeeded() {
        if (!delay.isZero()) {
            delay = Duration.ZERO;
            LOG.info("{}: polling works again", loop.identity());
        }
    }

    /** Deals with it, or throws it on. */
    void handle(RuntimeException error) {
        if (error instanceof OffsetOutOfRangeException e) {
            outOfRange(e);
        } else if (error instanceof NoOffsetForPartitionException e) {
            withoutPosition(e.partitions());
        } else if (error instanceof RetriableException || error instanceof UnknownMemberIdException) {
            retry(error);
        } else {
            AssignedPartition unreadable = error.getClass() == KafkaException.class ? unreadable(error) : null;
            if (unreadable == null) {
                throw error;
            }
            pause(unreadable, error);
        }
    }

    private void outOfRange(OffsetOutOfRangeException error) {
        Map<TopicPartition, OffsetAndMetadata> diverged =
                error instanceof LogTruncationException e ? e.divergentOffsets() : Map.of();
        error.offsetOutOfRangePartitions().forEach((partition, position) -> {
            AssignedPartition it = loop.assignment().get(partition);
            if (it != null) {
                goOn(it, loop.starts().afterOutOfRange(partition, position, diverged.get(partition)));
            }
        });
    }

    /** Its commit has vanished before the client saw it: as if assigned now. */
    private void withoutPosition(Set<TopicPartition> partitions) {
        loop.starts().find(partitions).forEach((partition, start) -> {
            AssignedPartition it = loop.assignment().get(partition);
            if (it != null) {
                goOn(it, start.position());
            }
        });
    }

    /**
     * Goes on there. Further back the log is another one, of which nothing that is buffered or known to be finished tells
     * anything: that begins an epoch.
     */
    private void goOn(AssignedPartition partition, Position next) {
        if (next.offset() < partition.tracker().next().offset()) {
            loop.assignment().startEpoch(partition, () -> new OffsetTracker(earlier(partition, next)));
        } else {
            partition.tracker().advance(next);
        }
        loop.fetchFrom(partition);
        loop.intake().changed();
    }

    /** There, or at what is unfinished before it once the epoch has ended: with it a transaction may have come undone. */
    private static Position earlier(AssignedPartition partition, Position next) {
        long unfinished = partition.tracker().nextEpoch().committable().offset();
        return unfinished < next.offset() ? new Position(unfinished, Optional.empty()) : next;
    }

    private void retry(RuntimeException error) {
        if (delay.isZero()) {
            LOG.warn("{}: polling failed and is repeated: {}", loop.identity(), Committer.shortened(error));
        }
        delay = delay.isZero() ? FIRST_DELAY : delay.multipliedBy(2);
        if (delay.compareTo(LONGEST_DELAY) > 0) {
            delay = LONGEST_DELAY;
        }
        loop.waitForSignal(delay);
    }

    /** The client names the partition only in its text: "... record from topic-3. If needed, please seek past". */
    private @Nullable AssignedPartition unreadable(RuntimeException error) {
        String text = error.getMessage() + " ";
        return loop.assignment().partitions().values().stream()
                .filter(it -> names(text, it.topicPartition().toString()))
                .max(Comparator.comparingInt(it -> it.topicPartition().topic().length()))
                .orElse(null);
    }

    private static boolean names(String text, String partition) {
        int at = text.indexOf(" " + partition);
        return at >= 0 && !Character.isLetterOrDigit(text.charAt(at + 1 + partition.length()));
    }

    private void pause(AssignedPartition partition, RuntimeException error) {
        long offset = partition.tracker().next().offset();
        if (loop.parts().pausePolicy().stopsConsumer()) {
            LOG.error("{}: {}@{} cannot be read, which stops the consumer", loop.identity(), partition, offset, error);
            loop.fatal(error);
            return;
        }
        LanePause pause = new LanePause(
                offset,
                loop.nanoTime().getAsLong(),
                loop.parts().pausePolicy().after(partition.countUnreadable(offset)),
                null,
                error);
        LOG.error(
                "{}: {}@{} cannot be read, which pauses this partition {}; if the record is lost for good, skip it or"
                        + " seek past it",
                loop.identity(),
                partition,
                offset,
                pause.duration() == null
                        ? "until it is resumed"
                        : "for " + pause.duration().toMillis() + " ms",
                error);
        loop.fetchPaused(partition, pause);
    }
}
