package io.racecar.engine.worker;

import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.RacecarListener.GroupJoined;
import io.racecar.RacecarListener.GroupLeft;
import io.racecar.RacecarListener.Polled;
import io.racecar.engine.worker.Backlog.Amount;
import io.racecar.engine.worker.Committer.CommitSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The cycle of one Kafka client, from its subscription on: {@link #runOnce}.
 *
 * <p>Only the poll thread calls it, but for what {@link LaneListener} and {@link #signals} say.
 */
final class PollLoop implements LaneListener, Membership {
    /** A poll with nothing to do; long enough that idling costs nothing. */
    private static final long LONGEST_POLL_NANOS = Duration.ofSeconds(1).toNanos();

    /** A cooperative rebalance that takes nothing away is seen only when it is over. */
    private static final long NOT_JOINING = Long.MIN_VALUE;

    private static final long TRIM_NANOS = Duration.ofMillis(100).toNanos();

    private final WorkerParts parts;
    private final Client client;
    private final StartPositions starts;
    private final Assignment assignment;
    private final Buffer buffer;
    private final Intake intake;
    private final Commits committer;
    private final Pauses pauses;
    private final PollFailures pollFailures;
    private final TurnWatch turns;
    private final StuckHandlers stuckHandlers;
    private final Signals signals;
    private long joiningSince;
    private long trimmedAt;
    private boolean trimIsDue;
    private boolean trimIsOwed;
    private boolean inGroup;
    private boolean stopping;
    private volatile boolean failed;

    PollLoop(WorkerParts parts, Client client) {
        WorkerSettings settings = parts.settings();
        this.parts = parts;
        this.client = client;
        signals = new Signals(client::wakeUp, parts.doorbell());
        starts = new StartPositions(
                parts.identity(),
                client,
                parts.subscription(),
                parts.topics(),
                parts.clusterId(),
                settings.startAt(),
                settings.requestTimeout());
        assignment = new Assignment(this);
        buffer = new Buffer(settings.maxBufferedMessages(), settings.maxBufferedBytes());
        intake = new Intake(
                parts.identity(),
                client.kafka(),
                assignment.partitions(),
                buffer,
                settings.maxUncommittedSpan(),
                new HeaderFilter(settings.onlyIf()),
                this::isUnwanted,
                parts.nanoTime());
        Transacting transacting = parts.transacting();
        Committer plain = new Committer(
                parts.identity(),
                client,
                assignment::get,
                new CommitSchedule(
                        settings.commitInterval(),
                        settings.synchronousCommits(),
                        settings.requestTimeout(),
                        transacting != null),
                parts.clusterId(),
                parts.nanoTime());
        committer = transacting == null
                ? plain
                : new Transactions(this, plain, transacting, (OpenTransaction) parts.transaction());
        pauses = new Pauses(parts.identity(), parts.events(), this::fetchFrom, parts.nanoTime());
        pollFailures = new PollFailures(this);
        stuckHandlers = new StuckHandlers(
                parts.identity(),
                parts.events(),
                transacting == null ? "maxPollInterval" : "maxPollInterval, or what transactionTimeout leaves it");
        trimmedAt = now() - TRIM_NANOS;
        turns = new TurnWatch(
                settings.maxPollInterval(),
                (lane, running) -> stuckHandlers.report(lane, partitionOf(lane.lanes()), running),
                now());
    }

    @Override
    public void subscribe() {
        joiningSince = now();
        parts.subscription().subscribe(client.kafka(), assignment);
    }

    /** Polls once, with what is due before and after. */
    @Override
    public void runOnce() {
        signals.run(); // 1. what lanes and operators said
        endPauses(); // 2. lanes that may go on
        assignment.openReady(); // 3. partitions that are ready for their first message
        intake.reconcile(); // 4. what must not be fetched now
        trimFull();
        ConsumerRecords<byte[], byte[]> polled = poll(); // 5.
        intake.handOver(polled); // 6. a chunk per partition
        committer.commitIfDue(partitions()); // 7.
        watchTurns(); // 8. who hogs a thread, who hangs
    }

    /** Not at each turn of the loop: where nothing can be cut, that takes a look at each lane. */
    private void trimFull() {
        List<AssignedPartition> full = intake.full();
        trimIsDue = !full.isEmpty() && now() - trimmedAt < TRIM_NANOS;
        if (!full.isEmpty() && !trimIsDue) {
            trimmedAt = now();
            full.forEach(this::trim);
        }
    }

    private void endPauses() {
        if (pauses.endDue()) {
            intake.changed();
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        boolean observed = parts.events().wanted();
        long begun = observed ? now() : 0;
        ConsumerRecords<byte[], byte[]> polled = ConsumerRecords.empty();
        RuntimeException error = null;
        try {
            polled = client.poll(Duration.ofNanos(pollNanos()), this::isPressing);
            pollFailures.succeeded();
        } catch (RuntimeException e) {
            error = e;
        }
        if (observed) {
            tellPolled(polled.count(), now() - begun, error);
        }
        assignment.failIfBroken();
        if (error != null) {
            pollFailures.handle(error);
        }
        return polled;
    }

    private boolean isPressing() {
        return !signals.isEmpty() || intake.hasRoom();
    }

    private long pollNanos() {
        long nanos = Math.min(LONGEST_POLL_NANOS, turns.nanosBetweenLooks(othersWait()));
        nanos = Math.min(nanos, Math.min(committer.nanosLeft(), pauses.nanosLeft()));
        nanos = Math.min(nanos, intake.nanosLeft());
        nanos = trimIsDue ? Math.min(nanos, trimmedAt + TRIM_NANOS - now()) : nanos;
        return Math.max(0, nanos);
    }

    private void tellPolled(int messages, long nanos, @Nullable RuntimeException error) {
        Polled event = new Polled(
                parts.identity().consumer(), parts.identity().worker(), messages, Duration.ofNanos(nanos), error);
        parts.events().tell(it -> it.polled(event));
    }

    private void watchTurns() {
        if (turns.look(this::runningLanes, othersWait(), now())) {
            partitions().forEach(it -> {
                it.tracker().tidy();
                it.lanes().tidy();
            });
        }
        parts.listener().stuck(turns.anyStuck());
    }

    /** Those where handlers run; fenced ones too, which keep their threads as long. */
    private List<Lane<?>> runningLanes() {
        List<Lane<?>> lanes = new ArrayList<>();
        parts.fenced().values().forEach(it -> lanes.addAll(it.running()));
        partitions().forEach(it -> lanes.addAll(it.lanes().running()));
        return lanes;
    }

    private boolean othersWait() {
        return parts.threads().anyWaiting();
    }

    private boolean isUnwanted(AssignedPartition partition) {
        return stopping
                || partition.isPaused()
                || partition.fetchPause() != null
                || parts.operatorPauses().covers(partition.partition());
    }

    /** Whether this client must leave the group because of a stuck handler (L4). */
    @Override
    public boolean mustLeave() {
        return stuckHandlers.mustLeave();
    }

    // ---- what lanes say, on their threads

    @Override
    public void paused(Lane<?> lane) {
        if (failed) {
            return; // F3: not a pause, but the end
        }
        signals.send(() -> {
            AssignedPartition partition = partitionOf(lane.lanes());
            LanePause pause = lane.pause();
            if (partition != null && pause != null) {
                pauses.lanePaused(partition, lane, pause);
                if (partition.lanes().isOne()) {
                    trim(partition);
                }
                intake.changed();
            }
        });
    }

    /** A lane that does not run holds at most its partition's share (L3). */
    void trim(AssignedPartition partition) {
        if (committer.mayComeUndone()) {
            trimIsOwed = true; // what is dropped could not be handled again
            return;
        }
        int count = partitions().size();
        Amount share = new Amount(buffer.shareOfMessages(count), buffer.shareOfBytes(count));
        long dropped = partition.lanes().trim(partition.tracker(), share);
        if (dropped != Lanes.NONE) {
            partition.tracker().dropFrom(dropped);
            partition.cut(!partition.lanes().isOne());
            fetchFrom(partition);
            pauses.endFetch(partition); // what could not be read is ahead again
        }
    }

    /** Nothing that was under way may come undone any more. */
    void settled() {
        if (trimIsOwed) {
            trimIsOwed = false;
            partitions().forEach(this::trim);
        }
    }

    @Override
    public void rested(Lanes<?> lanes) {
        signals.send(() -> {
            AssignedPartition partition = partitionOf(lanes);
            if (partition != null && !stopping) {
                trim(partition);
            }
        });
    }

    @Override
    public void buffered(Lanes<?> lanes, Amount change, int left) {
        buffer.add(change);
        if (change.messages() < 0 && (left <= lanes.wakeAt() || intake.mayResume())) {
            client.wakeUp();
        }
    }

    @Override
    public void fatal(Throwable error) {
        failed = true;
        parts.listener().fatal(error);
    }

    private @Nullable AssignedPartition partitionOf(Lanes<?> lanes) {
        Partition partition = lanes.partition();
        AssignedPartition found = assignment.get(new TopicPartition(partition.topic(), partition.number()));
        return found != null && found.lanes() == lanes ? found : null;
    }

    // ---- what the parts need of one another

    /** The group has been joined, or what it gave us has changed. */
    void joined() {
        intake.changed();
        long took = joiningSince == NOT_JOINING ? 0 : now() - joiningSince;
        joiningSince = NOT_JOINING;
        GroupJoined event =
                new GroupJoined(parts.identity().consumer(), parts.identity().worker(), Duration.ofNanos(took), null);
        parts.events().tell(it -> it.groupJoined(event));
        inGroup = true;
        ready();
    }

    /** It is a member of the group, or may begin to work on what that gives it; both it must be. */
    void ready() {
        if (inGroup && committer.isReady()) {
            parts.listener().joined();
        }
    }

    /** The client has been closed. */
    void left(Duration took, @Nullable RuntimeException error) {
        GroupLeft event =
                new GroupLeft(parts.identity().consumer(), parts.identity().worker(), took, error);
        parts.events().tell(it -> it.groupLeft(event));
    }

    /** Waits until something is signalled, or for that long. */
    void waitForSignal(Duration longest) {
        if (signals.isEmpty()) {
            parts.doorbell().await(longest.toNanos());
        }
    }

    /** Messages that handlers have returned from in the present lanes. Any thread; approximate while partitions change. */
    @Override
    public long handled() {
        return assignment.handled();
    }

    /** A rebalance has begun. */
    void rejoining() {
        joiningSince = now();
    }

    /** Opens or holds a partition's lanes, as its state, operators and a stop want it (R4). */
    void admit(AssignedPartition partition) {
        if (partition.isOpen() && !stopping && !parts.operatorPauses().covers(partition.partition())) {
            partition.lanes().open();
        } else {
            partition.lanes().hold();
            if (!stopping) {
                trim(partition);
            }
        }
        intake.changed();
    }

    /** Starts nothing more and fetches nothing more; polling may go on. */
    void stopStarting() {
        stopping = true;
        partitions().forEach(this::admit);
    }

    boolean isStopping() {
        return stopping;
    }

    /** Has the client fetch from where the tracker ends; it also makes it try again what it could not read. */
    void fetchFrom(AssignedPartition partition) {
        client.kafka()
                .seek(partition.topicPartition(), partition.tracker().next().toKafka());
    }

    void fetchPaused(AssignedPartition partition, LanePause pause) {
        pauses.fetchPaused(partition, pause);
        intake.changed();
    }

    Lanes<?> newLanes(Partition partition) {
        return parts.lanes().apply(partition, this);
    }

    WorkerParts parts() {
        return parts;
    }

    Identity identity() {
        return parts.identity();
    }

    LongSupplier nanoTime() {
        return parts.nanoTime();
    }

    Client client() {
        return client;
    }

    StartPositions starts() {
        return starts;
    }

    Assignment assignment() {
        return assignment;
    }

    Collection<AssignedPartition> partitions() {
        return assignment.partitions().values();
    }

    Buffer buffer() {
        return buffer;
    }

    Intake intake() {
        return intake;
    }

    Commits committer() {
        return committer;
    }

    Pauses pauses() {
        return pauses;
    }

    @Override
    public Signals signals() {
        return signals;
    }

    // ---- what the worker does with it

    @Override
    public Operations operations() {
        return new PartitionOperations(this);
    }

    @Override
    public void look(Reachability reachability) {
        reachability.look(client.kafka());
    }

    @Override
    public void leaveInOrder(Deadline deadline, BooleanSupplier hurry) {
        new Departure(this).inOrder(deadline, hurry);
    }

    @Override
    public void leaveForNow() {
        new Departure(this).leavingTheStuckBehind();
    }

    @Override
    public void leaveAfterError() {
        new Departure(this).afterError();
    }

    @Override
    public ConsumerState absence() {
        return ConsumerState.STUCK;
    }

    /** The client has left; a new one joins when the handlers have returned. */
    @Override
    public boolean mayReturn() {
        parts.fenced().values().removeIf(it -> !it.isRunning());
        return parts.fenced().isEmpty();
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }
}
