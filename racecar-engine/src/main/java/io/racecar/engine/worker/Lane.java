package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.codec.RecordMessage;
import io.racecar.engine.produce.Receipt;
import io.racecar.engine.worker.Backlog.Amount;
import io.racecar.engine.worker.Failures.Failing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An ordered queue of messages that are handled one after the other, in turns on a handler thread; what fails delays
 * only this lane (F1).
 *
 * <p>A lane belongs to the {@link Lanes} of an epoch of its partition. The poll thread feeds and steers it; the monitor
 * guards what both sides touch, and is taken per slice, never per message.
 */
final class Lane<V> implements Runnable {
    private static final VarHandle HANDLED;

    static {
        try {
            HANDLED = MethodHandles.lookup().findVarHandle(Lane.class, "handled", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private enum State {
        IDLE,
        QUEUED,
        RUNNING,
        /** A delivery has failed (O3), or a dead letter is under way (F6): nothing is started until all are settled. */
        DRAINING,
        PAUSED,
        /** In the line for the rate limit, and called when it is its turn. */
        THROTTLED
    }

    private final Lanes<V> lanes;
    private final LaneSetup<V> setup;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Backlog backlog = new Backlog();

    /** Handled, but acknowledgements are outstanding: what a failed delivery may make it go back to (O3). */
    private final ArrayDeque<Slice> unacknowledged = new ArrayDeque<>(1);

    private List<Failure> undelivered = List.of();

    /** The deliveries that had failed when the lane went back, lowest first: its next turn reports them. */
    private List<Failure> wentBackFor = List.of();

    private State state = State.IDLE;

    /** It waits for a thread, at most once whatever its state does meanwhile. */
    private boolean waiting;

    private @Nullable Thread runner;
    private @Nullable Slice current;
    private @Nullable LanePause pause;

    /** The turn has sent something to the dead-letter topic. The runner's. */
    private boolean buried;

    /** The rate limit has called it, and it has taken nothing since. */
    private boolean called;

    /** As that was when the turn began, and whether it found that it has to wait for a call. The runner's. */
    private boolean mayTake;

    private boolean throttled;

    /** In the first slice: where the turn ends at the latest. The runner's. */
    private int turnEnd;
    /** Before a message that failed, and up to there things are handled again; only in transactions (P3). */
    private @Nullable Barrier barrier;

    private int turn;

    /** The running turn should end after the current message, to see what has changed. */
    private volatile boolean attention;

    /** In the first slice: the next record to handle. The runner's, handed on through the monitor. */
    private int cursor;

    /** In the first slice: up to where the running turn has been admitted. The runner's. */
    private int admittedTo;

    /** As that, but only what the transaction has counted: a batch that is to be handled again as a whole may go beyond. */
    private int countedTo;

    /** In the first slice: where the batch ends that is to be handled again as a whole; 0 for none. */
    private int retryEnd;

    @SuppressWarnings("unused") // through HANDLED
    private long handled;

    private long taken;

    /** The poll thread's. */
    private @Nullable PickedSlice collecting;

    Lane(Lanes<V> lanes, LaneSetup<V> setup) {
        this.lanes = lanes;
        this.setup = setup;
    }

    Partition partition() {
        return lanes.partition();
    }

    /** Of the epoch of its partition. */
    Lanes<V> lanes() {
        return lanes;
    }

    // ---- what a turn uses, on the handler's thread

    Message<V> message(ConsumerRecord<byte[], byte[]> record) {
        return RecordMessage.of(record, setup.decoder());
    }

    int cursor() {
        return cursor;
    }

    void advance(int next) {
        cursor = next;
    }

    /** Where the batch at the cursor must end, or 0 if that is free. */
    int retryEnd() {
        return retryEnd;
    }

    /** The index behind what the turn may handle. */
    int turnEnd() {
        return turnEnd;
    }

    /** The index that no turn goes beyond, however many messages it passes over. */
    int admittedTo() {
        return admittedTo;
    }

    /** Whether all that is finished between two commits may come undone together (P3). */
    boolean isAtomic() {
        return setup.transaction().isAtomic();
    }

    /** Does that when nothing can come undone any more. */
    void whenCommitted(Runnable task) {
        setup.transaction().whenCommitted(task);
    }

    boolean wantsAttention() {
        return attention;
    }

    int attempt(long offset) {
        return lanes.failures().attempt(offset);
    }

    int failedAttempts(long offset) {
        return lanes.failures().attempts(offset);
    }

    void handled(int count) {
        HANDLED.setOpaque(this, handled + count);
    }

    /** What was handled since it was asked last; of an ended turn. */
    long takeHandled() {
        long more = handled - taken;
        taken = handled;
        return more;
    }

    void succeeded(Slice slice, int index) {
        if (!lanes.failures().isEmpty()) {
            long offset = slice.offset(index);
            Failing failed = isAtomic()
                    ? lanes.failures().succeed(offset)
                    : lanes.failures().forget(offset);
            if (failed != null && !failed.buried()) {
                setup.failures()
                        .recovered(
                                partition(),
                                slice.offset(index),
                                failed.attempts() + 1,
                                setup.nanoTime().getAsLong());
            }
        }
    }

    void send(OutgoingMessage message, Receipt receipt) {
        setup.outlet().accept(message, receipt);
    }

    /** Whether what the running handler does no longer counts. Costs no lock. */
    boolean isFenced() {
        return lanes.isFenced();
    }

    void checkNotFenced() {
        if (isFenced()) {
            throw new IllegalStateException(partition()
                    + " has been taken from this worker: what its handler does no longer counts, and the"
                    + " message is handled again elsewhere");
        }
    }

    @Override
    public void run() {
        Slice slice = begin();
        if (slice == null) {
            setup.transaction().rested();
            return;
        }
        LanePause failed;
        try {
            failed = turn(slice);
        } catch (Throwable e) { // not the handler's, whose failures are returned
            setup.loop().fatal(e);
            failed = new LanePause(-1, setup.nanoTime().getAsLong(), null, null, e);
        }
        end(slice, failed);
    }

    private @Nullable LanePause turn(Slice slice) {
        if (!wentBackFor.isEmpty()) {
            return report(lowestUndelivered(), isAtomic());
        }
        int next = slice.firstUnfinished(cursor);
        Failing why = next >= admittedTo ? null : lanes.takeCondemned(slice.offset(next));
        if (why != null) {
            Failure unburied = bury(new MessageHandling(slice, next), why);
            return unburied == null ? null : fail(unburied, why.attempts());
        }
        Failure failure = handle(slice);
        return failure == null ? null : failed(failure);
    }

    private @Nullable LanePause failed(Failure failure) {
        boolean leftTraces = isAtomic() && failure.handling().leftTraces();
        if (failure.handling().isBlamed() || setup.transaction().blames(leftTraces)) {
            return report(failure, leftTraces);
        }
        setup.failures().tellEnd(failure); // it fails with its transaction, and is handled again
        return null;
    }

    private @Nullable Failure handle(Slice slice) {
        turnEnd = admittedTo;
        return setup.pace().isLimited() ? handleLimited(slice) : setup.handler().handle(this, slice);
    }

    /** What is too old is passed over without a look at the limit, however many. */
    private @Nullable Failure handleLimited(Slice slice) {
        Failure unburied = setup.expiry() == null ? null : setup.expiry().skipFirst(this, slice);
        cursor = slice.firstUnfinished(cursor);
        if (unburied != null || attention || cursor >= admittedTo) {
            if (mayTake) {
                setup.pace().passOn();
            }
            return unburied;
        }
        int paced = setup.pace().take(this, slice, mayTake);
        throttled = paced == cursor;
        turnEnd = Math.min(paced, admittedTo);
        return throttled ? null : setup.handler().handle(this, slice);
    }

    private synchronized @Nullable Slice begin() {
        waiting = false;
        if (state != State.QUEUED) {
            return null;
        }
        if (!lanes.isOpen() || backlog.isEmpty()) { // or what it had was dropped for want of room
            state = State.IDLE;
            return null;
        }
        state = State.RUNNING;
        lanes.turnBegins(this); // before it is admitted: who ends a transaction sees one or the other
        Slice first = backlog.first();
        if (!admit(first)) {
            lanes.turnEnds(this);
            return null;
        }
        turn++;
        attention = false;
        mayTake = called;
        called = false;
        throttled = false;
        runner = Thread.currentThread();
        current = first;
        current.begin();
        return current;
    }

    /** Whether something in the slice may be handled now, and up to where; else it enters another state. */
    private boolean admit(Slice first) {
        int end = first.size();
        Barrier ahead = barrier;
        if (ahead != null && ahead.slice() == first) {
            end = ahead.index();
            if (first.firstUnfinished(cursor) >= end) {
                if (ahead.pause() != null) {
                    pause = ahead.pause();
                    state = State.PAUSED;
                    return false;
                }
                barrier = null;
                retryEnd = ahead.retryEnd();
                end = first.size();
            }
        }
        if (isAtomic()) {
            end = Math.min(end, first.indexFrom(lanes.reach()));
        }
        if (isAtomic() && lanes.anyCondemned()) {
            end = beforeCondemned(first, end);
        }
        int admitted = end <= cursor ? 0 : setup.transaction().admit(end - cursor);
        if (admitted == 0) {
            state = State.IDLE;
            return false;
        }
        countedTo = cursor + admitted;
        admittedTo = Math.max(countedTo, Math.min(end, retryEnd));
        return true;
    }

    /** Turns begin with what is condemned. */
    private int beforeCondemned(Slice slice, int end) {
        for (int i = slice.firstUnfinished(cursor) + 1; i < end; i = slice.firstUnfinished(i + 1)) {
            if (lanes.isCondemned(slice.offset(i))) {
                return i;
            }
        }
        return end;
    }

    /** Reports all deliveries that failed but the first, which it returns. */
    private Failure lowestUndelivered() {
        List<Failure> failed = wentBackFor;
        wentBackFor = List.of();
        failed.subList(1, failed.size()).forEach(this::count);
        return failed.get(0);
    }

    private int count(Failure failure) {
        int attempt = lanes.failures().add(failure.offset(), failure.error());
        setup.failures().tell(failure, attempt);
        return attempt;
    }

    /** @param leftTraces of which the transaction is aborted, or was: a dead letter is for another, after what is before it */
    private @Nullable LanePause report(Failure failure, boolean leftTraces) {
        if (lanes.isInterrupted()) {
            setup.failures().tellEnd(failure);
            return null;
        }
        int attempt = count(failure);
        Failure left = failure;
        if (setup.deadLetters().takes(failure.error(), attempt)) {
            Handling dead = failure.handling().toBury(failure.error());
            Failing why = new Failing(attempt, failure.error(), false);
            if (leftTraces) {
                dead.messages().forEach(it -> lanes.condemn(it.offset(), why));
                return null;
            }
            left = bury(dead, why);
        }
        return left == null ? null : fail(left, attempt);
    }

    private LanePause fail(Failure failure, int attempt) {
        long now = setup.nanoTime().getAsLong();
        if (setup.failures().stopsConsumer(failure.error())) {
            setup.loop().fatal(failure.error());
            return new LanePause(failure.offset(), now, null, null, failure.error());
        }
        retryEnd = failure.handling().end();
        return setup.failures().pause(failure, attempt, now, lanes.keyOf(failure.handling()));
    }

    /**
     * What goes to the dead-letter topic counts as handled from here on, and as finished once that is acknowledged (F6). What is
     * behind it waits for that: if it fails, the message is handled again, and still in order.
     *
     * @return the failure to do so, as nothing is dropped; null if all is well
     */
    private @Nullable Failure bury(Handling dead, Failing why) {
        try {
            setup.deadLetters().send(dead, why);
        } catch (RuntimeException e) {
            dead.abandon();
            return new Failure(dead, e, null);
        }
        lanes.failures().bury(dead.firstOffset(), why.skip());
        lanes.givingUp(dead);
        dead.returned();
        buried = true;
        retryEnd = 0;
        cursor = dead.end();
        return null;
    }

    private void end(Slice slice, @Nullable LanePause failed) {
        Amount change = Amount.NONE;
        boolean resting;
        synchronized (this) {
            runner = null;
            current = null;
            Thread.interrupted(); // was meant for this turn
            pause = null;
            // a fenced one's may be over; else this monitor is entered before the next transaction begins
            if (!lanes.isFenced()) {
                setup.transaction().giveBack(countedTo - cursor);
            }
            if (cursor >= slice.size() && failed == null && backlog.startsWith(slice)) {
                change = Amount.NONE.minus(backlog.removeFirst().amount());
                cursor = 0;
                retryEnd = 0;
                remember(slice);
            }
            lanes.turnEnds(this);
            if (!undelivered.isEmpty() || (buried && outstanding.get() > 0 && !isAtomic())) {
                state = State.DRAINING;
                change = change.plus(rewindIfSettled());
            } else if (failed != null && isAtomic() && isAhead(failed)) {
                barrier = barrierBefore(failed);
                state = State.IDLE;
                schedule();
            } else if (failed != null) {
                pause = failed;
                state = State.PAUSED;
            } else if (throttled && !called) {
                state = State.THROTTLED;
            } else {
                state = State.IDLE;
                schedule();
            }
            buried = false;
            resting = !lanes.isOpen();
        }
        lanes.buffered(change);
        if (failed != null) {
            setup.loop().paused(this);
        }
        if (resting) {
            setup.loop().rested(lanes);
        }
        setup.transaction().rested();
    }

    /** Whether there is something to be handled before what failed. */
    private boolean isAhead(LanePause failed) {
        Slice first = backlog.isEmpty() ? null : backlog.first();
        int next = first == null ? 0 : first.firstUnfinished(cursor);
        return first != null && next < first.size() && first.offset(next) < failed.offset();
    }

    private @Nullable Barrier barrierBefore(LanePause failed) {
        for (Slice it : backlog.slices()) {
            int index = it.indexFrom(failed.offset());
            if (index < it.size()) {
                int end = retryEnd;
                retryEnd = 0;
                return new Barrier(it, index, end, failed);
            }
        }
        return null;
    }

    /** Keeps what is handled as long as it might have to be handled again. */
    private void remember(Slice slice) {
        forgetAcknowledged();
        if (isAtomic() || !slice.isFinished()) {
            unacknowledged.addLast(slice);
        }
    }

    private void forgetAcknowledged() {
        while (!isAtomic()
                && !unacknowledged.isEmpty()
                && unacknowledged.getFirst().isFinished()) {
            unacknowledged.removeFirst();
        }
    }

    // ---- what outputs say, on the producer's thread

    void outputsOutstanding() {
        outstanding.incrementAndGet();
        lanes.outputsOutstanding();
    }

    /** With a transaction, that of another handling may have failed this one's. */
    void undelivered(Failure failure) {
        if (!isAtomic() || failure.handling().isBlamed() || setup.transaction().blames(true)) {
            goBackFor(failure);
        }
    }

    private synchronized void goBackFor(Failure failure) {
        if (undelivered.isEmpty()) {
            undelivered = new ArrayList<>();
        }
        undelivered.add(failure);
        attention = true;
        if (state != State.RUNNING) {
            state = State.DRAINING;
        }
    }

    void outputsSettled() {
        lanes.outputsSettled();
        if (outstanding.decrementAndGet() > 0) {
            return;
        }
        Amount change;
        boolean resting;
        synchronized (this) {
            change = rewindIfSettled();
            forgetAcknowledged();
            resting = !lanes.isOpen() || state == State.PAUSED;
        }
        lanes.buffered(change);
        if (resting) {
            setup.loop().rested(lanes);
        }
        setup.transaction().rested();
    }

    /**
     * Goes on with the first unfinished message once everything outstanding is settled: back to it after a failed delivery (O3).
     *
     * @return by how much more is buffered now
     */
    private Amount rewindIfSettled() {
        if (lanes.isFenced() || state != State.DRAINING || outstanding.get() > 0 || isAtomic()) {
            return Amount.NONE; // in a transaction it is rolled back
        }
        wentBackFor = undelivered.stream()
                .sorted(Comparator.comparingLong(Failure::offset))
                .toList();
        undelivered = List.of();
        Amount more = goBack();
        state = State.IDLE;
        schedule();
        return more;
    }

    /** Has before it again what is unfinished; returns how much more is buffered now. */
    private Amount goBack() {
        List<Slice> unfinished = new ArrayList<>(unacknowledged);
        unacknowledged.clear();
        unfinished.addAll(backlog.slices());
        unfinished.removeIf(Slice::isFinished);
        cursor = 0;
        retryEnd = 0;
        return backlog.replace(unfinished);
    }

    // ---- what the poll thread does

    synchronized void add(Slice slice) {
        backlog.add(slice);
        schedule();
    }

    /** Takes up a record that is to be added with others; returns how many those are. */
    int collect(Chunk chunk, int index) {
        if (collecting == null) {
            collecting = new PickedSlice(this);
        }
        collecting.add(chunk, index);
        return collecting.size();
    }

    int collected() {
        return collecting == null ? 0 : collecting.size();
    }

    /** Adds a condemned message, after what was collected, so that a turn begins with it; returns how much all that is. */
    Amount addCondemned(Chunk chunk, int index) {
        Amount before = addCollected();
        PickedSlice alone = PickedSlice.alone(this, chunk, index);
        Amount more = alone.amount();
        add(alone);
        return before.plus(more);
    }

    /** Adds what was collected; returns how much that is. */
    Amount addCollected() {
        PickedSlice collected = collecting;
        if (collected == null) {
            return Amount.NONE;
        }
        collecting = null;
        Amount more = collected.amount();
        add(collected);
        return more;
    }

    private void schedule() {
        if (state == State.IDLE && lanes.isOpen() && !backlog.isEmpty()) {
            state = State.QUEUED;
            if (!waiting) {
                waiting = true;
                setup.threads().execute(this);
            }
        }
    }

    /** Whether it is allowed to start messages. Any thread. */
    boolean isOpen() {
        return lanes.isOpen();
    }

    /** It is its turn under the rate limit. */
    synchronized void called() {
        called = true;
        if (state == State.THROTTLED) {
            state = State.IDLE;
            schedule();
        }
    }

    /** Messages may be started again. */
    synchronized void opened() {
        schedule();
    }

    /** Less is allowed than was: the running turn ends after the current message, or at once. */
    synchronized void restricted() {
        attention = true;
        if (runner != null && lanes.isInterrupted()) {
            runner.interrupt();
        }
    }

    /** Drops all that is buffered; returns by how much more is buffered now. */
    synchronized Amount clear() {
        unacknowledged.clear();
        barrier = null;
        return backlog.replace(List.of());
    }

    /** What was handled is so for good (P3). */
    synchronized void settle() {
        unacknowledged.clear();
    }

    /**
     * Goes back to what is finished for good (P3), and stops before what failed; nothing runs, and nothing is outstanding.
     *
     * @return by how much more is buffered now
     */
    @SuppressWarnings("ReferenceEquality") // that very pause
    synchronized Amount rollBack() {
        LanePause failed = pause;
        boolean atBarrier = barrier != null && barrier.pause() == failed;
        if (state == State.PAUSED && failed != null && !atBarrier) {
            barrier = barrierBefore(failed);
        } else if (barrier == null && retryEnd > 0 && !backlog.isEmpty()) {
            Slice first = backlog.first();
            barrier = new Barrier(first, first.firstUnfinished(cursor), retryEnd, null);
        }
        Amount more = goBack();
        pause = null;
        if (!undelivered.isEmpty()) {
            wentBackFor = undelivered;
            undelivered = List.of();
        }
        state = State.IDLE;
        return more;
    }

    /** Makes the running turn end after the current message, so that other lanes get theirs. */
    void giveWay() {
        attention = true;
    }

    /** Goes on at once if it is in that pause; false if it is not, or no longer. */
    @SuppressWarnings("ReferenceEquality") // that very pause
    synchronized boolean resume(LanePause ended) {
        Barrier ahead = barrier;
        if (ahead != null && ahead.pause() == ended && !lanes.isFenced()) {
            barrier = ahead.withoutPause();
            if (state != State.PAUSED) {
                return true;
            }
        } else if (state != State.PAUSED || pause != ended || lanes.isFenced()) {
            return false;
        }
        pause = null;
        state = State.IDLE;
        schedule();
        return true;
    }

    /**
     * Drops what it has beyond that amount if it rests, but nothing that is to be handled again (L3).
     *
     * @return the first offset that was dropped, or {@link Lanes#NONE}
     */
    long trim(Amount limit) {
        long from;
        Amount dropped;
        synchronized (this) {
            from = isResting() && !backlog.isEmpty() ? backlog.cut(stays(), limit) : Lanes.NONE;
            dropped = from == Lanes.NONE ? Amount.NONE : backlog.dropFrom(from);
        }
        lanes.buffered(Amount.NONE.minus(dropped));
        return from;
    }

    /**
     * How many records of the first slice stay in any case: up to the lowest unfinished one, as nothing below that may be fetched
     * again, and with it the batch that is to be handled again as a whole.
     */
    private int stays() {
        Slice first = backlog.first();
        int retried = barrier != null && barrier.slice() == first ? barrier.retryEnd() : retryEnd;
        return Math.max(first.firstUnfinished(cursor) + 1, retried);
    }

    /** The offset behind what must stay: what is to be handled again. 0 if all of it can be dropped. */
    synchronized long staysTo() {
        boolean begun = isPaused() || cursor > 0 || retryEnd > 0;
        if (backlog.isEmpty() || !begun) {
            return 0;
        }
        Slice first = backlog.first();
        return first.offset(Math.min(first.size(), stays()) - 1) + 1;
    }

    void dropFrom(long offset) {
        Amount dropped;
        synchronized (this) {
            dropped = backlog.dropFrom(offset);
        }
        lanes.buffered(Amount.NONE.minus(dropped));
    }

    // ---- what the poll thread and operators look at

    /** It has nothing, and nothing may come back. */
    synchronized boolean isIdle() {
        return state == State.IDLE
                && !waiting
                && backlog.isEmpty()
                && outstanding.get() == 0
                && unacknowledged.isEmpty();
    }

    synchronized boolean isRunning() {
        return runner != null;
    }

    synchronized boolean isPaused() {
        return state == State.PAUSED || (barrier != null && barrier.pause() != null);
    }

    /** Nothing of what it has is started before something else happens, and it can be dropped. */
    synchronized boolean isResting() {
        boolean held = !lanes.isOpen() && runner == null && state != State.DRAINING && wentBackFor.isEmpty();
        return held || state == State.PAUSED || (state == State.IDLE && backlog.isEmpty());
    }

    /** The index in that slice from which on nothing is begun before it is allowed again; -1 if it is under way. */
    synchronized int unstarted(Slice slice) {
        boolean rests = !lanes.isOpen() && runner == null && state != State.DRAINING && state != State.PAUSED;
        return rests && backlog.startsWith(slice) ? cursor : -1;
    }

    synchronized @Nullable LanePause pause() {
        Barrier ahead = barrier;
        return pause == null && ahead != null ? ahead.pause() : pause;
    }

    /** The stack of the running handler; empty if none runs. */
    synchronized List<StackTraceElement> stack() {
        return runner == null ? List.of() : List.of(runner.getStackTrace());
    }

    /** The message that is being handled, or the first of a batch, as far as that can be seen from outside; null if none is. */
    synchronized @Nullable ConsumerRecord<byte[], byte[]> atWork() {
        if (current == null) {
            return null;
        }
        int index = current.firstUnfinished(cursor);
        return index == current.size() ? null : current.record(index);
    }

    /** How many turns have begun. */
    synchronized int turn() {
        return turn;
    }

    /** How many messages handlers have returned from. */
    long handled() {
        return (long) HANDLED.getOpaque(this);
    }
}
