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

    /** Of the time for a stop, what the consumer's own code gets; the rest is for the commit and the close. */
    private static final double CONSUMERS_SHARE = 0.8;

    /** Of that, what handlers and their deliveries get before they are interrupted. */
    private static final double HANDLERS_SHARE = 0.85;

    /** Of what is then left, what interrupted handlers get; the rest is for the hooks. */
    private static final double INTERRUPTED_SHARE = 0.5;

    /** Of what is left after the hooks, what the commit may take; the rest is for leaving the group. */
    private static final double COMMIT_SHARE = 0.5;

    /** A client that failed gets this long to commit and leave. */
    private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

    /** Without partitions there is nothing to say to the group, but the client would wait for the join that is under way. */
    private static final Duration WITHOUT_PARTITIONS = Duration.ofSeconds(2);

    private final PollLoop loop;

    Departure(PollLoop loop) {
        this.loop = loop;
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
        Deadline consumers = deadline.after(CONSUMERS_SHARE);
        Deadline handlers = consumers.after(HANDLERS_SHARE);
        poll(() -> isDone() || handlers.isOver() || hurry.getAsBoolean());
        if (!allQuiet()) {
            LOG.warn("{}: handlers still run and are interrupted: {}", loop.identity(), busy());
            loop.partitions().forEach(it -> it.lanes().interrupt());
            Deadline interrupted = consumers.after(INTERRUPTED_SHARE);
            poll(() -> isDone() || interrupted.isOver());
        }
        loop.committer().giveUp();
        hooks(consumers);
        commit(deadline.after(COMMIT_SHARE));
        boolean joining = loop.partitions().isEmpty();
        loop.assignment().forgetAll();
        close(joining ? shorter(deadline.left(), WITHOUT_PARTITIONS) : deadline.left(), operation());
    }

    private void hooks(Deadline deadline) {
        Hooks.Call revoked = loop.assignment().end();
        poll(() -> revoked.isDone() || deadline.isOver());
        Hooks.Call teardown = loop.parts().hooks().teardown(loop.assignment()::hookDone);
        poll(() -> teardown.isDone() || deadline.isOver());
        if (!teardown.isDone()) {
            LOG.warn("{}: teardown has not ended in time, or waits for a handler that has not", loop.identity());
        }
    }

    /** While the group rebalances, commits fail until polling has brought that to its end (O6). */
    private void commit(Deadline deadline) {
        poll(() -> loop.committer().commitNow(loop.partitions(), deadline) || deadline.isOver());
    }

    private void poll(BooleanSupplier until) {
        boolean working = true;
        while (!until.getAsBoolean()) {
            if (!working) {
                loop.parts().doorbell().await(Duration.ofMillis(100).toNanos());
                loop.signals().run();
                continue;
            }
            try {
                loop.runOnce();
            } catch (RuntimeException e) {
                working = false;
                LOG.warn("{}: polling failed while stopping: {}", loop.identity(), Committer.shortened(e));
            }
        }
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
        commit(deadline.after(CONSUMERS_SHARE));
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
            loop.committer().commitNow(loop.partitions(), deadline.after(CONSUMERS_SHARE));
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
