package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.engine.worker.Backlog.Amount;
import io.racecar.engine.worker.Failures.Failing;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The lanes of what a share group has delivered of one partition at once: one for each message or each batch, all of which may
 * run at the same time (G1). They go when all of it is acknowledged.
 *
 * <p>The poll thread calls it, but for what lanes and slices say.
 */
final class SharedLanes<V> extends SeveralLanes<V> {
    /** Few of these lanes run at once. */
    private static final int RUNNING = 16;

    private final Chunk chunk;
    private final int together;
    private final Runnable onFinished;
    private final Map<Lane<V>, SharedSlice> slices = new LinkedHashMap<>();
    private final AtomicInteger unfinished;

    /** Offsets that were given up rather than handled. */
    private final Set<Long> rejected = ConcurrentHashMap.newKeySet();

    /** Indexes of what somebody else may try. */
    private final BitSet released = new BitSet();

    /** Indexes of what the client has been told the end of. */
    private final BitSet acknowledged = new BitSet();

    /** Indexes of what is being renewed: the client does not know it until it has given it back. */
    private final BitSet renewing = new BitSet();

    /** Why these offsets, all there are or none, are given up before anybody handles them: the brokers have counted enough. */
    private final Map<Long, Failing> last = new HashMap<>();

    private boolean lost;

    /**
     * Distributes at once.
     *
     * @param together how many messages make a batch
     * @param onFinished runs when the last message is finished, on any thread
     */
    SharedLanes(SharedBatch batch, LaneSetup<V> setup, int together, Runnable onFinished) {
        super(batch.partition(), setup, batch.failures(), RUNNING);
        this.chunk = Chunk.keeping(batch.records());
        this.together = together;
        this.onFinished = onFinished;
        this.unfinished = new AtomicInteger(chunk.size());
        add(chunk);
    }

    @Override
    Collection<Lane<V>> active() {
        return slices.keySet();
    }

    @Override
    List<Chunk> chunks(List<ConsumerRecord<byte[], byte[]>> records) {
        return List.of(Chunk.keeping(records));
    }

    @Override
    Amount distribute(Chunk chunk) {
        for (int from = 0, to; from < chunk.size(); from = to) {
            to = endOfBatch(chunk, from);
            Lane<V> lane = new Lane<>(this, setup());
            SharedSlice slice = new SharedSlice(lane, this, chunk, from, to);
            slices.put(lane, slice);
            lane.add(slice);
        }
        return amount();
    }

    /** What was tried more often is handled apart from what was not, so that it is not given up with it. */
    private int endOfBatch(Chunk chunk, int from) {
        int delivery = SharedBatch.delivery(chunk.record(from));
        int to = from + 1;
        while (to < chunk.size() && to - from < together && SharedBatch.delivery(chunk.record(to)) == delivery) {
            to++;
        }
        return to;
    }

    /** Nothing can be fetched again from here. */
    @Override
    long trim(OffsetTracker tracker, Amount limit) {
        return NONE;
    }

    @Override
    void givingUp(Handling dead) {
        for (Message<?> it : dead.messages()) {
            rejected.add(it.offset());
        }
    }

    /** A message is finished; any thread. */
    void finishedOne() {
        if (unfinished.decrementAndGet() == 0) {
            onFinished.run();
        }
    }

    // ---- what the poll thread does

    /** That message is never handled, as nobody gets it if that ends the process. */
    void giveUp(long offset, Failing why) {
        last.put(offset, why);
        condemn(offset, why);
    }

    /** Whether there are messages that are lost unless they are given up here. */
    boolean isGivingUp() {
        return !last.isEmpty() && chunk.firstUnfinished(0) < chunk.size();
    }

    /** Tries here what pauses and nobody else should try: to handle it, or just to give it up. */
    void tryAgain(Lane<?> lane, LanePause pause) {
        Failing why = last.get(pause.offset());
        if (why != null) {
            condemn(pause.offset(), why);
        }
        lane.resume(pause);
    }

    /** Acknowledges what is finished and not yet acknowledged; returns how much that is. */
    int settle(ShareClient client) {
        int count = 0;
        for (int i = acknowledged.nextClearBit(0); i < chunk.size(); i = acknowledged.nextClearBit(i + 1)) {
            if (chunk.isFinished(i) && !renewing.get(i) && !lost) {
                acknowledged.set(i);
                client.acknowledge(chunk.record(i), outcome(i));
                count++;
            }
        }
        return count;
    }

    private AcknowledgeType outcome(int index) {
        if (released.get(index)) {
            return AcknowledgeType.RELEASE;
        }
        return rejected.contains(chunk.offset(index)) ? AcknowledgeType.REJECT : AcknowledgeType.ACCEPT;
    }

    /** Whether there is nothing left of it to do for this member. */
    boolean isSettled() {
        return lost || acknowledged.nextClearBit(0) >= chunk.size();
    }

    /** Keeps what is not acknowledged for another while; the client gives it back. */
    void renew(ShareClient client) {
        forEachHeld(index -> {
            client.acknowledge(chunk.record(index), AcknowledgeType.RENEW);
            renewing.set(index);
        });
    }

    private void forEachHeld(IntConsumer what) {
        for (int i = acknowledged.nextClearBit(0); i < chunk.size() && !lost; i = acknowledged.nextClearBit(i + 1)) {
            if (!renewing.get(i)) {
                what.accept(i);
            }
        }
    }

    boolean isRenewing() {
        return !lost && !renewing.isEmpty();
    }

    /** The client has given that message back; false if it is none of these. */
    boolean renewed(long offset) {
        int index = chunk.indexOf(offset);
        if (index < 0 || !renewing.get(index)) {
            return false;
        }
        renewing.clear(index);
        return true;
    }

    /** Whether that message is being renewed. */
    boolean isRenewing(long offset) {
        int index = chunk.indexOf(offset);
        return index >= 0 && !lost && renewing.get(index);
    }

    /** These messages are no longer this member's: what is done with them does not count. */
    void lose() {
        lost = true;
        fence();
    }

    /** Leaves what has failed in that lane, or all of it, to whoever gets it next. */
    void release(Lane<?> lane, long fromOffset) {
        SharedSlice slice = slices.get(lane);
        for (int i = 0; slice != null && i < slice.size(); i++) {
            if (!slice.isFinished(i) && slice.offset(i) >= fromOffset) {
                released.set(slice.from() + i);
                slice.finish(i);
            }
        }
    }

    /** The same, of what is held and has not been started; nothing is left to others that they would never get. */
    void releaseUnstarted() {
        slices.forEach((lane, slice) -> {
            int index = lane.unstarted(slice);
            if (index >= 0 && index < slice.size()) {
                release(lane, slice.offset(index));
            }
        });
    }

    /** Create time of the first message that is not finished in milliseconds, or -1. */
    long oldestTimestamp() {
        int index = chunk.firstUnfinished(0);
        return index == chunk.size() ? -1 : chunk.record(index).timestamp();
    }

    /** Those messages that nobody gets any more if they are not finished here. */
    List<Long> lastOf(ShareLimits limits) {
        return IntStream.range(0, chunk.size())
                .filter(it -> !chunk.isFinished(it) && limits.isLast(SharedBatch.delivery(chunk.record(it))))
                .mapToObj(chunk::offset)
                .toList();
    }
}
