package io.racecar.engine.worker;

import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.RacecarListener.GroupJoined;
import io.racecar.RacecarListener.Polled;
import io.racecar.engine.worker.Backlog.Amount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.jspecify.annotations.Nullable;

/**
 * The cycle of one client in a share group (G1): it takes what one poll brings, and polls for more when all of that is
 * acknowledged. Meanwhile it renews what takes longer than its lock lasts.
 *
 * <p>Only the poll thread calls it, but for what {@link LaneListener}, {@link #signals} and {@link #handled} say.
 */
final class ShareLoop implements Membership, LaneListener {
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(1).toNanos();

    /** What is finished while other messages are still being handled is acknowledged within this time. */
    private static final long SEND_NANOS = Duration.ofMillis(100).toNanos();

    private final WorkerParts parts;
    private final ShareClient client;
    private final Supplier<CompletableFuture<ShareLimits>> group;
    private final ShareGivingUp givingUp;
    private final Holdings holdings;
    private final Signals signals;
    private final SharePauses pauses;
    private final ShareFailures failures;
    private final ShareUnreadables unreadables;
    private final TurnWatch turns;
    private final StuckHandlers stuckHandlers;
    private final long joiningSince;
    private @Nullable CompletableFuture<ShareLimits> asked;
    private @Nullable ShareLimits limits;
    private boolean joined;
    private long renewAt;
    private long sentAt;
    private boolean stopping;

    /** The consumer is paused as a whole, and whoever has asked for that knows. */
    private boolean paused;

    /** A handler is stuck on a message that stays here: whatever else there is, others may have. */
    private boolean stuck;

    private volatile boolean failed;

    /**
     * @param group asks what the group allows
     * @param fenced lanes whose messages are no longer this member's, but whose handlers still run
     * @param lanes makes the lanes of what one poll has brought
     */
    ShareLoop(
            WorkerParts parts,
            ShareClient client,
            Supplier<CompletableFuture<ShareLimits>> group,
            ShareGivingUp givingUp,
            Set<Lanes<?>> fenced,
            BiFunction<SharedBatch, LaneListener, SharedLanes<?>> lanes) {
        this.parts = parts;
        this.client = client;
        this.group = group;
        this.givingUp = givingUp;
        this.holdings = new Holdings(parts, client, fenced, batch -> lanes.apply(batch, this));
        this.signals = new Signals(client::wakeUp, parts.doorbell());
        this.pauses = new SharePauses(parts.identity(), parts.events(), givingUp, parts.nanoTime());
        this.failures = new ShareFailures(parts.identity());
        this.unreadables = new ShareUnreadables(parts, client);
        this.stuckHandlers = new StuckHandlers(parts.identity(), parts.events(), "maxPollInterval");
        this.turns = new TurnWatch(parts.settings().maxPollInterval(), stuckHandlers::reportShared, now());
        this.joiningSince = now();
        this.sentAt = joiningSince;
    }

    @Override
    public void subscribe() {
        paused = parts.operatorPauses().everything();
        asked = group.get();
    }

    @Override
    public void runOnce() {
        signals.run(); // 1. what lanes and operators said
        if (!knowsLimits()) { // 2. what the group allows
            parts.doorbell().await(LONGEST_WAIT_NANOS);
            return;
        }
        pauses.endDue(); // 3. what has failed and may go to others
        holdings.settle(); // 4. what is finished
        if (isIdle() && !isUnwanted()) {
            poll(); // 5. for more, when all is acknowledged
        } else {
            keep(); // 6. or what there is
        }
        holdings.takeRefused(limits).forEach(pauses::forget); // 7. what has gone to others
        watchTurns(); // 8. who hangs
    }

    private boolean knowsLimits() {
        CompletableFuture<ShareLimits> answer = asked;
        if (limits == null && !stopping && answer != null && answer.isDone()) {
            ShareLimits answered = join(answer);
            givingUp.after(answered.attempts());
            client.subscribe(parts.subscription().names());
            limits = answered;
        }
        return limits != null;
    }

