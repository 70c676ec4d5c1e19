package io.racecar.engine.worker;

import io.racecar.Partition;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A partition with lanes of which several may run at the same time. */
abstract class SeveralLanes<V> extends Lanes<V> {
    private final Set<Lane<V>> running;
    private final LongAdder handled = new LongAdder();

    /** @param together room for as many as usually run at once: if it grew while all of them start, they would wait for one another */
    SeveralLanes(Partition partition, LaneSetup<V> setup, Failures failures, int together) {
        super(partition, setup, failures);
        this.running = ConcurrentHashMap.newKeySet(together);
    }

    @Override
    final Collection<Lane<V>> running() {
        return running;
    }

    @Override
    final long handled() {
        return handled.sum();
    }

    @Override
    final boolean isOne() {
        return false;
    }

    @Override
    final void turnBegins(Lane<V> lane) {
        running.add(lane);
    }

    @Override
    final void turnEnds(Lane<V> lane) {
        handled.add(lane.takeHandled()); // first, as nobody looks once nothing runs
        running.remove(lane);
    }

    @Override
    final @Nullable String keyOf(Handling handling) {
        String key = handling.messages().get(0).key();
        return key == null ? "" : key;
    }
}
