package io.racecar.jmx;

import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A consumer that has one partition, notes what is done with it, and may refuse. */
final class FakeControl implements ConsumerControl {
    static final Partition PARTITION = new Partition("orders", 3);

    final List<String> calls = new ArrayList<>();
    int asked;
    private OptionalDouble limit = OptionalDouble.empty();

    /** Workers that say they have it. */
    int owners = 1;

    @Nullable RuntimeException refusal;

    private void note(String call) {
        if (refusal != null) {
            throw refusal;
        }
        calls.add(call);
    }

    @Override
    public ConsumerStatus status() {
        asked++;
        PartitionStatus partition = new PartitionStatus(
                PARTITION,
                1,
                17,
                16,
                20,
                3,
                Duration.ofMillis(1500),
                17,
                2,
                true,
                Instant.parse("2026-11-22T12:00:00Z"));
        return new ConsumerStatus(
                "orders",
                "shop.orders",
                ConsumerState.RUNNING,
                2,
                Collections.nCopies(owners, partition),
                5,
                4,
                3,
                2,
                3,
                Duration.ofMillis(1500),
                "it failed");
    }

    @Override
    public void start() {
        note("start");
    }

    @Override
    public void stop() {
        note("stop");
    }

    @Override
    public void pause() {
        note("pause");
    }

    @Override
    public void resume() {
        note("resume");
    }

    @Override
    public OptionalDouble maxMessagesPerSecond() {
        return limit;
    }

    @Override
    public void limit(double messagesPerSecond) {
        note("limit " + messagesPerSecond);
        limit = OptionalDouble.of(messagesPerSecond);
    }

    @Override
    public void unlimit() {
        note("unlimit");
        limit = OptionalDouble.empty();
    }

    @Override
    public void pause(Partition partition) {
        note("pause " + partition);
    }

    @Override
    public void resume(Partition partition) {
        note("resume " + partition);
    }

    @Override
    public void retryNow(Partition partition) {
        note("retryNow " + partition);
    }

    @Override
    public void skip(Partition partition, long offset, String requestedBy) {
        note("skip " + partition + "@" + offset + " for " + requestedBy);
    }

    @Override
    public void seek(Partition partition, long offset) {
        note("seek " + partition + "@" + offset);
    }

    @Override
    public void seek(Partition partition, Instant time) {
        note("seek " + partition + " to " + time);
    }
}
