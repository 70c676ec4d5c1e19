package io.racecar.jmx;

import io.racecar.Partition;
import io.racecar.engine.PartitionStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Answers for {@link PartitionMBean}. Thread-safe. */
final class PartitionBean implements PartitionMBean {
    private final SteeredConsumer consumer;
    private final Partition partition;

    PartitionBean(SteeredConsumer consumer, Partition partition) {
        this.consumer = consumer;
        this.partition = partition;
    }

    private PartitionStatus status() {
        return consumer.status(partition);
    }

    @Override
    public String getTopic() {
        return partition.topic();
    }

    @Override
    public int getPartition() {
        return partition.number();
    }

    @Override
    public int getWorker() {
        return status().worker();
    }

    @Override
    public long getPosition() {
        return status().position();
    }

    @Override
    public long getCommitted() {
        return status().committed();
    }

    @Override
    public long getEnd() {
        return status().end();
    }

    @Override
    public long getLag() {
        return status().lag();
    }

    @Override
    public long getCommittedLag() {
        return status().committedLag();
    }

    @Override
    public long getTimeLagMillis() {
        return status().timeLagMillis();
    }

    @Override
    public long getFailingOffset() {
        return status().failingOffset();
    }

    @Override
    public int getAttempt() {
        return status().attempt();
    }

    @Override
    public boolean isPaused() {
        return status().paused();
    }

    @Override
    public @Nullable String getPausedUntil() {
        return PartitionsTable.pausedUntil(status());
    }

    @Override
    public void pause() {
        consumer.steer(it -> it.pause(partition));
    }

    @Override
    public void resume() {
        consumer.steer(it -> it.resume(partition));
    }

    @Override
    public void retryNow() {
        consumer.steer(it -> it.retryNow(partition));
    }

    @Override
    public void skip(long offset) {
        String requestedBy = Caller.name();
        consumer.steer(it -> it.skip(partition, offset, requestedBy));
    }

    @Override
    public void seek(long offset) {
        consumer.steer(it -> it.seek(partition, offset));
    }

    @Override
    public void seekToTime(String isoInstant) {
        consumer.steer(it -> it.seek(partition, instant(isoInstant)));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "isoInstant must be a time such as 2026-11-22T12:00:00Z or 2026-11-22T14:00:00+02:00 but was "
                            + text,
                    e);
        }
    }
}
