package io.racecar.engine.deadletters;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Messages of one topic, by partition and offset: about a bit for each where they stand close together. Not thread-safe. */
final class LetterSet {
    private static final int PAGE_BITS = 13;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private final Map<Page, BitSet> pages = new HashMap<>();

    private record Page(int partition, long number) {}

    void add(int partition, long offset) {
        pages.computeIfAbsent(page(partition, offset), none -> new BitSet()).set(place(offset));
    }

    /** Both ends included. */
    void add(int partition, long first, long last) {
        for (long page = first >> PAGE_BITS; page <= last >> PAGE_BITS; page++) {
            int from = page == first >> PAGE_BITS ? place(first) : 0;
            int to = page == last >> PAGE_BITS ? place(last) : PAGE_MASK;
            pages.computeIfAbsent(new Page(partition, page), none -> new BitSet())
                    .set(from, to + 1);
        }
    }

    void addAll(LetterSet others) {
        others.pages.forEach((page, bits) ->
                pages.computeIfAbsent(page, none -> new BitSet()).or(bits));
    }

    void removeAll(LetterSet others) {
        pages.forEach((page, bits) -> {
            BitSet other = others.pages.get(page);
            if (other != null) {
                bits.andNot(other);
            }
        });
    }

    void remove(int partition, long offset) {
        BitSet bits = pages.get(page(partition, offset));
        if (bits != null) {
            bits.clear(place(offset));
        }
    }

    boolean contains(int partition, long offset) {
        BitSet bits = pages.get(page(partition, offset));
        return bits != null && bits.get(place(offset));
    }

    long size() {
        return pages.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** The lowest offset in a partition. */
    OptionalLong first(int partition) {
        return pages.entrySet().stream()
                .filter(it ->
                        it.getKey().partition() == partition && !it.getValue().isEmpty())
                .mapToLong(it ->
                        (it.getKey().number() << PAGE_BITS) + it.getValue().nextSetBit(0))
                .min();
    }

    private static Page page(int partition, long offset) {
        return new Page(partition, offset >> PAGE_BITS);
    }

    private static int place(long offset) {
        return (int) (offset & PAGE_MASK);
    }
}
