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
    Amount distribute(Chunk chunk) {
        if (anyCondemned() || chunk.firstFinished(0) < chunk.size()) {
            return pick(chunk);
        }
        Slice slice = new WholeSlice(lane, chunk);
        Amount added = slice.amount();
        lane.add(slice);
        return added;
    }

    private Amount pick(Chunk chunk) {
        Amount added = Amount.NONE;
        for (int i = chunk.firstUnfinished(0); i < chunk.size(); i = chunk.firstUnfinished(i + 1)) {
            if (isCondemned(chunk.offset(i))) {
                added = added.plus(lane.addCondemned(chunk, i));
            } else {
                lane.collect(chunk, i);
            }
        }
        return added.plus(lane.addCollected());
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
