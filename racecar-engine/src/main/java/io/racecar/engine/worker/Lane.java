package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.codec.RecordMessage;
import io.racecar.engine.produce.Receipt;
import io.racecar.engine.worker.Backlog.Amount;
import io.racecar.engine.worker.Backlog.Dropped;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An ordered queue of messages that are handled one after the other, in turns on a handler thread; what fails delays
 * only this lane (F1).
 *
 * <p>A lane lives as long as an epoch of its partition: revocation, seek and skip fence it and start a new one, so a handler
 * of the old epoch can no longer move an offset (R1, O7). The poll thread feeds and steers it; the monitor guards what both
 * sides touch, and is taken per chunk, never per message.
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
        /** A delivery has failed: nothing is started until all outstanding ones are settled (O3). */
        DRAINING,
        PAUSED
    }

    /** What the poll thread allows; in growing strictness. */
    private enum Permit {
        OPEN,
        /** No new message is started. */
        HELD,
        /** As held, and the running handler is interrupted, so its failure is not the message's (S1). */
        INTERRUPTED,
        /** As interrupted, and whatever the handler does no longer counts (R1). */
        FENCED
    }

    private final Partition partition;
    private final LaneSetup<V> setup;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Queue<Failure> undelivered = new ConcurrentLinkedQueue<>();

    /** The deliveries that had failed when the lane went back, lowest first: its next turn reports them. */
    private List<Failure> wentBackFor = List.of();

    /** Failed handlings per offset; entries go with success. */
    private final ConcurrentSkipListMap<Long, Integer> failures = new ConcurrentSkipListMap<>();

    private final Backlog backlog = new Backlog();
    private State state = State.IDLE;
    private Permit permit = Permit.HELD;

    /** It waits for a thread, at most once whatever its state does meanwhile. */
    private boolean waiting;

    private @Nullable Thread runner;
    private @Nullable Chunk current;
    private @Nullable LanePause pause;
    private int turn;

    /** The running turn should end after the current message, to see what has changed. */
    private volatile boolean attention;

    private volatile @Nullable Throwable lastFailure;

    /** In the first chunk: the next record to handle. The runner's, handed on through the monitor. */
    private int cursor;

    /** In the first chunk: where the batch ends that is to be handled again as a whole; 0 for none. */
    private int retryEnd;

    @SuppressWarnings("unused") // through HANDLED
    private long handled;

    Lane(Partition partition, LaneSetup<V> setup) {
        this.partition = partition;
        this.setup = setup;
    }

    Partition partition() {
        return partition;
    }

    // ---- what a turn uses, on the handler's thread

    Decoder<V> decoder() {
        return setup.decoder();
    }

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

    boolean wantsAttention() {
        return attention;
    }

    int attempt(long offset) {
        return failures.isEmpty() ? 1 : failures.getOrDefault(offset, 0) + 1;
    }

    void handled(int count) {
        HANDLED.setOpaque(this, handled + count);
    }

    void succeeded(Chunk chunk, int index) {
        if (!failures.isEmpty()) {
            long offset = chunk.record(index).offset();
            Integer failed = failures.remove(offset);
            if (failed != null) {
                setup.failures().recovered(partition, offset, failed + 1);
            }
        }
    }

    void send(OutgoingMessage message, Receipt receipt) {
        setup.outlet().accept(message, receipt);
    }

    /** Whether what the running handler does no longer counts. Costs no lock as long as nothing is wanted of the lane. */
    boolean isFenced() {
        return attention && permits(Permit.FENCED);
    }

    private synchronized boolean permits(Permit strictest) {
        return permit == strictest;
    }

    void checkNotFenced() {
        if (isFenced()) {
            throw new IllegalStateException(partition
                    + " has been taken from this worker: what its handler does no longer counts, and the"
                    + " message is handled again elsewhere");
        }
    }

    @Override
    public void run() {
        Chunk chunk = begin();
        if (chunk == null) {
            return;
        }
        LanePause failed;
        try {
            Failure failure = wentBackFor.isEmpty() ? setup.handler().handle(this, chunk) : lowestUndelivered();
            failed = failure == null ? null : report(failure);
        } catch (Throwable e) { // not the handler's, whose failures are returned
            setup.loop().fatal(e);
            failed = new LanePause(-1, setup.nanoTime().getAsLong(), null, e);
        }
        end(chunk, failed);
    }

    private synchronized @Nullable Chunk begin() {
        waiting = false;
        if (state != State.QUEUED) {
            return null;
        }
        if (permit != Permit.OPEN) {
            state = State.IDLE;
            return null;
        }
        state = State.RUNNING;
        turn++;
        attention = false;
        runner = Thread.currentThread();
        current = backlog.first();
        return current;
    }

    private synchronized boolean isInterrupted() {
        return permit.compareTo(Permit.INTERRUPTED) >= 0;
    }

    /** Reports all deliveries that failed but the first, which it returns. */
    private Failure lowestUndelivered() {
        List<Failure> failed = wentBackFor;
        wentBackFor = List.of();
        failed.subList(1, failed.size()).forEach(this::count);
        return failed.get(0);
    }

    private int count(Failure failure) {
        int attempt = failures.merge(failure.offset(), 1, Integer::sum);
        setup.failures().tell(failure, attempt);
        return attempt;
    }

    private @Nullable LanePause report(Failure failure) {
        if (isInterrupted()) {
            setup.failures().tellEnd(failure);
            return null;
        }
        int attempt = count(failure);
        lastFailure = failure.error();
        if (setup.failures().stopsConsumer(failure.error())) {
            setup.loop().fatal(failure.error());
            return new LanePause(failure.offset(), setup.nanoTime().getAsLong(), null, failure.error());
        }
        retryEnd = failure.handling().end();
        return setup.failures().pause(failure, attempt, setup.nanoTime().getAsLong());
    }

    private void end(Chunk chunk, @Nullable LanePause failed) {
        Amount done = null;
        int left;
        boolean resting;
        synchronized (this) {
            runner = null;
            current = null;
            Thread.interrupted(); // was meant for this turn
            pause = null;
            if (!undelivered.isEmpty()) {
                state = State.DRAINING;
            } else if (failed != null) {
                pause = failed;
                state = State.PAUSED;
            } else {
                state = State.IDLE;
                if (cursor >= chunk.size() && backlog.startsWith(chunk)) {
                    done = backlog.removeFirst();
                    cursor = 0;
                    retryEnd = 0;
                }
                schedule();
            }
            left = backlog.amount().messages();
            resting = permit != Permit.OPEN || state == State.DRAINING;
        }
        if (done != null) {
            setup.loop().roomMade(done, left);
        }
        if (failed != null) {
            setup.loop().paused(this);
        }
        if (resting) {
            setup.loop().rested(this);
        }
    }

    // ---- what outputs say, on the producer's thread

    void outputsOutstanding() {
        outstanding.incrementAndGet();
    }

    void undelivered(Failure failure) {
        undelivered.add(failure);
        synchronized (this) {
            attention = true;
            if (state != State.RUNNING) {
                state = State.DRAINING;
            }
        }
    }

    void outputsSettled() {
        if (outstanding.decrementAndGet() == 0 && wantsRest()) {
            setup.loop().rested(this);
        }
    }

    private synchronized boolean wantsRest() {
        return permit != Permit.OPEN || state == State.DRAINING;
    }

    // ---- what the poll thread does

    synchronized void add(Chunk chunk) {
        backlog.add(chunk);
        schedule();
    }

    private void schedule() {
        if (state == State.IDLE && permit == Permit.OPEN && !backlog.isEmpty()) {
            state = State.QUEUED;
            if (!waiting) {
                waiting = true;
                setup.threads().execute(this);
            }
        }
    }

    /** Lets messages be started. */
    synchronized void open() {
        if (permit != Permit.FENCED) {
            permit = Permit.OPEN;
            schedule();
        }
    }

    synchronized void hold() {
        restrict(Permit.HELD);
    }

    synchronized void interrupt() {
        restrict(Permit.INTERRUPTED);
    }

    /** Whatever runs here no longer counts; returns what was buffered. */
    synchronized Amount fence() {
        restrict(Permit.FENCED);
        Amount buffered = backlog.amount();
        backlog.replace(List.of());
        return buffered;
    }

    private void restrict(Permit wanted) {
        if (wanted.compareTo(permit) <= 0) {
            return;
        }
        permit = wanted;
        attention = true;
        if (runner != null && wanted != Permit.HELD) {
            runner.interrupt();
        }
    }

    /** Makes the running turn end after the current message, so that other lanes get theirs. */
    void giveWay() {
        attention = true;
    }

    /** Goes on at once if it is in that pause; false if it is not, or no longer. */
    @SuppressWarnings("ReferenceEquality") // that very pause
    synchronized boolean resume(LanePause ended) {
        if (state != State.PAUSED || pause != ended) {
            return false;
        }
        pause = null;
        state = State.IDLE;
        schedule();
        return true;
    }

    /** The message at that offset no longer fails: it is skipped. */
    void forgive(long offset) {
        failures.remove(offset);
    }

    /** Gives a new lane what its epoch begins with. */
    synchronized Amount fill(List<Chunk> chunks) {
        Amount more = backlog.replace(chunks);
        schedule();
        return more;
    }

    /**
     * Goes back to the first unfinished message once everything outstanding is settled after a failed delivery (O3).
     *
     * @return by how much more is buffered now, or null if there is nothing to go back for, or not yet
     */
    synchronized @Nullable Amount rewind(List<Chunk> unfinished) {
        if (permit == Permit.FENCED || state != State.DRAINING || outstanding.get() > 0) {
            return null;
        }
        List<Failure> failed = new ArrayList<>();
        for (Failure next; (next = undelivered.poll()) != null; ) {
            failed.add(next);
        }
        failed.sort(Comparator.comparingLong(Failure::offset));
        wentBackFor = failed;
        Amount more = backlog.replace(unfinished);
        cursor = 0;
        retryEnd = 0;
        state = State.IDLE;
        schedule();
        return more;
    }

    /**
     * Drops what a lane that pauses or is held has beyond its share (L3), but nothing of what is to be handled again, nor of
     * what is finished: that could not be told from the rest when it is fetched again (O3).
     */
    synchronized @Nullable Dropped trim(int mostMessages, long mostBytes) {
        boolean held = permit != Permit.OPEN && runner == null && state != State.DRAINING && wentBackFor.isEmpty();
        boolean resting = state == State.PAUSED || held;
        return resting ? backlog.trim(Math.max(cursor + 1, retryEnd), mostMessages, mostBytes) : null;
    }

    // ---- what the poll thread and operators look at

    /** No handler runs and nothing is outstanding. */
    synchronized boolean isQuiet() {
        return runner == null && outstanding.get() == 0;
    }

    synchronized boolean isRunning() {
        return runner != null;
    }

    synchronized boolean isPaused() {
        return state == State.PAUSED;
    }

    synchronized @Nullable LanePause pause() {
        return pause;
    }

    synchronized Amount buffered() {
        return backlog.amount();
    }

    /** The stack of the running handler; empty if none runs. */
    synchronized List<StackTraceElement> stack() {
        return runner == null ? List.of() : List.of(runner.getStackTrace());
    }

    /** The message that is being handled, or the first of a batch, as far as that can be seen from outside; null if none is. */
    synchronized @Nullable ConsumerRecord<byte[], byte[]> atWork() {
        return current == null ? null : current.record(Math.min(current.firstUnfinished(cursor), current.size() - 1));
    }

    /** How many turns have begun. */
    synchronized int turn() {
        return turn;
    }

    /** How many messages handlers have returned from. */
    long handled() {
        return (long) HANDLED.getOpaque(this);
    }

    /** What the last failed handling threw, whatever came of it since. */
    @Nullable Throwable lastFailure() {
        return lastFailure;
    }

    /** The lowest offset that keeps failing and how often it has, or null. */
    Map.@Nullable Entry<Long, Integer> lowestFailure() {
        return failures.firstEntry();
    }
}
