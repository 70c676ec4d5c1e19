package io.racecar.engine.worker;

import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.codec.RecordMessage;
import io.racecar.engine.produce.Receipt;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Failed handlings per offset; entries go with success. */
    private final ConcurrentSkipListMap<Long, Integer> failures = new ConcurrentSkipListMap<>();

    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private State state = State.IDLE;
    private Permit permit = Permit.HELD;
    private @Nullable Thread runner;
    private @Nullable LanePause pause;
    private int turn;
    private int messages;
    private long bytes;

    /** The running turn should end after the current message, to see what has changed. */
    private volatile boolean attention;

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
            failures.remove(chunk.record(index).offset());
        }
    }

    void send(OutgoingMessage message, Receipt receipt) {
        setup.outlet().accept(message, receipt);
    }

    synchronized void checkNotFenced() {
        if (permit == Permit.FENCED) {
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
            Failure failure = undelivered.isEmpty() ? setup.handler().handle(this, chunk) : lowestUndelivered();
            failed = failure == null || interrupted() ? null : report(failure);
        } catch (Throwable e) { // not the handler's, whose failures are returned
            setup.loop().fatal(e);
            failed = new LanePause(-1, setup.nanoTime().getAsLong(), null, e);
        }
        end(chunk, failed);
    }

    private synchronized @Nullable Chunk begin() {
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
        return queue.getFirst();
    }

    private synchronized boolean interrupted() {
        return permit.compareTo(Permit.INTERRUPTED) >= 0;
    }

    /** Reports all deliveries that failed but the first, which it returns. */
    private Failure lowestUndelivered() {
        List<Failure> failed = new ArrayList<>();
        for (Failure next; (next = undelivered.poll()) != null; ) {
            failed.add(next);
        }
        failed.sort(Comparator.comparingLong(Failure::offset));
        failed.subList(1, failed.size()).forEach(this::count);
        return failed.get(0);
    }

    private int count(Failure failure) {
        int attempt = failures.merge(failure.offset(), 1, Integer::sum);
        setup.failures().tell(failure, attempt);
        return attempt;
    }

    private @Nullable LanePause report(Failure failure) {
        int attempt = count(failure);
        if (setup.failures().stopsConsumer(failure.error())) {
            setup.loop().fatal(failure.error());
            return new LanePause(failure.offset(), setup.nanoTime().getAsLong(), null, failure.error());
        }
        retryEnd = failure.handling().end();
        return setup.failures().pause(failure, attempt, setup.nanoTime().getAsLong());
    }

    private void end(Chunk chunk, @Nullable LanePause failed) {
        int doneMessages = 0;
        long doneBytes = 0;
        int left;
        boolean resting;
        synchronized (this) {
            runner = null;
            Thread.interrupted(); // was meant for this turn
            pause = failed;
            if (!undelivered.isEmpty()) {
                state = State.DRAINING;
            } else if (failed != null) {
                state = State.PAUSED;
            } else {
                state = State.IDLE;
                if (cursor >= chunk.size() && queue.peekFirst() == chunk) {
                    queue.removeFirst();
                    cursor = 0;
                    retryEnd = 0;
                    doneMessages = chunk.size();
                    doneBytes = chunk.bytes();
                    messages -= doneMessages;
                    bytes -= doneBytes;
                }
                schedule();
            }
            left = messages;
            resting = permit != Permit.OPEN || state == State.DRAINING;
        }
        if (doneMessages > 0) {
            setup.loop().roomMade(doneMessages, doneBytes, left);
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
        queue.addLast(chunk);
        messages += chunk.size();
        bytes += chunk.bytes();
        schedule();
    }

    private void schedule() {
        if (state == State.IDLE && permit == Permit.OPEN && !queue.isEmpty()) {
            state = State.QUEUED;
            setup.threads().execute(this);
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

    /** Whatever runs here no longer counts; returns the messages and bytes that were buffered. */
    synchronized Buffered fence() {
        restrict(Permit.FENCED);
        Buffered dropped = new Buffered(messages, bytes);
        queue.clear();
        messages = 0;
        bytes = 0;
        return dropped;
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

    /** Goes on at once after a pause; returns the pause that ended, if the lane was pausing. */
    synchronized @Nullable LanePause resume() {
        if (state != State.PAUSED) {
            return null;
        }
        LanePause ended = pause;
        pause = null;
        state = State.IDLE;
        schedule();
        return ended;
    }

    /** The message at that offset no longer fails: it is skipped. */
    void forgive(long offset) {
        failures.remove(offset);
    }

    /** Gives a new lane what its epoch begins with. */
    synchronized Buffered fill(List<Chunk> chunks) {
        chunks.forEach(this::add);
        return new Buffered(messages, bytes);
    }

    /** Once everything outstanding is settled after a failed delivery: goes back to the first unfinished message (O3). */
    synchronized @Nullable Buffered rewind(List<Chunk> unfinished) {
        if (state != State.DRAINING || outstanding.get() > 0) {
            return null;
        }
        int messagesBefore = messages;
        long bytesBefore = bytes;
        queue.clear();
        messages = 0;
        bytes = 0;
        for (Chunk it : unfinished) {
            queue.addLast(it);
            messages += it.size();
            bytes += it.bytes();
        }
        cursor = 0;
        retryEnd = 0;
        state = State.IDLE;
        schedule();
        return new Buffered(messages - messagesBefore, bytes - bytesBefore);
    }

    /**
     * Drops what a pausing lane holds beyond its share (L3), but never a part of the batch that is to be handled again.
     *
     * @return the first offset that was dropped and what it freed, or null
     */
    synchronized @Nullable Dropped trim(int mostMessages, long mostBytes) {
        if (state != State.PAUSED || (messages <= mostMessages && bytes <= mostBytes)) {
            return null;
        }
        int keptMessages = 0;
        long keptBytes = 0;
        List<Chunk> kept = new ArrayList<>();
        @Nullable ConsumerRecord<byte[], byte[]> firstDropped = null;
        Buffered before = new Buffered(messages, bytes);
        for (Chunk it : queue) {
            if (firstDropped != null) {
                continue;
            }
            int least = kept.isEmpty() ? Math.max(cursor + 1, retryEnd) : 0;
            int size = Math.max(least, it.fitting(mostMessages - keptMessages, mostBytes - keptBytes));
            if (size < it.size()) {
                firstDropped = it.record(size);
                if (size == 0) {
                    continue;
                }
                it.truncate(size);
            }
            kept.add(it);
            keptMessages += it.size();
            keptBytes += it.bytes();
        }
        if (firstDropped == null) {
            return null;
        }
        queue.clear();
        queue.addAll(kept);
        messages = keptMessages;
        bytes = keptBytes;
        return new Dropped(
                firstDropped.offset(),
                firstDropped.leaderEpoch(),
                new Buffered(before.messages() - keptMessages, before.bytes() - keptBytes));
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

    synchronized Buffered buffered() {
        return new Buffered(messages, bytes);
    }

    /** The stack of the running handler; empty if none runs. */
    synchronized List<StackTraceElement> stack() {
        return runner == null ? List.of() : List.of(runner.getStackTrace());
    }

    /** How many turns have begun. */
    synchronized int turn() {
        return turn;
    }

    /** How many messages handlers have returned from. */
    long handled() {
        return (long) HANDLED.getOpaque(this);
    }

    /** The lowest offset that keeps failing and how often it has, or null. */
    Map.@Nullable Entry<Long, Integer> lowestFailure() {
        return failures.firstEntry();
    }

    /** Messages and bytes that wait for handling. */
    record Buffered(int messages, long bytes) {}

    /** What was dropped, to be fetched again. */
    record Dropped(long offset, Optional<Integer> leaderEpoch, Buffered freed) {}

    /** How long the lane has left to pause; for status. */
    @Nullable Duration pauseLeft() {
        LanePause now = pause();
        return now == null ? null : now.left(setup.nanoTime().getAsLong());
    }
}
