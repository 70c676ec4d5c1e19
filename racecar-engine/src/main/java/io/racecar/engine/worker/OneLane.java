package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.engine.worker.Backlog.Amount;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A partition that is one lane ({@code ordering: partition}): its records stay in the chunks in which they came. */
final class OneLane<V> extends Lanes<V> {
    private final Lane<V> lane;

    OneLane(Partition partition, LaneSetup<V> setup) {
        super(partition, setup);
        lane = new Lane<>(this, setup);
    }

    @Override
    Collection<Lane<V>> active() {
        return List.of(lane);
    }

    @Override
    Collection<Lane<V>> running() {
        return lane.isRunning() ? List.of(lane) : List.of();
    }

    @Override
    long handled() {
        return lane.handled();
    }

    @Override
    boolean isOne() {
        return true;
    }

    @Override
    List<Chunk> chunks(List<ConsumerRecord<byte[], byte[]>> records) {
        return List.of(Chunk.keeping(records));
    }

    @Override
    Amount distribute(Chunk chunk, long except) {
        Slice slice = chunk.firstFinished(0) == chunk.size() && chunk.indexOf(except) < 0
                ? new WholeSlice(lane, chunk)
                : pick(chunk, except);
        if (slice.size() > 0) {
            lane.add(slice);
        }
        return slice.amount();
    }

    private Slice pick(Chunk chunk, long except) {
        PickedSlice picked = new PickedSlice(lane);
        for (int i = chunk.firstUnfinished(0); i < chunk.size(); i = chunk.firstUnfinished(i + 1)) {
            if (chunk.offset(i) != except) {
                picked.add(chunk, i);
            }
        }
        return picked;
    }

    @Override
    Lane<V> laneOf(ConsumerRecord<byte[], byte[]> record) {
        return lane;
    }

    @Override
    long trim(OffsetTracker tracker, Amount limit) {
        return lane.trim(limit);
    }

    @Override
    void turnBegins(Lane<V> lane) {}

    @Override
    void turnEnds(Lane<V> lane) {}

    @Override
    @Nullable String keyOf(Handling handling) {
        return null;
    }
}
