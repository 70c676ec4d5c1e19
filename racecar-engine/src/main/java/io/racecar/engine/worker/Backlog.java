package io.racecar.engine.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The chunks that wait in a lane, in offset order, the first of which may be under way. Guarded by the lane's monitor. */
final class Backlog {
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int messages;
    private long bytes;

    /** So many messages with so many bytes of keys and values. */
    record Amount(int messages, long bytes) {
        Amount minus(Amount other) {
            return new Amount(messages - other.messages, bytes - other.bytes);
        }
    }

    /** What was dropped, to be fetched again from that offset on. */
    record Dropped(long offset, Optional<Integer> leaderEpoch, Amount freed) {}

    void add(Chunk chunk) {
        chunks.addLast(chunk);
        messages += chunk.size();
        bytes += chunk.bytes();
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    Chunk first() {
        return chunks.getFirst();
    }

    boolean startsWith(Chunk chunk) {
        return chunks.peekFirst() == chunk;
    }

    Amount removeFirst() {
        Chunk first = chunks.removeFirst();
        messages -= first.size();
        bytes -= first.bytes();
        return new Amount(first.size(), first.bytes());
    }

    Amount amount() {
        return new Amount(messages, bytes);
    }

    /** Puts others in place of what is here; returns by how much that is more. */
    Amount replace(List<Chunk> others) {
        Amount before = amount();
        chunks.clear();
        messages = 0;
        bytes = 0;
        others.forEach(this::add);
        return amount().minus(before);
    }

    /**
     * Drops what is beyond so much from the far end (L3), but nothing finished.
     *
     * @param least how many records of the first chunk stay in any case
     * @return null if it is not beyond
     */
    @Nullable Dropped trim(int least, int mostMessages, long mostBytes) {
        if (messages <= mostMessages && bytes <= mostBytes) {
            return null;
        }
        long finishedTo = finishedTo();
        List<Chunk> kept = new ArrayList<>();
        int roomForMessages = mostMessages;
        long roomForBytes = mostBytes;
        for (Chunk it : chunks) {
            int stays = Math.max(kept.isEmpty() ? least : 0, it.indexFrom(finishedTo));
            int fitting = Math.max(stays, it.fitting(roomForMessages, roomForBytes));
            if (fitting < it.size()) {
                return cut(it, fitting, kept);
            }
            kept.add(it);
            roomForMessages -= it.size();
            roomForBytes -= it.bytes();
        }
        return null;
    }

    /** The offset behind the highest record that is finished. */
    private long finishedTo() {
        for (Iterator<Chunk> fromTheEnd = chunks.descendingIterator(); fromTheEnd.hasNext(); ) {
            Chunk chunk = fromTheEnd.next();
            int index = chunk.lastFinished();
            if (index >= 0) {
                return chunk.record(index).offset() + 1;
            }
        }
        return 0;
    }

    private Dropped cut(Chunk chunk, int size, List<Chunk> kept) {
        Amount before = amount();
        ConsumerRecord<byte[], byte[]> firstDropped = chunk.record(size);
        if (size > 0) {
            chunk.truncate(size);
            kept.add(chunk);
        }
        replace(kept);
        return new Dropped(firstDropped.offset(), firstDropped.leaderEpoch(), before.minus(amount()));
    }
}
