package io.racecar.engine.worker;

import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.worker.Line.Waiting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many messages per second a consumer starts, shared by its workers: a bucket that fills at that rate and holds a tenth
 * of a second's worth, however long nothing was started. Thread-safe.
 *
 * <p>Lanes that find too little in it stand in one {@link Line}, whichever worker has them, and are called in turn. A call is only
 * an invitation: what a lane starts is taken out when its turn begins, so that waiting for a thread saves up nothing. No
 * handler thread waits here, and no poll thread either: a rebalance stops the line no more than it stops handlers.
 */
public final class RateLimit {
    private static final double NONE = Double.POSITIVE_INFINITY;
    private static final double LEAST = ConsumerSettings.LEAST_MESSAGES_PER_SECOND;
    private static final double MOST = ConsumerSettings.GREATEST_MESSAGES_PER_SECOND;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What the bucket holds, in seconds. */
    private static final double BUCKET_SECONDS = 0.1;

    /** The line is looked at no more often, however high the rate. */
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Who was called and has taken nothing holds up the others no longer than that. */
    private static final long CALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int FEW = 1024;

    private final long handlers;
    private final LongSupplier nanoTime;
    private final Alarm alarm;
    private final Line line = new Line();
    private volatile double perSecond;
    private double bucket;
    private long filledAt;
    private @Nullable Call next;
    private int sweepAt = FEW;

    /** Runs something later. */
    @FunctionalInterface
    interface Alarm {
        /** Returns at once; what is to be run does not block. */
        void after(long nanos, Runnable what);
    }

    /** An alarm that is set. */
    private record Call(long at) {}

    RateLimit(OptionalDouble perSecond, long handlers, LongSupplier nanoTime, Alarm alarm) {
        this.perSecond = perSecond.orElse(NONE);
        this.handlers = handlers;
        this.nanoTime = nanoTime;
        this.alarm = alarm;
        this.filledAt = nanoTime.getAsLong();
    }

    /**
     * A limit that can be changed later.
     *
     * @param perSecond how many messages per second, or no limit
     * @param handlers how many of the consumer may run at once
     */
    public static RateLimit of(OptionalDouble perSecond, long handlers) {
        return new RateLimit(
                perSecond,
                handlers,
                System::nanoTime,
                (nanos, what) -> CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
                        .execute(what));
    }

    /** In messages per second; empty without a limit. */
    public OptionalDouble perSecond() {
        double now = perSecond;
        return now == NONE ? OptionalDouble.empty() : OptionalDouble.of(now);
    }

    /**
     * Changes it, for messages that wait already too.
     *
     * @throws IllegalArgumentException if it is out of the setting's bounds
     */
    public void change(double messagesPerSecond) {
        if (!(messagesPerSecond >= LEAST && messagesPerSecond <= MOST)) {
            throw new IllegalArgumentException("maxMessagesPerSecond must be a number from " + plain(LEAST) + " to "
                    + plain(MOST) + " but was " + plain(messagesPerSecond) + "; pause the consumer to handle nothing");
        }
        set(messagesPerSecond);
    }

    /** Lifts it, for messages that wait already too. */
    public void lift() {
        set(NONE);
    }

    private void set(double messagesPerSecond) {
        synchronized (this) {
            fill();
            perSecond = messagesPerSecond;
            bucket = isOn() ? Math.min(bucket, capacity()) : 0;
        }
        callReady();
    }

    /** Without an exponent. */
    private static String plain(double number) {
        return Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(number);
    }

    @Override
    public String toString() {
        return isOn() ? plain(perSecond) + " messages per second" : "no limit";
    }

    /** How many handlers of the consumer may run at once, in all its workers. */
    long handlers() {
        return handlers;
    }

    /** Whether there is a limit now. Costs no lock. */
    boolean isOn() {
        return perSecond != NONE;
    }

    /** So many seconds' worth, and at least one message. */
    int worth(double seconds) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, perSecond * seconds));
    }

    /**
     * Takes what a lane is about to start, as a whole: more than the bucket holds, from the next ones' share.
     *
     * @param called the lane has been called, so nobody in the line comes before it
     * @return whether that was possible; else the lane stands in the line and will be called
     */
    boolean take(Lane<?> lane, int wanted, boolean called) {
        synchronized (this) {
            fill();
            if ((called || line.isEmpty()) && isEnough(bucket, wanted)) {
                bucket -= wanted;
                return true;
            }
            if (!line.has(lane)) {
                sweep();
                stand(new Waiting(lane, wanted), called);
            }
            setAlarm(bucket);
        }
        return false;
    }

    private void stand(Waiting waiting, boolean called) {
        if (called) {
            line.addFirst(waiting);
        } else {
            line.addLast(waiting);
        }
    }

    private boolean isEnough(double available, int wanted) {
        return !isOn() || available >= Math.min(wanted, capacity());
    }

    private double capacity() {
        return Math.max(1, perSecond * BUCKET_SECONDS);
    }

    private void fill() {
        long now = nanoTime.getAsLong();
        bucket = isOn() ? Math.min(capacity(), bucket + perSecond * (now - filledAt) / SECOND) : 0;
        filledAt = now;
    }

    /** Forgets lanes whose partitions are gone; the line is no longer than messages are buffered otherwise. */
    private void sweep() {
        if (line.size() >= sweepAt) {
            line.removeFenced();
            sweepAt = Math.max(FEW, 2 * line.size());
        }
    }

    private void call(Call due) {
        synchronized (this) {
            if (!due.equals(next)) {
                return; // another alarm has taken its place
            }
            next = null;
        }
        callReady();
    }

    /** Calls those whose turn it is, as far as the bucket goes; lanes that may start nothing now leave the line for nothing. */
    void callReady() {
        List<Lane<?>> ready = new ArrayList<>();
        synchronized (this) {
            fill();
            double left = bucket;
            for (Waiting first; (first = line.peek()) != null; ) {
                if (first.lane().isOpen()) {
                    if (!isEnough(left, first.wanted())) {
                        break;
                    }
                    left -= first.wanted();
                }
                ready.add(line.remove());
            }
            setAlarm(left);
        }
        ready.forEach(Lane::called);
    }

    /** @param left in the bucket, once the lanes that were called have taken theirs */
    private void setAlarm(double left) {
        Waiting first = line.peek();
        if (first == null) {
            return;
        }
        double needed = Math.min(first.wanted(), capacity());
        long wait = Math.min(nanosFor(needed - left), nanosFor(needed - bucket) + CALLED_NANOS);
        wait = Math.max(SHORTEST_WAIT_NANOS, wait);
        long at = filledAt + wait;
        if (next == null || next.at() - at > 0) {
            Call call = new Call(at);
            next = call;
            alarm.after(wait, () -> call(call));
        }
    }

    /** Until so much more is in the bucket. */
    private long nanosFor(double missing) {
        return isOn() ? (long) Math.ceil(missing / perSecond * SECOND) : 0;
    }
}
