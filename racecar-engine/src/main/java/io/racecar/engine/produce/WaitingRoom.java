package io.racecar.engine.produce;

import io.racecar.DeliveryException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where messages of the application wait until their topic is known: an application's thread does not. Thread-safe.
 *
 * <p>Invariants: while messages of a topic wait, all that follow to that topic queue behind them, so their order is
 * kept; only the background thread offers what waits, and takes the head off its queue only when that is settled or on
 * its way.
 */
final class WaitingRoom {
    private static final long FIRST_PAUSE = 1;
    private static final long LONGEST_PAUSE = 50;

    private final Dispatch dispatch;
    private final ScheduledExecutorService background;

    /** How many topics are waited for: read without lock by those that produce to known topics. */
    private volatile int topicsWaitedFor;

    // The rest is guarded by this.
    private final Map<String, Queue<Waiting>> queues = new HashMap<>();
    private long pause;
    private boolean closed;

    private record Waiting(Sending sending, long since) {}

    WaitingRoom(Dispatch dispatch, ScheduledExecutorService background) {
        this.dispatch = dispatch;
        this.background = background;
    }

    /** Queues a message behind others to its topic; false if none wait. */
    boolean joinOthers(Sending sending) {
        return topicsWaitedFor > 0 && joinQueue(sending);
    }

    /** Queues a message; false if the room is closed. */
    synchronized boolean add(Sending sending) {
        if (closed) {
            return false;
        }
        queues.computeIfAbsent(sending.message().topic(), topic -> new ArrayDeque<>())
                .add(new Waiting(sending, dispatch.now()));
        if (topicsWaitedFor == 0) {
            pause = FIRST_PAUSE;
            schedule();
        }
        topicsWaitedFor = queues.size();
        return true;
    }

    /**
     * Lets nobody in once nothing waits here, or that time has come, or the thread is interrupted, which stays flagged.
     */
    synchronized void close(long deadline) {
        try {
            while (!queues.isEmpty() && dispatch.now() < deadline) {
                wait(LONGEST_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
    }

    private synchronized boolean joinQueue(Sending sending) {
        Queue<Waiting> queue = queues.get(sending.message().topic());
        return queue != null && !closed && queue.add(new Waiting(sending, dispatch.now()));
    }

    private void schedule() {
        try {
            background.schedule(this::offerAll, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The producer has been closed, which settles what still waits here.
            closed = true;
        }
    }

    /** Runs on the background thread. */
    private void offerAll() {
        boolean progress = false;
        try {
            for (Queue<Waiting> queue : queues()) {
                for (Waiting head = peek(queue); head != null && offered(head); head = next(queue)) {
                    progress = true;
                }
            }
        } finally {
            goOn(progress);
        }
    }

    private synchronized void goOn(boolean progress) {
        queues.values().removeIf(Queue::isEmpty);
        topicsWaitedFor = queues.size();
        if (queues.isEmpty()) {
            notifyAll();
        } else {
            pause = progress ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
            schedule();
        }
    }

    /** Offers the head of a queue; whether it need not wait any longer. */
    private boolean offered(Waiting head) {
        Answer answer = dispatch.offer(head.sending());
        DeliveryException failure = dispatch.verdict(head.sending(), answer, head.since());
        if (failure != null) {
            head.sending().fail(failure);
        }
        return answer == Answer.SENT || failure != null;
    }

    private synchronized List<Queue<Waiting>> queues() {
        return List.copyOf(queues.values());
    }

    private synchronized @Nullable Waiting peek(Queue<Waiting> queue) {
        return queue.peek();
    }

    private synchronized @Nullable Waiting next(Queue<Waiting> queue) {
        queue.remove();
        return queue.peek();
    }
}
