package io.racecar.engine.worker;

import io.racecar.Partition;
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
    private volatile Lane<?> lane;
    private OffsetTracker tracker;
    private @Nullable OffsetAndMetadata committed;
    private int stuckBefore;
    private long stuckOffset;
    private @Nullable LanePause fetchPause;
    private long unreadableOffset = -1;
    private int unreadable;
    private boolean full;
    private boolean lanePaused;
    private boolean open;
    private Hooks.@Nullable Call hook;

    AssignedPartition(TopicPartition topicPartition, Lane<?> lane, Start start) {
        this.topicPartition = topicPartition;
        this.partition = lane.partition();
        this.lane = lane;
        this.tracker = new OffsetTracker(start.position());
        this.committed = start.chosen() ? null : start.committed();
        CommitMetadata known = CommitMetadata.parse(start.committed().metadata());
        this.partitionsAtFirstStart = known.partitions();
        this.stuckBefore = known.stuck();
        this.stuckOffset = start.committed().offset();
    }

    TopicPartition topicPartition() {
        return topicPartition;
    }

    Partition partition() {
        return partition;
    }

    Lane<?> lane() {
        return lane;
    }

    OffsetTracker tracker() {
        return tracker;
    }

    /** A new epoch: what the old lane's handlers do no longer counts (O7). */
    void startEpoch(Lane<?> lane, OffsetTracker tracker) {
        this.lane = lane;
        this.tracker = tracker;
        this.fetchPause = null;
        this.full = false;
        this.lanePaused = false;
        this.open = false;
    }

    /** What to commit now, metadata included. */
    OffsetAndMetadata committable() {
        Position position = tracker.committable();
        CommitMetadata metadata = new CommitMetadata(partitionsAtFirstStart, stuckBefore(position.offset()));
        return new OffsetAndMetadata(position.offset(), position.leaderEpoch(), metadata.text());
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

    /** This member is stuck on the lowest unfinished message. */
    void countStuck() {
        long offset = tracker.committable().offset();
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

    /** Whether its lane pauses after a failure. */
    boolean isLanePaused() {
        return lanePaused;
    }

    void lanePaused(boolean now) {
        lanePaused = now;
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
