package io.racecar.engine.worker;

import io.racecar.engine.produce.TransactionalProducer;
import io.racecar.engine.produce.TransactionalProducer.Outcome;
import io.racecar.engine.produce.TransactionalProducer.Result;
import io.racecar.engine.worker.StartPositions.Start;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits in transactions (P3): what is handled, what that produced, and the offsets. Nothing is started between the end of
 * one and the beginning of the next. What waits for brokers runs on a thread of its own, so the poll thread goes on polling.
 *
 * <p>Only the poll thread calls it.
 */
final class Transactions implements Commits {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    /** For finding out, after a failure, whether topics still exist. */
    private static final Duration LOOK_UP = Duration.ofSeconds(3);

    private enum State {
        /** There is none, and what is finished is so for good. */
        NONE,
        /** One is about to be begun. */
        BEGINNING,
        /** Messages are started. */
        OPEN,
        /** No more are; handlers and acknowledgements are waited for. */
        ENDING,
        /** What is sent is being flushed. */
        FLUSHING,
        /** The brokers are asked to commit. */
        COMMITTING,
        /** The brokers are asked to abort. */
        ABORTING,
        /** Whether it was committed is not known, and will not be before another client has ended it. */
        UNDECIDED
    }

    private final PollLoop loop;
    private final Committer plain;
    private final TransactionalProducer producer;
    private final OpenTransaction transaction;
    private final Transacting transacting;
    private final LogBudget aborts = new LogBudget();
    private State state = State.NONE;

    /** The producer has begun one, in which nothing has been sent. */
    private boolean begun;

    /** The brokers have let this client have a transaction. */
    private boolean ready;

    private boolean ending;
    private boolean offsetsAreDue;

    /** Nothing was left to do at the last look; if the next poll brings nothing either, the transaction is ended. */
    private boolean idle;

    /** What was to be committed when nobody knew any more what becomes of it. */
    private Map<TopicPartition, OffsetAndMetadata> undecided = Map.of();

    private long usedSince;
    private boolean used;

    /** Before the next one is begun, or the one of which nobody knows is ended. */
    private final TransactionDelay delay;

    Transactions(PollLoop loop, Committer plain, Transacting transacting, OpenTransaction transaction) {
        this.loop = loop;
        this.plain = plain;
        this.transacting = transacting;
        this.producer = transacting.producer();
        this.transaction = transaction;
        this.delay = new TransactionDelay(loop.nanoTime());
        transaction.close();
        transaction.aborted();
        transaction.watch(this::look, () -> !loop.parts().threads().anyWaiting());
    }

    /** Any thread. */
    private void look() {
        loop.signals().send(this::advance);
    }

    @Override
    public void commitIfDue(Collection<AssignedPartition> partitions) {
        if (plain.nanosLeft() <= 0) {
            offsetsAreDue = true;
            plain.commitIfDue(starts(partitions));
        }
        boolean wasIdle = idle;
        advance();
        if (wasIdle && idle && state == State.OPEN) {
            endOpen();
        }
    }

    /** Those whose start is to be committed before anything of them is handled (O5). */
    private static List<AssignedPartition> starts(Collection<AssignedPartition> partitions) {
        return partitions.stream().filter(it -> it.committed() == null).toList();
    }

    @Override
    public boolean commitNow(Collection<AssignedPartition> partitions, Deadline deadline) {
        if (isSettled()) {
            return plain.commitNow(partitions, deadline);
        }
        boolean isLost = transaction.isDoomed() && state != State.COMMITTING && state != State.UNDECIDED;
        return plain.commitNow(isLost ? undone(partitions) : starts(partitions), deadline);
    }

    /** Whether all that is finished is so for good. */
    private boolean isSettled() {
        return state == State.NONE || state == State.BEGINNING;
    }

