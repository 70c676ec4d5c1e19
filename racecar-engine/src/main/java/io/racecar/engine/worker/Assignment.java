package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.engine.worker.StartPositions.Start;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this worker has, and how they come and go (R1, R2). Ownership is lost only here (O6). Only the
 * poll thread calls it.
 */
final class Assignment implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    /** Of the time for a revocation, what handlers get; the little that is left is for the commit and the hook. */
    private static final double HANDLERS_SHARE = 0.95;

    private final Map<TopicPartition, AssignedPartition> assigned = new ConcurrentHashMap<>();
    private final Set<AssignedPartition> unopened = new LinkedHashSet<>();
    private final PollLoop loop;
    private final MemoryCheck memory;
    private @Nullable Deadline stopBy;
    private boolean ended;
    private @Nullable RuntimeException failure;

    Assignment(PollLoop loop) {
        this.loop = loop;
        this.memory = new MemoryCheck(
                loop.identity(), loop.parts().settings(), Runtime.getRuntime().maxMemory());
    }

    /** Messages that handlers have returned from in the present lanes; those of retired ones are counted elsewhere. Any thread. */
    long handled() {
        return assigned.values().stream()
                .map(AssignedPartition::lanes)
                .filter(it -> !it.isFenced())
                .mapToLong(Lanes::handled)
                .sum();
    }

    Map<TopicPartition, AssignedPartition> partitions() {
        return assigned;
    }

    @Nullable AssignedPartition get(TopicPartition partition) {
        return assigned.get(partition);
    }

    /** Bounds all further waiting: the worker stops by then. */
    void stopBy(Deadline deadline) {
        stopBy = deadline;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        inCallback(() -> assign(added));
    }

    private void assign(Collection<TopicPartition> added) {
        Duration timeout = loop.parts().settings().requestTimeout();
        loop.parts().topics().look(loop.client(), timeout);
        findStarts(added).forEach(this::add);
        memory.look(assigned.size());
        assigned.values().forEach(loop::trim); // the more partitions, the smaller each one's share
        loop.committer().commitNow(unopened, Deadline.in(timeout, loop.nanoTime()));
        loop.intake().changed();
        loop.intake().reconcile();
        tellAssigned(assigned(added));
        loop.joined();
    }

    /** Offsets that somebody's transaction is about to commit are told when that has ended: it may be that of a killed process (P3). */
    private Map<TopicPartition, Start> findStarts(Collection<TopicPartition> added) {
        Transacting transacting = loop.parts().transacting();
        Duration patience = transacting == null ? Duration.ZERO : transacting.patience();
        Deadline deadline = Deadline.in(patience, loop.nanoTime());
        while (true) {
            try {
                return loop.starts().find(added);
            } catch (TimeoutException e) {
                if (deadline.isOver() || isTimeUp()) {
                    throw e;
                }
                LOG.warn(
                        "{}: the brokers do not tell committed offsets yet, perhaps because a killed process has left a"
                                + " transaction open, which ends after transactionTimeout; asking again: {}",
                        loop.identity(),
                        e.toString());
            }
        }
    }

    private void add(TopicPartition partition, Start start) {
        Lanes<?> lanes = loop.newLanes(new Partition(partition.topic(), partition.partition()));
        AssignedPartition added = new AssignedPartition(partition, lanes, start);
        loop.committer().begins(added);
        assigned.put(partition, added);
        unopened.add(added);
        loop.client().kafka().seek(partition, start.committed());
    }

    private void tellAssigned(List<AssignedPartition> added) {
        if (added.isEmpty()) {
            return;
        }
        Set<Partition> partitions = names(added);
        LOG.info("{}: assigned {}", loop.identity(), partitions);
        PartitionsAssigned event = new PartitionsAssigned(
                loop.identity().consumer(), loop.identity().worker(), partitions);
        loop.parts().events().tell(it -> it.partitionsAssigned(event));
        if (!ended) {
            Hooks.Call hook = loop.parts().hooks().assigned(partitions, this::hookDone);
            added.forEach(it -> it.waitFor(hook));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> removed) {
        inCallback(() -> {
            loop.rejoining();
            release(assigned(removed), rebalanceDeadline());
        });
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        inCallback(() -> lose(assigned(lost)));
    }

    /**
     * An error here leaves the client with partitions that nobody handles, so it must end the client. Kafka would hand on
     * only some, and as errors of the poll, after which polling might go on.
     */
    private void inCallback(Runnable callback) {
        loop.client().enterCallback();
        try {
            callback.run();
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            loop.client().leaveCallback(() -> !loop.signals().isEmpty());
        }
    }

    /** Throws what a callback has thrown. */
    void failIfBroken() {
        if (failure != null) {
            throw failure;
        }
    }

    void hookDone() {
        loop.signals().send(() -> {});
    }

    private Deadline rebalanceDeadline() {
        Deadline deadline = Deadline.in(loop.parts().settings().rebalanceTimeout(), loop.nanoTime());
        return stopBy == null ? deadline : deadline.orEarlier(stopBy);
    }

    private List<AssignedPartition> assigned(Collection<TopicPartition> partitions) {
        return partitions.stream().map(assigned::get).filter(Objects::nonNull).toList();
    }

    /** Of the partitions that are assigned now. */
    Set<Partition> names() {
        return names(assigned.values());
    }

    private static Set<Partition> names(Collection<AssignedPartition> partitions) {
        return partitions.stream().map(AssignedPartition::partition).collect(Collectors.toUnmodifiableSet());
    }

    /** Gives partitions back: waits for their handlers and deliveries, commits, tells the hook, forgets them (R1). */
    void release(List<AssignedPartition> leaving, Deadline deadline) {
        if (leaving.isEmpty()) {
            return;
        }
        if (ended) {
            loop.committer().commitNow(leaving, deadline);
            forget(leaving, false);
            return;
        }
        leaving.forEach(it -> it.lanes().hold());
        loop.committer().end();
        await(
                () -> leaving.stream().allMatch(it -> it.lanes().isQuiet())
                        && loop.committer().isEnded(),
                deadline.after(HANDLERS_SHARE));
        leaving.forEach(this::retire);
        loop.committer().giveUp();
        loop.committer().commitNow(leaving, deadline);
        loop.committer().goOn();
        Hooks.Call hook = loop.parts().hooks().revoked(names(leaving), this::hookDone);
        await(hook::isDone, deadline);
        forget(leaving, false);
    }

    /** Somebody else has them already: no wait, no commit (R1). */
    void lose(List<AssignedPartition> lost) {
        if (lost.isEmpty()) {
            return;
        }
        if (!ended) {
            lost.forEach(this::retire);
            loop.committer().giveUp();
            loop.parts().hooks().revoked(names(lost), this::hookDone);
        }
        forget(lost, true);
    }

    /**
     * The client is about to leave: ends all lanes and tells the consumer that its partitions go; of those that come and go
     * from now on it hears nothing.
     */
    Hooks.Call end() {
        if (ended || assigned.isEmpty()) {
            ended = true;
            return () -> true;
        }
        ended = true;
        assigned.values().forEach(this::retire);
        return loop.parts().hooks().revoked(names(), this::hookDone);
    }

    /** Ends the lanes of an epoch; a handler that still runs is remembered, as the next one must not overtake it. */
    void retire(AssignedPartition partition) {
        Lanes<?> lanes = partition.lanes();
        if (lanes.isFenced()) {
            return;
        }
        lanes.fence();
        loop.parts().listener().retired(lanes.handled());
        if (lanes.isRunning()) {
            LOG.warn(
                    "{}: a handler of {} still runs; it is interrupted and what it does no longer counts",
                    loop.identity(),
                    partition);
            loop.parts().fenced().put(partition.topicPartition(), lanes);
        }
    }

    void forgetAll() {
        if (!assigned.isEmpty()) {
            forget(List.copyOf(assigned.values()), false);
        }
    }

    private void forget(List<AssignedPartition> gone, boolean lost) {
        gone.forEach(it -> {
            assigned.remove(it.topicPartition());
            unopened.remove(it);
            loop.pauses().forget(it);
        });
        Set<Partition> partitions = names(gone);
        LOG.info("{}: {} {}", loop.identity(), lost ? "lost" : "gave back", partitions);
        loop.parts()
                .events()
                .tell(it -> it.partitionsRevoked(new PartitionsRevoked(
                        loop.identity().consumer(), loop.identity().worker(), partitions, lost)));
    }

    /**
     * Waits in a callback, no longer than a stop that is asked for meanwhile allows. Partitions that stay live from their
     * buffers, but where something waits for a thread, perhaps this, their turns end with the message under way.
     */
    void await(BooleanSupplier condition, Deadline deadline) {
        while (!condition.getAsBoolean() && !deadline.isOver() && !isTimeUp()) {
            if (loop.parts().threads().anyWaiting()) {
                assigned.values().forEach(it -> it.lanes().giveWay());
            }
            loop.parts()
                    .doorbell()
                    .await(Math.min(deadline.nanosLeft(), Duration.ofMillis(100).toNanos()));
            loop.signals().run();
        }
    }

    private boolean isTimeUp() {
        Deadline stopping = loop.parts().listener().handlersBy();
        return stopping != null && stopping.isOver();
    }

    /** Ends the epoch of a partition, and begins a new one from the tracker's state on (O7). */
    void startEpoch(AssignedPartition partition, Supplier<OffsetTracker> tracker) {
        loop.committer().epochEnds();
        retire(partition);
        loop.pauses().forget(partition);
        partition.startEpoch(loop.newLanes(partition.partition()), tracker.get());
        loop.committer().begins(partition);
        unopened.add(partition);
    }

    /** Opens the partitions for which all is done that must come before the first message. */
    void openReady() {
        if (unopened.isEmpty()) {
            return;
        }
        loop.parts().fenced().values().removeIf(it -> !it.isRunning());
        unopened.removeIf(it -> {
            boolean ready = it.committed() != null
                    && it.isHookDone()
                    && !loop.parts().fenced().containsKey(it.topicPartition());
            it.opened(ready);
            if (ready) {
                loop.admit(it);
            }
            return ready;
        });
        if (unopened.stream().anyMatch(it -> it.committed() == null)) {
            loop.committer().repeat();
        }
    }
}
