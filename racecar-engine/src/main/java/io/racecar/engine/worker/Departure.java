package io.racecar.engine.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a client leaves its group: in order (S1), because of a stuck handler (L4), or after an error (S3). */
final class Departure {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** A client that failed gets this long to commit and leave. */
    private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

    /** Without partitions there is nothing to say to the group, but the client would wait for the join that is under way. */
    private static final Duration WITHOUT_PARTITIONS = Duration.ofSeconds(2);

    private final PollLoop loop;
    private final LastRounds rounds;

    Departure(PollLoop loop) {
        this.loop = loop;
        this.rounds = new LastRounds(loop, loop.parts());
    }

    /**
     * Stops in order: handlers, deliveries, hooks, teardown, commit, leave. Polling goes on, with everything paused, so that
     * nobody's rebalance stalls.
     *
     * @param hurry asks for handlers to be interrupted at once
     */
    void inOrder(Deadline deadline, BooleanSupplier hurry) {
        loop.assignment().stopBy(deadline);
        loop.stopStarting();
        loop.committer().end();
        StopTimes times = StopTimes.of(deadline);
        rounds.run(() -> isDone() || times.handlers().isOver() || hurry.getAsBoolean());
        if (!allQuiet()) {
            LOG.warn("{}: handlers still run and are interrupted: {}", loop.identity(), busy());
            loop.partitions().forEach(it -> it.lanes().interrupt());
            Deadline interrupted = times.interrupted();
            rounds.run(() -> isDone() || interrupted.isOver());
        }
        loop.committer().giveUp();
        hooks(times.consumers());
        commit(times.lastWords());
        boolean joining = loop.partitions().isEmpty();
        loop.assignment().forgetAll();
        close(joining ? shorter(deadline.left(), WITHOUT_PARTITIONS) : deadline.left(), operation());
    }

    private void hooks(Deadline deadline) {
        Hooks.Call revoked = loop.assignment().end();
        rounds.run(() -> revoked.isDone() || deadline.isOver());
        Hooks.Call teardown = loop.parts().hooks().teardown(loop.assignment()::hookDone);
        rounds.run(() -> teardown.isDone() || deadline.isOver());
        if (!teardown.isDone()) {
            LOG.warn("{}: teardown has not ended in time, or waits for a handler that has not", loop.identity());
        }
    }

    /** While the group rebalances, commits fail until polling has brought that to its end (O6). */
    private void commit(Deadline deadline) {
        rounds.run(() -> loop.committer().commitNow(loop.partitions(), deadline) || deadline.isOver());
    }

    private boolean allQuiet() {
        return loop.partitions().stream().allMatch(it -> it.lanes().isQuiet());
    }

    private boolean isDone() {
        return allQuiet() && loop.committer().isEnded();
    }

    private List<AssignedPartition> busy() {
        return loop.partitions().stream().filter(it -> !it.lanes().isQuiet()).toList();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private GroupMembershipOperation operation() {
        return loop.parts().settings().leaveOnStop()
                ? GroupMembershipOperation.LEAVE_GROUP
                : GroupMembershipOperation.DEFAULT;
    }

    /** Commits what is finished and leaves: others take over what the stuck handler holds up (L4). */
    void leavingTheStuckBehind() {
        Deadline deadline = Deadline.in(loop.parts().settings().requestTimeout(), loop.nanoTime());
        loop.stopStarting();
        loop.committer().end();
        loop.assignment().end();
        loop.committer().giveUp();
        commit(StopTimes.of(deadline).consumers());
        loop.assignment().forgetAll();
        close(deadline.left(), GroupMembershipOperation.LEAVE_GROUP);
    }

    /** After an error: commits and closes as well as that still works. */
    void afterError() {
        Deadline deadline = Deadline.in(AFTER_ERROR, loop.nanoTime());
        loop.committer().end();
        loop.assignment().end();
        loop.committer().giveUp();
        try {
            loop.committer().commitNow(loop.partitions(), StopTimes.of(deadline).consumers());
        } catch (KafkaException e) {
            LOG.warn("{}: the last commit failed: {}", loop.identity(), Committer.shortened(e));
        }
        loop.assignment().forgetAll();
        close(deadline.left(), GroupMembershipOperation.DEFAULT);
    }

    private void close(Duration time, GroupMembershipOperation operation) {
        long begun = loop.nanoTime().getAsLong();
        RuntimeException error = null;
        try {
            loop.client().kafka().close(CloseOptions.timeout(time).withGroupMembershipOperation(operation));
        } catch (RuntimeException e) {
            error = e;
            LOG.warn("{}: closing the client failed: {}", loop.identity(), Committer.shortened(e));
        }
        loop.left(Duration.ofNanos(loop.nanoTime().getAsLong() - begun), error);
    }
}
