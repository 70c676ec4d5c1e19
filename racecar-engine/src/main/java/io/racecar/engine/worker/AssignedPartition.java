package io.racecar.engine.worker;

import io.racecar.Partition;
import io.racecar.engine.worker.CommitMetadata.Finished;
import io.racecar.engine.worker.OffsetTracker.Position;
import io.racecar.engine.worker.StartPositions.Start;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition from its assignment to its revocation: the poll thread's alone. */
final class AssignedPartition {
    private final TopicPartition topicPartition;
    private final Partition partition;
    private final int partitionsAtFirstStart;
    private volatile Lanes<?> lanes;
    private OffsetTracker tracker;
    private @Nullable OffsetAndMetadata committed;
    private int stuckBefore;
    private long stuckOffset;
    private @Nullable LanePause fetchPause;
    private long unreadableOffset = -1;
    private int unreadable;
    private boolean full;
    private boolean cut;
    private SpanWait spanWait = SpanWait.NONE;
    private long spanWaitSince;
    private boolean open;
    private Hooks.@Nullable Call hook;

    AssignedPartition(TopicPartition topicPartition, Lanes<?> lanes, Start start) {
        this.topicPartition = topicPartition;
        this.partition = lanes.partition();
        this.lanes = lanes;
        this.tracker = start.tracker();
        this.committed = start.chosen() ? null : start.committed();
        CommitMetadata known = CommitMetadata.parse(start.committed().metadata());
        this.partitionsAtFirstStart = known.partitions();
        this.stuckBefore = known.stuck();
        this.stuckOffset = known.stuckOffset() < 0 ? start.committed().offset() : known.stuckOffset();
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    Partition partition() {
        return partition;
    }

    Lanes<?> lanes() {
        return lanes;
    }

    OffsetTracker tracker() {
        return tracker;
    }

    /** A new epoch: what the old lanes' handlers do no longer counts (O7). */
    void startEpoch(Lanes<?> lanes, OffsetTracker tracker) {
        this.lanes = lanes;
        this.tracker = tracker;
        this.fetchPause = null;
        this.full = false;
        this.cut = false;
        this.open = false;
    }

    /**
     * What to commit now, metadata included: what is finished beyond the offset too, where that is not only so because
     * acknowledgements overtook one another (O4).
     *
     * @param cluster its id; null if it is not known
     * @param longest the metadata's length
     */
    OffsetAndMetadata committable(@Nullable String cluster, int longest) {
        Position position = tracker.committable();
        long offset = position.offset();
        int stuck = stuckOffset < offset ? 0 : stuckBefore;
        boolean inOrder = lanes.isOne() && !tracker.knewOf(offset);
        Finished finished = cluster == null || inOrder
                ? null
                : new Finished(
                        cluster,
                        offset,
                        position.leaderEpoch().orElse(-1),
                        tracker.latestEpoch(),
                        tracker.finishedAbove(offset));
        CommitMetadata metadata = new CommitMetadata(partitionsAtFirstStart, stuck, stuckOffset, finished, null);
        return new OffsetAndMetadata(offset, position.leaderEpoch(), metadata.text(longest));
    }

    /** What the broker has, or null as long as a start position of our choice is not committed (O5). */
    @Nullable OffsetAndMetadata committed() {
        return committed;
    }

    void committed(OffsetAndMetadata now) {
        committed = now;
    }

    /** How many members were stuck on the message at that offset (L4). */
    int stuckBefore(long offset) {
        return offset == stuckOffset ? stuckBefore : 0;
    }

    /** This member is stuck on the message at that offset. */
    void countStuck(long offset) {
        stuckBefore = stuckBefore(offset) + 1;
        stuckOffset = offset;
    }

    /** Why nothing can be fetched at the position for a while (L7), or null. */
    @Nullable LanePause fetchPause() {
        return fetchPause;
    }

    void fetchPause(@Nullable LanePause pause) {
        fetchPause = pause;
    }

    /** What is at that offset could not be read; returns how often by now. */
    int countUnreadable(long offset) {
        unreadable = offset == unreadableOffset ? unreadable + 1 : 1;
        unreadableOffset = offset;
        return unreadable;
    }

    /** How often what is at the position could not be read. */
    int unreadable() {
        return unreadable;
    }

    /** Whether it holds its share of the buffer while the buffer is filling up (L3). */
    boolean isFull() {
        return full;
    }

    void full(boolean now) {
        full = now;
    }

    /** Whether it was cut down to its share, and holds more than half of that still. */
    boolean isCut() {
        return cut;
    }

    void cut(boolean now) {
        cut = now;
    }

    /** Whether it is not fetched because too much lies behind its lowest unfinished message; as it was told last. */
    SpanWait spanWait() {
        return spanWait;
    }

    /** @param nanoTime the moment, if it begins */
    void spanWait(SpanWait now, long nanoTime) {
        spanWaitSince = spanWait == SpanWait.NONE ? nanoTime : spanWaitSince;
        spanWait = now;
    }

    /** Forgets what is finished but not for good, whatever handlers that are fenced still do (P3). */
    void undo() {
        tracker = tracker.nextEpoch();
    }

    /** Goes back to what is finished for good (P3). */
    void rollBack() {
        if (lanes.isFenced()) {
            undo();
            return;
        }
        tracker.rollBack();
        lanes.rollBack();
    }

    /** Since when it has waited without a break. */
    long spanWaitSince() {
        return spanWaitSince;
    }

    /** Whether it pauses after a failure as a whole. */
    boolean isPaused() {
        return lanes.isOne() && !lanes.paused().isEmpty();
    }

    /** Handles nothing until that hook has returned. */
    void waitFor(Hooks.Call assigned) {
        hook = assigned;
    }

    boolean isHookDone() {
        return hook == null || hook.isDone();
    }

    /** Whether all is done that must be before the first message. */
    boolean isOpen() {
        return open;
    }

    void opened(boolean now) {
        open = now;
    }

    @Override
    public String toString() {
        return partition.toString();
    }
}
