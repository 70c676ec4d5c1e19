package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.engine.worker.Backlog.Amount;
import io.racecar.engine.worker.Failures.Failing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one partition for one epoch, and what is allowed to all of them.
 *
 * <p>They live as long as an epoch of the partition: revocation, seek and skip fence them and start new ones, so a handler
 * of the old epoch can no longer move an offset (R1, O7). Only the poll thread calls this, but for what lanes call.
 */
abstract class Lanes<V> {
    /** No offset. */
    static final long NONE = -1;

    /** As {@link #wakeAt}: nothing that is done here matters to the poll thread. */
    static final int NEVER = -1;

    /** What the poll thread allows; in growing strictness. */
    private enum Permit {
        OPEN,
        /** No new message is started. */
        HELD,
        /** As held, and the running handlers are interrupted, so their failures are not the messages' (S1). */
        INTERRUPTED,
        /** As interrupted, and whatever the handlers do no longer counts (R1). */
        FENCED
    }

    private final Partition partition;
    private final LaneSetup<V> setup;
    private final Failures failures;

    /** What goes to the dead-letter topic in place of its next handling, by offset. */
    private final Map<Long, Failing> condemned = new ConcurrentHashMap<>();

    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long reach = Long.MAX_VALUE;
    private volatile Permit permit = Permit.HELD;
    private volatile int wakeAt = NEVER;

    Lanes(Partition partition, LaneSetup<V> setup) {
        this(partition, setup, new Failures());
    }

    Lanes(Partition partition, LaneSetup<V> setup, Failures failures) {
        this.partition = partition;
        this.setup = setup;
        this.failures = failures;
    }

    final Partition partition() {
        return partition;
    }

    final LaneSetup<V> setup() {
        return setup;
    }

    /** Those that may have something to do. */
    abstract Collection<Lane<V>> active();

    /** Those in which a handler runs. Any thread. */
    abstract Collection<Lane<V>> running();

    /** How many messages handlers have returned from. Any thread. */
    abstract long handled();

    /** Whether all of the partition is one lane, so that a failure pauses all of it. */
    abstract boolean isOne();

    /** What the partition's records are kept in until they are finished. */
    abstract List<Chunk> chunks(List<ConsumerRecord<byte[], byte[]>> records);

    /**
     * Distributes what is unfinished of a chunk; what is condemned is a slice of its own.
     *
     * @return how much that is
     */
    abstract Amount distribute(Chunk chunk);

    /** Lets go of lanes that are not needed any more; called every now and then. */
    void tidy() {}

    /**
     * Drops what lanes that rest have beyond that amount, but nothing that is to be handled again.
     *
     * @return the offset from which on everything has to be fetched again; -1 if nothing was dropped
     */
    abstract long trim(OffsetTracker tracker, Amount limit);

    // ---- what lanes ask and say, on any thread

    final Failures failures() {
        return failures;
    }

    /** Null if it is to be handled. */
    final @Nullable Failing takeCondemned(long offset) {
        return condemned.isEmpty() ? null : condemned.remove(offset);
    }

    final boolean isOpen() {
        return permit == Permit.OPEN;
    }

    final boolean isInterrupted() {
        return permit.compareTo(Permit.INTERRUPTED) >= 0;
    }

    final boolean isFenced() {
        return permit == Permit.FENCED;
    }

    /** The offset from which on nothing is started now. */
    final long reach() {
        return reach;
    }

    /** A handler starts to run in that lane; its monitor is held. */
    abstract void turnBegins(Lane<V> lane);

    /** No handler runs in that lane any more; its monitor is held. */
    abstract void turnEnds(Lane<V> lane);

    /** Its messages are given up and finished as soon as that is acknowledged (F6); the handler's thread. */
    void givingUp(Handling dead) {}

    final void outputsOutstanding() {
        outstanding.incrementAndGet();
    }

    final void outputsSettled() {
        outstanding.decrementAndGet();
    }

    /** More is buffered than was, or less. */
    final void buffered(Amount change) {
        if (change.messages() != 0 || change.bytes() != 0) {
            bytes.addAndGet(change.bytes());
            int left = messages.addAndGet(change.messages());
            setup.loop().buffered(this, change, left);
        }
    }

