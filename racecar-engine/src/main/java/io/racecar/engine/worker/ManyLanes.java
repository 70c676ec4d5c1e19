package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.engine.worker.Backlog.Amount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A partition with a lane for each key ({@code ordering: key}) or for each message ({@code none}, and messages without a
 * key). There are as many as have something to do: idle ones are swept away as new ones come.
 */
final class ManyLanes<V> extends SeveralLanes<V> {
    private static final int FEW = 1024;

    /** As many as usually run at once. */
    private static final int RUNNING = 128;

    private final LaneChoice choice;

    /** By key, or by themselves where nothing can follow in them. */
    private final Map<Object, Lane<V>> lanes = new LinkedHashMap<>();

    private int sweepAt = FEW;

    /** Something has come since it was tidied last. */
    private boolean fed;

    /** What tells lanes apart. */
    sealed interface LaneChoice {
        /** Each key has its lane. */
        record ByKey() implements LaneChoice {}

        /** Each message has its lane, or each batch of so many. */
        record Alone(int together) implements LaneChoice {}
    }

    ManyLanes(Partition partition, LaneSetup<V> setup, LaneChoice choice) {
        super(partition, setup, new Failures(), RUNNING);
        this.choice = choice;
    }

    @Override
    Collection<Lane<V>> active() {
        return lanes.values();
    }

    @Override
    List<Chunk> chunks(List<ConsumerRecord<byte[], byte[]>> records) {
        return Chunk.releasing(records);
    }

    @Override
    Amount distribute(Chunk chunk) {
        sweep();
        fed = true;
        Amount added = Amount.NONE;
        List<Lane<V>> touched = new ArrayList<>();
        Lane<V> lane = null;
        for (int i = chunk.firstUnfinished(0); i < chunk.size(); i = chunk.firstUnfinished(i + 1)) {
            lane = laneOf(chunk.record(i), lane);
            if (isCondemned(chunk.offset(i))) {
                added = added.plus(lane.addCondemned(chunk, i));
            } else if (lane.collect(chunk, i) == 1) {
                touched.add(lane);
            }
        }
        for (Lane<V> it : touched) {
            added = added.plus(it.addCollected());
        }
        return added;
    }

    /** @param last where the record before it went; null if it is the first */
    private Lane<V> laneOf(ConsumerRecord<byte[], byte[]> record, @Nullable Lane<V> last) {
        if (choice instanceof LaneChoice.Alone alone && last != null && last.collected() < alone.together()) {
            return last;
        }
        return laneOf(record);
    }

    Lane<V> laneOf(ConsumerRecord<byte[], byte[]> record) {
        if (choice instanceof LaneChoice.ByKey && record.key() != null) {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            Lane<V> lane = lanes.get(key);
            if (lane == null) {
                lane = new Lane<>(this, setup());
                lanes.put(key, lane);
            }
            return lane;
        }
        Lane<V> alone = new Lane<>(this, setup());
        lanes.put(alone, alone);
        return alone;
    }

    private void sweep() {
        if (lanes.size() >= sweepAt) {
            lanes.values().removeIf(Lane::isIdle);
            sweepAt = Math.max(FEW, 2 * lanes.size());
        }
    }

    /** Where nothing comes any more, idle ones would stay for ever. */
    @Override
    void tidy() {
        if (!fed && !lanes.isEmpty() && amount().messages() == 0) {
            lanes.values().removeIf(Lane::isIdle);
            sweepAt = Math.max(FEW, 2 * lanes.size());
        }
        fed = false;
    }

    /**
     * Only when nothing runs and nothing is outstanding: what is finished beyond the cut must be known by then, as it is
     * fetched again with the rest.
     */
    @Override
    long trim(OffsetTracker tracker, Amount limit) {
        if (amount().fits(limit) || !isQuiet() || !active().stream().allMatch(Lane::isResting)) {
            return NONE;
        }
        long stays = active().stream().mapToLong(Lane::staysTo).max().orElse(0);
        long from = tracker.cut(stays, limit);
        if (from != NONE) {
            active().forEach(it -> it.dropFrom(from));
        }
        return from;
    }
}
