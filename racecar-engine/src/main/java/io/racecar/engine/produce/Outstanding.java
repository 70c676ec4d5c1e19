package io.racecar.engine.produce;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The messages of one share that are not settled yet, so that none is forgotten when a client dies without a word.
 * Thread-safe, without locks.
 *
 * <p>Invariant: who adds holds a permit of the share, and the table has twice as many slots as the share has permits,
 * so a free slot is always near.
 */
final class Outstanding {
    private final AtomicReferenceArray<Sending> slots;
    private final AtomicInteger next = new AtomicInteger();
    private final int mask;

    Outstanding(int permits) {
        int size = Integer.highestOneBit(permits) << 2;
        slots = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    void add(Sending sending) {
        for (int i = next.getAndIncrement(); ; i++) {
            int slot = i & mask;
            sending.slot(slot);
            if (slots.get(slot) == null && slots.compareAndSet(slot, null, sending)) {
                return;
            }
        }
    }

    /** Removes what was added; only whoever settled the message may. */
    void remove(Sending sending) {
        slots.setRelease(sending.slot(), null);
    }

    void forEach(Consumer<Sending> action) {
        for (int slot = 0; slot < slots.length(); slot++) {
            Sending sending = slots.get(slot);
            if (sending != null) {
                action.accept(sending);
            }
        }
    }
}