    /** Those that nobody handles any more, as they were before the transaction, which is as good as aborted; and starts. */
    private static List<AssignedPartition> undone(Collection<AssignedPartition> partitions) {
        partitions.stream().filter(it -> it.lanes().isFenced()).forEach(AssignedPartition::undo);
        return partitions.stream()
                .filter(it -> it.lanes().isFenced() || it.committed() == null)
                .toList();
    }

    @Override
    public void soon() {
        plain.soon();
    }

    @Override
    public void repeat() {
        plain.repeat();
    }

    @Override
    public long nanosLeft() {
        long left = plain.nanosLeft();
        if ((state == State.NONE && !ending) || state == State.UNDECIDED) {
            left = Math.min(left, delay.nanosLeft());
        }
        if (state == State.OPEN && used) {
            left = Math.min(left, idle ? 0 : usedSince + transacting.maxTime().toNanos() - now());
        }
        return left;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void begins(AssignedPartition partition) {
        partition.tracker().hold();
        limit(partition);
    }

    /** What is finished beyond the committed offset must fit into the commit's metadata, or it would be done twice (O4). */
    private void limit(AssignedPartition partition) {
        OffsetAndMetadata committed = partition.committed();
        long from = committed == null ? partition.tracker().committable().offset() : committed.offset();
        if (!partition.lanes().isOne()) {
            partition.lanes().reach(from + plain.reach(loop.partitions().size()));
        }
    }

    /** What is under way is aborted; a commit that the brokers have been asked for is waited for. */
    @Override
    public void epochEnds() {
        if (isWithTheBrokers()) {
            Deadline deadline = Deadline.in(loop.parts().settings().requestTimeout(), loop.nanoTime());
            loop.assignment().await(() -> !isWithTheBrokers(), deadline);
            if (isWithTheBrokers()) {
                throw new IllegalStateException(
                        "a transaction of " + loop.identity() + " has been waiting for the brokers for "
                                + loop.parts().settings().requestTimeout().toSeconds() + " s; try again later");
            }
        }
        giveUp();
    }

    /** Whether only they know what becomes of it. */
    private boolean isWithTheBrokers() {
        return state == State.COMMITTING || state == State.UNDECIDED;
    }

    @Override
    public void end() {
        ending = true;
        advance();
    }

    @Override
    public boolean isEnded() {
        advance();
        return isSettled();
    }

    @Override
    public void giveUp() {
        boolean underWay =
                state == State.OPEN ? transaction.isUsed() : state == State.ENDING || state == State.FLUSHING;
        if (underWay) {
            transaction.doom();
            advance();
        }
    }

    @Override
    public void goOn() {
        ending = loop.isStopping();
        advance();
    }

    @Override
    public boolean mayComeUndone() {
        return !isSettled() && !(state == State.OPEN && !transaction.isUsed());
    }

    // ---- from one state to the next

    private void advance() {
        switch (state) {
            case NONE -> begin();
            case OPEN -> lookAtOpen();
            case ENDING -> lookAtEnding();
            case UNDECIDED -> lookAtUndecided();
            default -> {
                // whoever was asked to do something will tell
            }
        }
    }

    private void begin() {
        if (ending || !delay.isOver()) {
            return;
        }
        delay.ended();
        if (begun) {
            open();
            return;
        }
        state = State.BEGINNING;
        call(this::tryToBegin, this::begun);
    }

    /** Null if it has worked. */
    private @Nullable RuntimeException tryToBegin() {
        try {
            producer.begin();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    private void begun(@Nullable RuntimeException failure) {
        state = State.NONE;
        if (failure == null) {
            begun = true;
            advance();
        } else if (Transacting.isRefusal(failure)) {
            refused(failure);
        } else {
            later("a transaction cannot be begun", failure);
        }
    }

    /** At first, and where nothing can change that, it is the end; else the worker tries again after a while (S3). */
    private void refused(RuntimeException failure) {
        RuntimeException why = transacting.refused(failure);
        if (transaction.hasEverBegun() && !Transacting.isForGood(failure)) {
            throw why;
        }
        LOG.error("{}: {}", loop.identity(), Committer.shortened(why));
        ending = true;
        loop.fatal(why);
    }

    private void open() {
        state = State.OPEN;
        if (!ready) {
            ready = true;
            loop.ready();
        }
        used = false;
        idle = false;
        loop.partitions().forEach(this::limit);
        transaction.open();
        loop.partitions().forEach(it -> it.lanes().goOn());
    }

    private void lookAtOpen() {
        boolean runs = anyRuns();
        if (!transaction.isUsed() && !runs && !transaction.isDoomed()) {
            used = false; // or what had been started has given back its place, having failed without traces
            idle = false;
            if (ending || areOffsetsDue()) {
                endOpen();
            }
            return;
        }
        if (!used) {
            used = true;
            usedSince = now();
        }
        idle = !runs && !loop.parts().threads().anyWaiting();
        boolean over = now() - usedSince >= transacting.maxTime().toNanos();
        if (ending || over || transaction.isFull() || transaction.isDoomed()) {
            endOpen();
        }
    }

    private boolean areOffsetsDue() {
        if (!offsetsAreDue) {
            return false;
        }
        offsetsAreDue = false;
        return !plain.changed(live()).isEmpty();
    }

    private void endOpen() {
        transaction.close();
        state = State.ENDING;
        loop.partitions().forEach(it -> it.lanes().giveWay());
        advance();
    }

    /** Where something runs on that no longer counts, it is not waited for, and can put nothing more into a transaction. */
    private List<AssignedPartition> live() {
        return loop.partitions().stream().filter(it -> !it.lanes().isFenced()).toList();
    }

    private boolean anyRuns() {
        return live().stream().anyMatch(it -> it.lanes().isRunning());
    }

    private void lookAtEnding() {
        if (anyRuns()) {
            return;
        }
        if (transaction.isDoomed()) {
            abort(producer.trouble());
        } else if (live().stream().allMatch(it -> it.lanes().isQuiet())) {
            commit();
        } else {
            state = State.FLUSHING;
            call(
                    () -> {
                        producer.flush();
                        return true;
                    },
                    done -> {
                        state = State.ENDING;
                        advance();
                    });
        }
    }

    private void abort(@Nullable RuntimeException why) {
        state = State.ABORTING;
        call(
                () -> {
                    producer.abort();
                    return true;
                },
                done -> aborted(why));
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = plain.changed(live());
        if (delay.isGrowing()) {
            plain.leaveOutGone(offsets, Deadline.in(LOOK_UP, loop.nanoTime()));
        }
        if (offsets.isEmpty() && !used) {
            ended();
            return;
        }
        ConsumerGroupMetadata group = loop.client().kafka().groupMetadata();
        state = State.COMMITTING;
        begun = false;
        call(() -> commitAndBegin(offsets, group), result -> completed(offsets, result));
    }

    /** Begins the next one at once; if that fails, the next call of begin says why. */
    private Result commitAndBegin(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        Result result = producer.commit(offsets, group);
        if (result.outcome() == Outcome.COMMITTED) {
            try {
                producer.begin();
            } catch (RuntimeException e) {
                LOG.debug("{}: the next transaction could not be begun yet", loop.identity(), e);
            }
        }
        return result;
    }

    private void completed(Map<TopicPartition, OffsetAndMetadata> offsets, Result result) {
        switch (result.outcome()) {
            case COMMITTED -> committed(offsets);
            case ABORTED -> {
                if (mayBeTooLong(offsets, result.failure())) {
                    plain.shortenMetadata();
                }
                aborted(result.failure());
            }
            case UNKNOWN -> unknown(offsets, result.failure());
        }
    }

    /** The client has no exception of its own for that in transactions. */
    private static boolean mayBeTooLong(
            Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable RuntimeException failure) {
        return failure != null
                && failure.getClass() == KafkaException.class
                && String.valueOf(failure.getMessage()).contains(Errors.OFFSET_METADATA_TOO_LARGE.message())
                && offsets.values().stream().anyMatch(it -> !it.metadata().isEmpty());
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        begun = !producer.isDoomed();
        plain.remember(offsets);
        delay.succeeded();
        live().forEach(it -> {
            it.tracker().settle();
            it.lanes().settle();
        });
        transaction.committed();
        ended();
    }

    private void aborted(@Nullable RuntimeException why) {
        begun = false;
        transaction.aborted();
        loop.partitions().forEach(AssignedPartition::rollBack);
        loop.intake().changed();
        state = State.NONE;
        if (why == null) {
            transaction.shrink();
            logAbort();
        } else if (Transacting.isRefusal(why)) {
            refused(why);
        } else {
            later("a transaction was aborted, and what was handled in it is handled again", why);
        }
        ended();
    }

    /** Each message that fails may cause one. */
    private void logAbort() {
        int unlogged = aborts.take(now());
        if (unlogged >= 0) {
            LOG.info(
                    "{}: a transaction was aborted; what was handled in it is handled again{}",
                    loop.identity(),
                    unlogged == 0 ? "" : " (and " + unlogged + " before it, which were not logged)");
        }
    }

    private void unknown(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable RuntimeException why) {
        begun = false;
        undecided = offsets;
        state = State.UNDECIDED;
        LOG.warn(
                "{}: what became of a transaction is not known; going on from the committed offsets once it is ended: {}",
                loop.identity(),
                why == null ? "" : Committer.shortened(why));
        decide();
    }

    private void lookAtUndecided() {
        if (delay.isPending() && delay.isOver()) {
            decide();
        }
    }

    /** Another client with the same id ends it, whichever way it goes. */
    private void decide() {
        delay.ended();
        call(this::tryToBegin, this::decided);
    }

    private void decided(@Nullable RuntimeException failure) {
        if (failure == null) {
            goOnFromCommitted();
            begun = true;
            ended();
        } else if (Transacting.isRefusal(failure)) {
            throw transacting.refused(failure);
        } else {
            later("what became of a transaction cannot be found out yet", failure);
        }
    }

    /** Only the group's committed offsets tell which it was. */
    private void goOnFromCommitted() {
        Map<TopicPartition, Start> starts =
                loop.starts().find(new HashSet<>(loop.assignment().partitions().keySet()));
        if (starts.entrySet().stream().anyMatch(it -> it.getValue().committed().equals(undecided.get(it.getKey())))) {
            transaction.committed();
        } else {
            transaction.aborted();
        }
        state = State.NONE;
        starts.forEach((partition, start) -> {
            AssignedPartition it = loop.assignment().get(partition);
            if (it != null) {
                it.committed(start.committed());
                loop.assignment().startEpoch(it, start::tracker);
                loop.fetchFrom(it);
            }
        });
        loop.intake().changed();
    }

    private void later(String what, RuntimeException why) {
        Duration wait = delay.after(why);
        LOG.warn(
                "{}: {}; the next try is in {} ms: {}{}",
                loop.identity(),
                what,
                wait.toMillis(),
                Committer.shortened(why),
                TransactionDelay.isFencing(why) ? transacting.fenced() : "");
    }

    private void ended() {
        state = State.NONE;
        used = false;
        loop.settled();
        advance();
    }

    private <T extends @Nullable Object> void call(Supplier<T> blocking, java.util.function.Consumer<T> then) {
        transacting.calls().execute(() -> {
            Runnable next;
            try {
                T result = blocking.get();
                next = () -> then.accept(result);
            } catch (Throwable e) {
                next = () -> broken(e);
            }
            loop.signals().send(next);
        });
    }

    /** Nobody knows what state the client is in then; what is under way is not committed. */
    private void broken(Throwable error) {
        if (error instanceof RuntimeException e) {
            throw e;
        }
        LOG.error("{}: cannot go on with transactions", loop.identity(), error);
        ending = true;
        loop.fatal(error);
    }

    private long now() {
        return loop.nanoTime().getAsLong();
    }
}
