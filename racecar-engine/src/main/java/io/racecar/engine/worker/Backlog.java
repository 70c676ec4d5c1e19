package io.racecar.engine.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The slices that wait in a lane, in offset order, the first of which may be under way. Guarded by the lane's monitor. */
final class Backlog {
    private final ArrayDeque<Slice> slices = new ArrayDeque<>(2);
    private int messages;
    private long bytes;

    /** So many messages with so many bytes of keys and values. */
    record Amount(int messages, long bytes) {
        static final Amount NONE = new Amount(0, 0);

        Amount plus(Amount other) {
            return new Amount(messages + other.messages, bytes + other.bytes);
        }

        Amount minus(Amount other) {
            return new Amount(messages - other.messages, bytes - other.bytes);
        }

        boolean fits(Amount limit) {
            return messages <= limit.messages && bytes <= limit.bytes;
        }
    }

    void add(Slice slice) {
        Slice last = slices.peekLast();
        Amount more = slice.amount();
        if (last == null || !last.append(slice)) {
            slices.addLast(slice);
        }
        change(more);
    }

    private void change(Amount more) {
        messages += more.messages();
        bytes += more.bytes();
    }

    boolean isEmpty() {
        return slices.isEmpty();
    }

    Slice first() {
        return slices.getFirst();
    }

    boolean startsWith(Slice slice) {
        return slices.peekFirst() == slice;
    }

    Slice removeFirst() {
        Slice first = slices.removeFirst();
        change(Amount.NONE.minus(first.amount()));
        return first;
    }

    Amount amount() {
        return new Amount(messages, bytes);
    }

    List<Slice> slices() {
        return new ArrayList<>(slices);
    }

    /** Puts others in place of what is here; returns by how much that is more. */
    Amount replace(List<Slice> others) {
        Amount before = amount();
        slices.clear();
        messages = 0;
        bytes = 0;
        others.forEach(it -> {
            slices.addLast(it);
            change(it.amount());
        });
        return amount().minus(before);
    }

    /**
     * Where to cut so that what is left has at most that amount.
     *
     * @param least how many records of the first slice stay in any case
     * @return the first offset that does not fit, or -1 if all fits
     */
    long cut(int least, Amount limit) {
        Amount kept = Amount.NONE;
        int stays = least;
        for (Slice it : slices) {
            for (int i = 0; i < it.size(); i++) {
                kept = kept.plus(new Amount(1, it.bytes(i, i + 1)));
                if (!kept.fits(limit) && i >= stays) {
                    return it.offset(i);
                }
            }
            stays = 0;
        }
        return -1;
    }

    /** Drops what begins at that offset; returns how much that was. */
    Amount dropFrom(long offset) {
        Amount before = amount();
        List<Slice> kept = new ArrayList<>();
        for (Slice it : slices) {
            int left = it.indexFrom(offset);
            if (left < it.size()) {
                it.truncate(left);
            }
            if (left > 0) {
                kept.add(it);
            }
        }
        replace(kept);
        return before.minus(amount());
    }
}