    /** The key that tells the lane of a handling from others, as text; null if there is none. */
    abstract @Nullable String keyOf(Handling handling);

    // ---- what the poll thread does

    /** Hands over what was polled. */
    final void add(Chunk chunk) {
        Amount whole = new Amount(chunk.size(), chunk.bytes());
        buffered(whole);
        Amount waiting = distribute(chunk);
        buffered(waiting.minus(whole)); // without what is finished already
    }

    /** Begins an epoch with what an earlier one had. */
    final void fill(List<Chunk> chunks) {
        chunks.forEach(this::add);
    }

    /** As {@link #fill}, but the message at that offset goes to the dead-letter topic, if it is still unfinished. */
    final void fillAndBury(List<Chunk> chunks, long offset, Failing why) {
        if (chunks.stream().anyMatch(it -> it.isUnfinished(offset))) {
            condemn(offset, why);
        }
        fill(chunks);
    }

    /** The message at that offset, with which its lane begins or which comes yet, goes to the dead-letter topic instead. */
    final void condemn(long offset, Failing why) {
        condemned.put(offset, why);
    }

    /** What another epoch has condemned, and not come to yet. */
    final void condemnAll(Lanes<?> before) {
        condemned.putAll(before.condemned);
    }

    final boolean isCondemned(long offset) {
        return condemned.containsKey(offset);
    }

    final boolean anyCondemned() {
        return !condemned.isEmpty();
    }

    /** Lets messages be started. */
    final void open() {
        if (permit != Permit.FENCED && permit != Permit.OPEN) {
            permit = Permit.OPEN;
            active().forEach(Lane::opened);
        }
    }

    final void hold() {
        restrict(Permit.HELD);
    }

    final void interrupt() {
        restrict(Permit.INTERRUPTED);
    }

    /** Whatever runs here no longer counts, and what is buffered is dropped. */
    final void fence() {
        restrict(Permit.FENCED);
        active().forEach(it -> buffered(it.clear()));
    }

    private void restrict(Permit wanted) {
        if (wanted.compareTo(permit) > 0) {
            permit = wanted;
            active().forEach(Lane::restricted);
        }
    }

    /** The poll thread waits for room here: until no more than that many messages are left. */
    final void wakeAt(int left) {
        wakeAt = left;
    }

    final int wakeAt() {
        return wakeAt;
    }

    /** Starts nothing from that offset on: if it were finished, that could not be committed yet (P3, O4). */
    final void reach(long offset) {
        reach = offset;
    }

    /** What is finished is so for good (P3). */
    final void settle() {
        failures.settle();
        active().forEach(Lane::settle);
    }

    /** Goes back to what is finished for good (P3); nothing runs here, and nothing is outstanding. */
    final void rollBack() {
        failures.rollBack((offset, why) -> {
            if (setup.deadLetters().isEnabled()) {
                condemn(offset, why);
            }
        });
        active().forEach(it -> buffered(it.rollBack()));
    }

    /** Starts what could not be started, if that is allowed. */
    final void goOn() {
        active().forEach(Lane::opened);
    }

    /** Makes running turns end after the current message, so that others get theirs. */
    final void giveWay() {
        running().forEach(Lane::giveWay);
    }

    // ---- what the poll thread and operators look at

    /** No handler runs and nothing is outstanding. */
    final boolean isQuiet() {
        return !isRunning() && outstanding.get() == 0;
    }

    final boolean isRunning() {
        return !running().isEmpty();
    }

    /** Those that pause after a failure. */
    final List<Lane<V>> paused() {
        return active().stream().filter(Lane::isPaused).toList();
    }

    /** The pause after the failure at that offset, or the first of any; null if there is none. */
    final @Nullable LanePause pause(long failing) {
        LanePause found = null;
        for (Lane<V> it : paused()) {
            LanePause pause = it.pause();
            if (pause != null && (found == null || pause.offset() == failing)) {
                found = pause;
            }
        }
        return found;
    }

    final Amount amount() {
        return new Amount(messages.get(), bytes.get());
    }
}
