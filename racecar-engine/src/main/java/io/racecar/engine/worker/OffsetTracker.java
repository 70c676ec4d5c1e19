package io.racecar.engine.worker;

import io.racecar.engine.worker.Backlog.Amount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What of one partition is fetched and unfinished, in offset order, and so what may be committed (O1) and what is finished
 * beyond that (O4).
 *
 * <p>Only the poll thread calls it; completions reach it through the chunks' bits, in any order.
 */
final class OffsetTracker {
    /** What is larger is worth no more copying. */
    private static final int SMALL = 2048;

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private Position next;

    /** What is finished of what is still to be fetched: an earlier owner told, or it was dropped for want of room. */
    private Runs ahead;

    /** Behind all that was finished before this tracker began. */
    private final long finishedBeforeTo;

    /** Of the latest leader whose records are known here; -1 for none. */
    private int latestEpoch;

    /** In the chunks. */
    private int records;

    /** Chunks that are finished, but not for good (P3); null where all that is finished is. */
    private @Nullable ArrayDeque<Chunk> held;

    /** An offset and the epoch of the leader that wrote what is before it. */
    record Position(long offset, Optional<Integer> leaderEpoch) {
        OffsetAndMetadata toKafka() {
            return new OffsetAndMetadata(offset, leaderEpoch, "");
        }
    }

    OffsetTracker(Position start) {
        this(start, Runs.NONE, start.leaderEpoch().orElse(-1));
    }

    /**
     * @param ahead what is finished behind the start already
     * @param latestEpoch of the latest leader when that became known, -1 if nobody knows: what a later one has written is not it
     */
    OffsetTracker(Position start, Runs ahead, int latestEpoch) {
        this.next = start;
        this.ahead = ahead;
        this.finishedBeforeTo = ahead.end();
        this.latestEpoch = latestEpoch;
    }

    /** Where fetching goes on: after the last chunk, gaps behind it included. */
    Position next() {
        return next;
    }

    /** Marks in the chunk what was finished before. */
    void add(Chunk chunk, Position next) {
        dropFinished();
        finishKnown(chunk);
        if (held != null) {
            chunk.hold();
        }
        chunks.addLast(chunk);
        records += chunk.size();
        advance(next);
    }

    private void finishKnown(Chunk chunk) {
        int epoch = chunk.leaderEpoch(chunk.size() - 1).orElse(-1);
        if (epoch > latestEpoch) {
            forgetBehind(chunk);
            latestEpoch = epoch;
        }
        if (ahead.isEmpty()) {
            return;
        }
        for (int i = 0, size = chunk.size(); i < size; i++) {
            if (ahead.contains(chunk.offset(i))) {
                chunk.finish(i);
            }
        }
    }

    /**
     * Epochs never fall along a log: behind a record of a leader that nobody knew of lies nothing that was handled before. Where
     * something was, the log has been cut and written anew since.
     */
    private void forgetBehind(Chunk chunk) {
        for (int i = 0, size = chunk.size(); i < size && !ahead.isEmpty(); i++) {
            if (chunk.leaderEpoch(i).orElse(-1) > latestEpoch) {
                ahead = ahead.below(chunk.offset(i));
                return;
            }
        }
    }

    /** Of the latest leader whose records are known here; -1 for none. */
    int latestEpoch() {
        return latestEpoch;
    }

    /** Whether something may have been finished above that offset before this tracker began. */
    boolean knewOf(long offset) {
        return offset < finishedBeforeTo;
    }

    /** Moves over offsets that hold no records for us: transaction markers, aborted or compacted batches. */
    void advance(Position next) {
        this.next = next;
        ahead = ahead.from(next.offset());
    }

    /** The lowest offset not yet finished; when all is finished, where the client's position is. */
    Position committable() {
        int index = dropFinished();
        if (index < 0) {
            return next;
        }
        Chunk head = chunks.getFirst();
        return new Position(head.offset(index), head.leaderEpoch(Math.max(0, index - 1)));
    }

    /** What is finished above that offset. Offsets between finished records that hold none count as finished. */
    Runs finishedAbove(long offset) {
        if (chunks.isEmpty() && ahead.isEmpty()) {
            return Runs.NONE;
        }
        Runs.Builder runs = new Runs.Builder();
        for (Chunk it : chunks) {
            for (int from = it.firstFinished(it.indexFrom(offset)); from < it.size(); ) {
                int to = it.firstUnfinished(from);
                runs.add(it.offset(from), to == it.size() ? it.lastOffset() + 1 : it.offset(to));
                from = it.firstFinished(to);
            }
        }
        return runs.add(ahead).build();
    }