    private static ShareLimits join(CompletableFuture<ShareLimits> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether nothing is left of what was polled. */
    private boolean isIdle() {
        return holdings.isSettled();
    }

    private boolean isUnwanted() {
        return stopping || paused || stuck;
    }

    private void poll() {
        sentAt = now();
        ConsumerRecords<byte[], byte[]> polled =
                observe(Math.min(LONGEST_WAIT_NANOS, turns.nanosBetweenLooks(othersWait())), () -> !signals.isEmpty());
        if (!joined && client.hasJoined()) {
            joined();
        }
        take(polled);
    }

    private ConsumerRecords<byte[], byte[]> observe(long nanos, BooleanSupplier pressing) {
        long begun = now();
        ConsumerRecords<byte[], byte[]> polled = ConsumerRecords.empty();
        RuntimeException error = null;
        try {
            polled = client.poll(Duration.ofNanos(nanos), pressing);
            failures.succeeded();
        } catch (RuntimeException e) {
            error = e;
        }
        if (parts.events().wanted()) {
            tellPolled(holdings.countNew(polled), now() - begun, error);
        }
        if (error instanceof CorruptRecordException unreadable) {
            unreadables.add(unreadable);
        }
        if (error != null) {
            waitForSignal(failures.handle(error, joined));
        }
        return polled;
    }

    private void tellPolled(int messages, long nanos, @Nullable RuntimeException error) {
        Polled event = new Polled(
                parts.identity().consumer(), parts.identity().worker(), messages, Duration.ofNanos(nanos), error);
        parts.events().tell(it -> it.polled(event));
    }

    private void take(ConsumerRecords<byte[], byte[]> polled) {
        ShareLimits known = limits;
        if (known == null || !holdings.take(polled, known)) {
            return;
        }
        renewAt = now() + renewalNanos();
        if (isUnwanted()) {
            holdings.releaseUnstarted();
        } else {
            holdings.open();
        }
    }

    private void joined() {
        joined = true;
        GroupJoined event = new GroupJoined(
                parts.identity().consumer(), parts.identity().worker(), Duration.ofNanos(now() - joiningSince), null);
        parts.events().tell(it -> it.groupJoined(event));
        parts.listener().joined();
    }

    /** Handlers run, or what they have failed at pauses. */
    private void keep() {
        if (holdings.isRenewing()) {
            lookForRenewed();
        } else if (!isIdle() && now() - renewAt >= 0) {
            renew();
        } else if (client.hasUnsent() && now() - sentAt >= SEND_NANOS) {
            send();
        }
        if (signals.isEmpty()) {
            parts.doorbell().await(waitNanos());
        }
    }

    /** The brokers' answer is late; while it is out, the client brings nothing else. */
    private void lookForRenewed() {
        if (now() - renewAt >= 2 * renewalNanos()) {
            throw new IllegalStateException("renewals were not answered as long as their locks lasted");
        }
        take(observe(0, () -> true));
    }

    private void send() {
        sentAt = now();
        client.send();
    }

    /** Renewals go by themselves: where one request has them and another has not, the client may take them for unanswered. */
    private void renew() {
        if (client.hasUnsent()) {
            send();
        }
        holdings.renew();
        long nanos = renewalNanos();
        renewAt = now() + nanos;
        client.commit(Duration.ofNanos(
                Math.min(nanos, parts.settings().requestTimeout().toNanos())));
        take(observe(0, () -> true));
    }

    private long renewalNanos() {
        ShareLimits known = limits;
        Duration lock = client.lock().orElse(known == null ? Duration.ofSeconds(1) : known.lock());
        return lock.toNanos() / 3;
    }

    private long waitNanos() {
        long nanos = Math.min(LONGEST_WAIT_NANOS, turns.nanosBetweenLooks(othersWait()));
        nanos = Math.min(nanos, pauses.nanosLeft());
        if (!isIdle() || client.hasUnsent()) {
            nanos = Math.min(nanos, SEND_NANOS);
        }
        return nanos;
    }

    private boolean othersWait() {
        return parts.threads().anyWaiting();
    }

    private void watchTurns() {
        turns.look(this::runningLanes, othersWait(), now());
        parts.listener().stuck(turns.anyStuck());
        if (stuck != turns.anyStuck()) {
            stuck = turns.anyStuck();
            admitAll();
        }
    }

    private List<Lane<?>> runningLanes() {
        List<Lane<?>> lanes = new ArrayList<>();
        holdings.fenced().forEach(it -> lanes.addAll(it.running()));
        holdings.held().forEach(it -> lanes.addAll(it.running()));
        return lanes;
    }

    private void waitForSignal(Duration longest) {
        if (signals.isEmpty()) {
            parts.doorbell().await(longest.toNanos());
        }
    }

    // ---- what lanes say, on their threads

    @Override
    public void paused(Lane<?> lane) {
        if (failed) {
            return; // F3: not a pause, but the end
        }
        signals.send(() -> {
            SharedLanes<?> lanes = holdings.find(lane.lanes());
            LanePause pause = lane.pause();
            if (lanes != null && pause != null) {
                pauses.begin(lanes, lane, pause);
                if (stopping) {
                    pauses.endForOthers();
                }
            }
        });
    }

    @Override
    public void rested(Lanes<?> lanes) {
        signals.send(() -> {
            if (isUnwanted()) {
                holdings.releaseUnstarted();
            }
        });
    }

    @Override
    public void buffered(Lanes<?> lanes, Amount change, int left) {}

    @Override
    public void fatal(Throwable error) {
        failed = true;
        parts.listener().fatal(error);
    }

    // ---- what operators and a departure do

    /** The consumer as a whole has been paused or resumed. */
    void admitAll() {
        paused = parts.operatorPauses().everything();
        if (isUnwanted()) {
            holdings.releaseUnstarted();
        } else {
            holdings.open();
        }
    }

    /** Starts nothing more: what has not been started, or pauses, goes to others. */
    void stopStarting() {
        stopping = true;
        if (asked != null) {
            asked.cancel(true);
        }
        holdings.releaseUnstarted();
        pauses.endAll();
    }

    /** Acknowledges what is finished, and gives the rest back: what is still done with it does not count. */
    void giveBack(Deadline deadline) {
        holdings.settle();
        if (client.hasUnsent()) {
            client.commit(deadline.left());
        }
        holdings.takeRefused(limits);
        holdings.giveBack(limits);
    }

    WorkerParts parts() {
        return parts;
    }

    ShareClient client() {
        return client;
    }

    SharePauses pauses() {
        return pauses;
    }

    Holdings holdings() {
        return holdings;
    }

    List<PartitionView> view() {
        Set<Partition> partitions = new HashSet<>(holdings.seen());
        partitions.addAll(unreadables.partitions());
        return partitions.stream().map(holdings::view).map(unreadables::addTo).toList();
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }

    // ---- what the worker does with it

    /** Because of a stuck handler (L4), or of a pause: a member that does not poll must not be given anything. */
    @Override
    public boolean mustLeave() {
        boolean isSpare = paused && isIdle() && holdings.isQuiet() && !client.hasUnsent();
        return isSpare || (stuckHandlers.mustLeave() && !holdings.isGivingUp());
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public long handled() {
        return holdings.handled();
    }

    @Override
    public Operations operations() {
        return new ShareOperations(this);
    }

    @Override
    public void look(Reachability reachability) {
        if (limits == null) {
            reachability.lookInVain();
        } else {
            reachability.look(client::metrics);
        }
    }

    @Override
    public void leaveInOrder(Deadline deadline, BooleanSupplier hurry) {
        new ShareDeparture(this).inOrder(deadline, hurry);
    }

    @Override
    public void leaveForNow() {
        new ShareDeparture(this).forNow();
    }

    @Override
    public void leaveAfterError() {
        new ShareDeparture(this).afterError();
    }

    @Override
    public ConsumerState absence() {
        return stuckHandlers.mustLeave() ? ConsumerState.STUCK : ConsumerState.PAUSED;
    }

    @Override
    public boolean mayReturn() {
        return holdings.fenced().isEmpty() && !parts.operatorPauses().everything();
    }
}
