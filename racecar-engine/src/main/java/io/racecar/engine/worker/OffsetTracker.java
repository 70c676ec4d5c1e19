package io.racecar.engine.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What of one partition is fetched and unfinished, in offset order, and so what may be committed (O1).
 *
 * <p>Only the poll thread calls it; completions reach it through the chunks' bits, in any order.
 */
final class OffsetTracker {
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private Position next;

    /** In the chunks. */
    private int records;

    /** An offset and the epoch of the leader that wrote what is before it. */
    record Position(long offset, Optional<Integer> leaderEpoch) {
        OffsetAndMetadata toKafka() {
            return new OffsetAndMetadata(offset, leaderEpoch, "");
        }
    }

    OffsetTracker(Position start) {
        this.next = start;
    }

    /** Where fetching goes on: after the last chunk, gaps behind it included. */
    Position next() {
        return next;
    }

    void add(Chunk chunk, Position next) {
        dropFinished();
        chunks.addLast(chunk);
        records += chunk.size();
        this.next = next;
    }

    /** Moves over offsets that hold no records for us: transaction markers, aborted or compacted batches. */
    void advance(Position next) {
        this.next = next;
    }

    /** The lowest offset not yet finished; when all is finished, where the client's position is. */
    Position committable() {
        int index = dropFinished();
        if (index < 0) {
            return next;
        }
        Chunk head = chunks.getFirst();
        return new Position(
                head.record(index).offset(), head.record(Math.max(0, index - 1)).leaderEpoch());
    }

    /** How many records it holds on to, from the lowest unfinished one on. */
    int span() {
        return records;
    }

    /** The lowest unfinished record, or null when nothing is buffered. */
    @Nullable ConsumerRecord<byte[], byte[]> lowest() {
        int index = dropFinished();
        return index < 0 ? null : chunks.getFirst().record(index);
    }

    /**
     * Lets go of chunks that are finished, so that they do not outlive their use.
     *
     * @return the index of the lowest unfinished record in the chunk that is now first, or -1 if there is none
     */
    int dropFinished() {
        for (Chunk head; (head = chunks.peekFirst()) != null; ) {
            int index = head.firstUnfinished(0);
            if (index < head.size()) {
                return index;
            }
            chunks.removeFirst();
            records -= head.size();
        }
        return -1;
    }

    /** Marks the record at that offset finished; false if it is not here. */
    boolean finish(long offset) {
        for (Chunk it : chunks) {
            int index = it.indexOf(offset);
            if (index >= 0) {
                it.finish(index);
                return true;
            }
        }
        return false;
    }

    /** Create time of the lowest unfinished record in milliseconds, or -1 when nothing is buffered. */
    long oldestTimestamp() {
        ConsumerRecord<byte[], byte[]> lowest = lowest();
        return lowest == null ? -1 : lowest.timestamp();
    }

    /** All that is not wholly finished, for a lane that goes back to the first unfinished record (O3). */
    List<Chunk> chunks() {
        dropFinished();
        return new ArrayList<>(chunks);
    }

    /** Drops what begins at that offset, to be fetched again from there (L3). */
    void dropFrom(long offset, Optional<Integer> leaderEpoch) {
        for (Chunk tail; (tail = chunks.peekLast()) != null && tail.firstOffset() >= offset; ) {
            chunks.removeLast();
        }
        next = new Position(offset, leaderEpoch);
        records = chunks.stream().mapToInt(Chunk::size).sum();
    }

    /** The same state with bits of its own: what handlers of the epoch before finish from now on does not count (O7). */
    OffsetTracker nextEpoch(Lane<?> lane) {
        OffsetTracker successor = new OffsetTracker(next);
        chunks().forEach(it -> successor.chunks.addLast(it.copyFor(lane)));
        successor.records = records;
        return successor;
    }
}
