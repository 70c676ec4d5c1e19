package io.racecar.engine;

import io.racecar.RacecarListener;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds listeners that do not return soon, and says so: the thread that they hold up polls, or takes the brokers' answers to
 * all that is produced. Thread-safe.
 *
 * <p>Calls for single handlings are not watched: they are part of the handling, whose time is watched (L4).
 */
final class ListenerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** How long a call may take. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    /** A listener that is slow each time must not fill the log. */
    private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable RacecarListener> delivered = new AtomicReference<>();
    private final AtomicLong deliveries = new AtomicLong();
    private final Map<Class<?>, Long> toldAt = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, ListenerWatch::daemon);
    private long deliveriesBefore;

    /** One call of a listener, while it runs. */
    static final class Call {
        private final RacecarListener listener;
        private final String event;
        private final Thread thread = Thread.currentThread();
        private final long since;

        private Call(RacecarListener listener, String event, long since) {
            this.listener = listener;
            this.event = event;
            this.since = since;
        }
    }

    ListenerWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "racecar-listeners");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::look, LONGEST.toMillis(), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A call of the current thread begins. */
    Call begins(RacecarListener listener, String event) {
        Call call = new Call(listener, event, nanoTime.getAsLong());
        calls.add(call);
        return call;
    }

    void ends(Call call) {
        calls.remove(call);
        long took = nanoTime.getAsLong() - call.since;
        if (took >= LONGEST.toNanos() && mayTell(call.listener)) {
            LOG.warn(
                    "the listener {} took {} ms for {}, and {} waited for it; listeners must not block: what takes time"
                            + " belongs on a thread of its own",
                    name(call.listener),
                    TimeUnit.NANOSECONDS.toMillis(took),
                    call.event,
                    call.thread.getName());
        }
    }

    /** A call for a delivery begins. There are many of them, so it costs neither a clock nor a lock. */
    void deliveryBegins(RacecarListener listener) {
        delivered.setRelease(listener);
        deliveries.setRelease(deliveries.getPlain() + 1);
    }

    void deliveryEnds() {
        delivered.setRelease(null);
    }

    /** Tells of calls that are still running and have been for long. */
    void look() {
        long now = nanoTime.getAsLong();
        for (Call it : calls) {
            if (now - it.since >= LONGEST.toNanos() && mayTell(it.listener)) {
                LOG.warn(
                        "the listener {} has been called for {} {} s ago and has not returned, and {} waits for it; listeners"
                                + " must not block. It is at:{}",
                        name(it.listener),
                        it.event,
                        TimeUnit.NANOSECONDS.toSeconds(now - it.since),
                        it.thread.getName(),
                        text(it.thread.getStackTrace()));
            }
        }
        long begun = deliveries.getAcquire();
        RacecarListener listener = delivered.getAcquire();
        if (listener != null && begun == deliveriesBefore && mayTell(listener)) {
            LOG.warn(
                    "the listener {} has been called for delivered and has not returned for a second, and all deliveries"
                            + " wait for it; listeners must not block",
                    name(listener));
        }
        deliveriesBefore = begun;
    }

    private boolean mayTell(RacecarListener listener) {
        long now = nanoTime.getAsLong();
        boolean[] may = {false};
        toldAt.compute(listener.getClass(), (it, last) -> {
            may[0] = last == null || now - last >= QUIET_NANOS;
            return may[0] ? Long.valueOf(now) : last;
        });
        return may[0];
    }

    private static String name(RacecarListener listener) {
        return listener.getClass().getName();
    }

    private static String text(StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement it : stack) {
            text.append("\n\tat ").append(it);
        }
        return text.toString();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