    /** How many records it holds on to, from the lowest unfinished one on. */
    int span() {
        return records;
    }

    /** The lowest unfinished record, or null when nothing is buffered. */
    @Nullable ConsumerRecord<byte[], byte[]> lowest() {
        for (int index; (index = dropFinished()) >= 0; ) {
            ConsumerRecord<byte[], byte[]> record = chunks.getFirst().recordOrNull(index);
            if (record != null) { // or it has been finished just now
                return record;
            }
        }
        return null;
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
            if (held != null) {
                held.addLast(head);
            }
        }
        return -1;
    }

    // ---- in transactions (P3)

    /** From now on what is finished may come undone, until it is settled. */
    void hold() {
        held = new ArrayDeque<>();
        chunks.forEach(Chunk::hold);
    }

    /** What is finished is so for good. */
    void settle() {
        dropFinished();
        if (held != null) {
            held.clear();
        }
        chunks.forEach(Chunk::settle);
    }

    /** What is not settled is unfinished again. */
    void rollBack() {
        for (Chunk it; held != null && (it = held.pollLast()) != null; ) {
            chunks.addFirst(it);
            records += it.size();
        }
        chunks.forEach(Chunk::rollBack);
    }

    /**
     * Lets go of what is finished; of chunks that are finished, but not the first, only that stays known. Small ones are put
     * together: where each poll brings one message and something fails for hours, there would be one for each.
     */
    void tidy() {
        dropFinished();
        if (chunks.size() < 2) {
            return;
        }
        List<Chunk> all = new ArrayList<>(chunks);
        chunks.clear();
        for (int from = 0, to; from < all.size(); from = to) {
            to = from + 1;
            int size = all.get(from).size();
            while (to < all.size() && all.get(from).isMergeable(all.get(to)) && size <= SMALL) {
                size += all.get(to).size();
                to++;
            }
            boolean alone = to == from + 1 && !all.get(from).isReducible();
            chunks.addLast(alone ? all.get(from) : Chunk.merged(all.subList(from, to)));
        }
    }

    /** Whether the record at that offset is here, and not finished. */
    boolean isUnfinished(long offset) {
        for (Chunk it : chunks) {
            if (it.isUnfinished(offset)) {
                return true;
            }
        }
        return false;
    }

    /** Marks the record at that offset finished; false if it is not here. */
    boolean finish(long offset) {
        for (Chunk it : chunks) {
            int index = it.indexOf(offset);
            if (index >= 0) {
                it.finishForGood(index);
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

    /** All that is not wholly finished. */
    List<Chunk> chunks() {
        dropFinished();
        return new ArrayList<>(chunks);
    }

    /**
     * Where to cut so that no more than that amount is left unfinished before it.
     *
     * @param least the cut is not below that offset
     * @return the offset of an unfinished record, or {@link Lanes#NONE} if all fits
     */
    long cut(long least, Amount limit) {
        Amount kept = Amount.NONE;
        for (Chunk it : chunks()) {
            for (int i = it.firstUnfinished(0); i < it.size(); i = it.firstUnfinished(i + 1)) {
                kept = kept.plus(new Amount(1, it.bytes(i, i + 1)));
                if (!kept.fits(limit) && it.offset(i) >= least) {
                    return it.offset(i);
                }
            }
        }
        return Lanes.NONE;
    }

    /** Drops what begins at that offset, to be fetched again from there (L3); what of it is finished stays known. */
    void dropFrom(long offset) {
        ahead = finishedAbove(offset);
        Optional<Integer> leaderEpoch = next.leaderEpoch();
        for (Chunk tail; (tail = chunks.peekLast()) != null && tail.lastOffset() >= offset; ) {
            int left = tail.indexFrom(offset);
            leaderEpoch = tail.leaderEpoch(left);
            records -= tail.size() - left;
            if (left > 0) {
                tail.truncate(left);
                break;
            }
            chunks.removeLast();
        }
        next = new Position(offset, leaderEpoch);
    }

    /**
     * The same state with bits of its own: what handlers of the epoch before finish from now on does not count (O7), nor what
     * they have finished but not for good (P3).
     */
    OffsetTracker nextEpoch() {
        OffsetTracker successor = new OffsetTracker(next, ahead, latestEpoch);
        List<Chunk> all = chunks();
        if (held != null) {
            all.addAll(0, held);
            successor.held = new ArrayDeque<>();
        }
        for (Chunk it : all) {
            successor.chunks.addLast(it.copy());
            successor.records += it.size();
        }
        successor.rollBack();
        return successor;
    }
}
