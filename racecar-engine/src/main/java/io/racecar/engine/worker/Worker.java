package io.racecar.engine.worker;

import io.racecar.ConsumerState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a consumer's group: a poll thread, its handler threads and its instance of the consumer. It outlives its
 * Kafka clients, of which each has a {@link PollLoop}. Thread-safe.
 */
public final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** Of the time for a stop, what a teardown without a client gets: it must be over when others give up waiting. */
    private static final double TEARDOWN_SHARE = 0.9;

    /** Of the time for a stop, what handlers get even in a rebalance. */
    private static final double HANDLERS_SHARE = 0.8;

    private final WorkerParts parts;
    private final Function<WorkerParts, Membership> memberships;
    private final UnaryOperator<RuntimeException> refusals;
    private final Supplier<Optional<? extends RuntimeException>> diagnosis;
    private final Reachability reachability;
    private final Restarts restarts;
    private final StateListener states;
    private final Thread thread;
    private final LongAdder processed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final Set<CompletableFuture<?>> calls = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile ConsumerState state = ConsumerState.STARTING;
    private volatile @Nullable Throwable error;
    private volatile @Nullable Throwable fatal;
    private volatile @Nullable Membership loop;
    private volatile @Nullable Deadline stopBy;
    private volatile @Nullable Deadline handlersBy;
    private volatile boolean hurry;

    /** Hears of a worker's states. */
    @FunctionalInterface
    public interface StateListener {
        /**
         * The worker's state has changed; on the thread where it happens.
         *
         * @param error why, if it is bad news
         */
        void changed(Worker worker, ConsumerState now, @Nullable Throwable error);
    }

    /** @param memberships makes a client's time in the group, again after each failure */
    Worker(
            Function<WorkerListener, WorkerParts> parts,
            Function<WorkerParts, Membership> memberships,
            WorkerBlueprint.Cluster cluster,
            StateListener states,
            ThreadFactory threads) {
        this.parts = parts.apply(new LoopListener());
        this.memberships = memberships;
        this.refusals = cluster.refusals();
        this.diagnosis = cluster.diagnosis();
        this.states = states;
        this.reachability =
                new Reachability(this.parts.identity(), cluster.brokers(), cluster.diagnosis(), this.parts.nanoTime());
        this.restarts = new Restarts(this.parts.identity(), this.parts.nanoTime());
        this.thread = threads.newThread(this::run);
    }

    /** Starts polling; once only. */
    public void start() {
        thread.start();
    }

    /** Ends a worker that was never started: its instance is torn down. */
    public void discard() {
        parts.hooks().teardown(() -> {});
        ended.complete(null);
    }

    /** Asks for a stop in order (S1), bounded by {@code shutdownTimeout} from now on; the second time, handlers are interrupted. */
    public void stop() {
        synchronized (this) {
            if (stopBy == null) {
                stopBy = Deadline.in(parts.settings().shutdownTimeout(), parts.nanoTime());
                handlersBy = stopBy.after(HANDLERS_SHARE);
            } else {
                hurry = true;
                handlersBy = Deadline.in(Duration.ZERO, parts.nanoTime());
            }
        }
        wake();
    }

    /** Whether a stop has been asked for. */
    public boolean isStopping() {
        return stopBy != null;
    }

    private void wake() {
        Membership now = loop;
        if (now != null) {
            now.signals().send(() -> {});
        }
        parts.doorbell().ring();
    }

    /** Completes when the worker is STOPPED or FAILED. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Who it is. */
    public Identity identity() {
        return parts.identity();
    }

    /** Its state now. */
    public ConsumerState state() {
        return state;
    }

    /** What last went wrong, if it still matters. */
    public Optional<String> problem() {
        Throwable now = error;
        String unreachable = reachability.problem();
        return Optional.ofNullable(unreachable != null ? unreachable : now == null ? null : Committer.shortened(now));
    }

    /** Messages that handlers have returned from since the start. */
    public long processed() {
        Membership now = loop;
        return processed.sum() + (now == null ? 0 : now.handled());
    }

    /** Messages skipped by operators, or for their age, since the start. */
    public long skipped() {
        return skipped.sum();
    }

    /** Messages that are in the dead-letter topic since the start. */
    public long deadLettered() {
        return parts.deadLetters().count();
    }

    /** Handlings that failed since the start. */
    public long failed() {
        return parts.failures().count();
    }

    /**
     * Has the poll thread do something with its partitions.
     *
     * @return fails with IllegalStateException if there is no client now
     */
    public <T> CompletableFuture<T> call(Function<Operations, T> what) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Membership now = loop;
        if (now == null) {
            result.completeExceptionally(notConnected());
            return result;
        }
        calls.add(result);
        Runnable task = () -> {
            if (result.isDone()) {
                calls.remove(result); // nobody waits for it any more
                return;
            }
            try {
                result.complete(what.apply(now.operations()));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            } finally {
                calls.remove(result);
            }
        };
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            now.signals().send(task);
            if (loop != now) {
                failCalls();
            }
        }
        return result;
    }

    private IllegalStateException notConnected() {
        return new IllegalStateException(
                parts.identity() + " is " + state + " and has no partitions now; try again once it is RUNNING");
    }

    private void failCalls() {
        calls.forEach(it -> it.completeExceptionally(notConnected()));
        calls.clear();
    }

    /** The consumer as a whole has been paused or resumed; completes when that is so here. */
    public CompletableFuture<Boolean> operatorPausesChanged() {
        parts.doorbell().ring(); // it may be away because of a pause
        return call(operations -> {
            operations.admitAll();
            if (state == ConsumerState.RUNNING || state == ConsumerState.PAUSED) {
                enter(calmState(), null);
            }
            return true;
        });
    }

    /** Less may be started from now on: running turns end after the message under way. */
    public void giveWay() {
        Membership now = loop;
        if (now != null) {
            now.signals().send(() -> now.operations().giveWay());
        }
    }

    // ---- the poll thread

    void run() {
        Throwable broken = null;
        try {
            while (!isEnding()) {
                oneLife();
            }
        } catch (Throwable e) {
            broken = e;
        }
        try {
            Throwable end = broken == null ? fatal : explained(broken);
            closeTransactions();
            tearDown();
            enter(end == null ? ConsumerState.STOPPED : ConsumerState.FAILED, end);
        } finally {
            ended.complete(null);
        }
    }

    /** A client that does not encrypt reads what an encrypting broker answers as a length: 352 MB, which it allocates. */
    private Throwable explained(Throwable error) {
        Optional<? extends RuntimeException> refusal =
                error instanceof OutOfMemoryError ? diagnosis.get() : Optional.empty();
        if (refusal.isPresent()) {
            LOG.error("{}: cannot go on: {}", parts.identity(), Committer.shortened(refusal.get()));
            return refusal.get();
        }
        LOG.error("{}: ended by an error of its own", parts.identity(), error);
        return error;
    }

    /** Ends the instance where no stop in order has: there was no client then, or a handler was stuck. */
    private void tearDown() {
        if (parts.hooks().isEnding()) {
            return;
        }
        enter(ConsumerState.STOPPING, fatal);
        Deadline deadline = stopDeadline().after(TEARDOWN_SHARE);
        Hooks.Call teardown = parts.hooks().teardown(parts.doorbell()::ring);
        while (!teardown.isDone() && !deadline.isOver() && !hurry) {
            parts.doorbell().await(deadline.nanosLeft());
        }
    }

    private void closeTransactions() {
        Transacting transacting = parts.transacting();
        if (transacting != null) {
            transacting.close(stopDeadline().left());
        }
    }

    private Deadline stopDeadline() {
        Deadline asked = stopBy;
        return asked != null ? asked : Deadline.in(parts.settings().shutdownTimeout(), parts.nanoTime());
    }

    private boolean isEnding() {
        return stopBy != null || fatal != null;
    }

    private void oneLife() {
        Membership now;
        try {
            now = memberships.apply(parts);
        } catch (RuntimeException e) {
            crashed(refusals.apply(e));
            return;
        }
        loop = now;
        RuntimeException failure = null;
        try {
            poll(now);
            leave(now);
        } catch (RuntimeException e) {
            failure = e;
            now.leaveAfterError();
        } finally {
            loop = null;
            failCalls();
        }
        if (failure != null) {
            crashed(refusals.apply(failure));
        } else if (!isEnding()) {
            awaitReturn(now);
        }
    }

    private void leave(Membership now) {
        if (isEnding()) {
            enter(ConsumerState.STOPPING, fatal);
            now.leaveInOrder(stopDeadline(), () -> hurry);
        } else {
            now.leaveForNow();
        }
    }

    private void poll(Membership now) {
        now.subscribe();
        while (!isEnding() && !now.mustLeave()) {
            now.runOnce();
            now.look(reachability);
        }
    }

    /** The client has left; a new one joins when the reason for that is gone. */
    private void awaitReturn(Membership left) {
        enter(left.absence(), null);
        while (!isEnding()) {
            if (left.mayReturn()) {
                enter(ConsumerState.STARTING, null);
                return;
            }
            parts.doorbell().await(Duration.ofSeconds(1).toNanos());
        }
    }

    private void crashed(RuntimeException e) {
        reachability.clientEnded();
        Optional<Duration> delay = restarts.after(e);
        if (delay.isEmpty()) {
            fatal(e);
            return;
        }
        enter(ConsumerState.STARTING, e);
        Deadline until = Deadline.in(delay.get(), parts.nanoTime());
        while (!isEnding() && !until.isOver()) {
            parts.doorbell().await(until.nanosLeft());
        }
    }

    private void enter(ConsumerState next, @Nullable Throwable why) {
        if (why != null) {
            error = why;
        }
        if (state != next) {
            state = next;
            states.changed(this, next, why);
        }
    }

    private ConsumerState calmState() {
        return parts.operatorPauses().everything() ? ConsumerState.PAUSED : ConsumerState.RUNNING;
    }

    private void fatal(Throwable why) {
        synchronized (this) {
            if (fatal == null) {
                fatal = why;
            }
        }
        wake();
    }

    /** What its loop says. */
    private final class LoopListener implements WorkerListener {
        @Override
        public void joined() {
            restarts.joined();
            if (!isEnding()) {
                error = null;
                enter(calmState(), null);
            }
        }

        @Override
        public void stuck(boolean now) {
            if (now && state != ConsumerState.STUCK && !isEnding()) {
                enter(ConsumerState.STUCK, null);
            } else if (!now && state == ConsumerState.STUCK) {
                enter(calmState(), null);
            }
        }

        @Override
        public @Nullable Deadline handlersBy() {
            return handlersBy;
        }

        @Override
        public void fatal(Throwable why) {
            Worker.this.fatal(why);
        }

        @Override
        public void retired(long messages) {
            processed.add(messages);
        }

        @Override
        public void skipped() {
            skipped.increment();
        }
    }
}
