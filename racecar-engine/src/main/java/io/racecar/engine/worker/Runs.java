package io.racecar.engine.worker;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Offsets that are finished ahead of a partition's committed one, as runs of neighbours (O4). Immutable.
 *
 * <p>As text they are either the lengths of unfinished and finished runs in turn ({@code r}), or a bit for each offset
 * ({@code b}), in Base64, whichever is shorter.
 */
final class Runs {
    static final Runs NONE = new Runs(new long[0]);

    /** More than any partition may have above its committed offset; beyond, a text is not ours. */
    static final int LONGEST = 1 << 27;

    /** The first offset of a run and the one behind its last, in turn; ascending, never touching. */
    private final long[] bounds;

    private Runs(long[] bounds) {
        this.bounds = bounds;
    }

    /** Collects runs in ascending order. */
    static final class Builder {
        private long[] bounds = new long[8];
        private int size;

        /** All offsets from one up to another; what is added must not lie below what has been. */
        Builder add(long from, long to) {
            if (from >= to) {
                return this;
            }
            if (size > 0 && bounds[size - 1] >= from) {
                bounds[size - 1] = Math.max(bounds[size - 1], to);
                return this;
            }
            if (size == bounds.length) {
                bounds = Arrays.copyOf(bounds, size * 2);
            }
            bounds[size++] = from;
            bounds[size++] = to;
            return this;
        }

        Builder add(Runs others) {
            for (int i = 0; i < others.bounds.length; i += 2) {
                add(others.bounds[i], others.bounds[i + 1]);
            }
            return this;
        }

        Runs build() {
            return size == 0 ? NONE : new Runs(Arrays.copyOf(bounds, size));
        }
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    boolean contains(long offset) {
        int found = Arrays.binarySearch(bounds, offset);
        return found >= 0 ? found % 2 == 0 : (-found - 1) % 2 == 1;
    }

    /** The offset behind the last; 0 if there is none. */
    long end() {
        return isEmpty() ? 0 : bounds[bounds.length - 1];
    }

    /** Those below that offset. */
    Runs below(long offset) {
        if (isEmpty() || bounds[bounds.length - 1] <= offset) {
            return this;
        }
        Builder rest = new Builder();
        for (int i = 0; i < bounds.length; i += 2) {
            rest.add(bounds[i], Math.min(offset, bounds[i + 1]));
        }
        return rest.build();
    }

    /** Those at and above that offset. */
    Runs from(long offset) {
        if (isEmpty() || bounds[0] >= offset) {
            return this;
        }
        Builder rest = new Builder();
        for (int i = 0; i < bounds.length; i += 2) {
            rest.add(Math.max(offset, bounds[i]), bounds[i + 1]);
        }
        return rest.build();
    }

    /**
     * The text for what lies above a base, in at most so many characters: what does not fit is left out from the far end.
     * Empty if nothing fits.
     */
    String text(long base, int longest) {
        int most = Math.max(0, longest - 1) / 4 * 3;
        Encoded lengths = lengths(base, most);
        Encoded bits = bits(base, most);
        boolean better =
                lengths.reach == bits.reach ? lengths.bytes.length <= bits.bytes.length : lengths.reach > bits.reach;
        Encoded best = better ? lengths : bits;
        return best.reach == base
                ? ""
                : best.kind + Base64.getUrlEncoder().withoutPadding().encodeToString(best.bytes);
    }

    /** How many offsets fit into so many characters, whichever of them are in it. */
    static int reach(int longest) {
        return Math.max(0, longest - 1) / 4 * 3 * 8;
    }

    /** @param reach the offset behind the last that is in it; the base if none is */
    private record Encoded(char kind, byte[] bytes, long reach) {
        @SuppressWarnings("ArrayRecordComponent") // private, and never compared
        Encoded {}
    }

    private Encoded lengths(long base, int most) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long reach = base;
        for (int i = 0; i < bounds.length; i += 2) {
            long gap = bounds[i] - reach;
            long length = bounds[i + 1] - bounds[i];
            byte[] run = varints(gap, length);
            if (gap > LONGEST || length > LONGEST || out.size() + run.length > most) {
                break;
            }
            out.writeBytes(run);
            reach = bounds[i + 1];
        }
        return new Encoded('r', out.toByteArray(), reach);
    }

    private static byte[] varints(long... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long value : values) {
            long rest = value;
            for (; rest > 0x7f; rest >>>= 7) {
                out.write((int) (rest & 0x7f | 0x80));
            }
            out.write((int) rest);
        }
        return out.toByteArray();
    }

    private Encoded bits(long base, int most) {
        BitSet bits = new BitSet();
        long end = base + Math.min(LONGEST, most * 8L);
        for (int i = 0; i < bounds.length && bounds[i] < end; i += 2) {
            bits.set((int) (bounds[i] - base), (int) (Math.min(end, bounds[i + 1]) - base));
        }
        return new Encoded('b', bits.toByteArray(), base + bits.length());
    }

    /** Reads a text, or null if it is none of ours. */
    static @Nullable Runs parse(String text, long base) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(1));
            return switch (text.charAt(0)) {
                case 'r' -> fromLengths(bytes, base);
                case 'b' -> fromBits(BitSet.valueOf(bytes), base);
                default -> null;
            };
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Runs fromLengths(byte[] bytes, long base) {
        Builder runs = new Builder();
        long[] pair = new long[2];
        long at = base;
        int read = 0;
        int shift = 0;
        for (byte next : bytes) {
            pair[read] |= (next & 0x7fL) << shift;
            shift += 7;
            if (pair[read] > LONGEST || shift > 35) {
                return null;
            }
            if (next < 0) {
                continue;
            }
            shift = 0;
            if (++read == 2) {
                runs.add(at + pair[0], at + pair[0] + pair[1]);
                at += pair[0] + pair[1];
                Arrays.fill(pair, 0);
                read = 0;
            }
        }
        return read == 0 && shift == 0 ? runs.build() : null;
    }

    private static Runs fromBits(BitSet bits, long base) {
        Builder runs = new Builder();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from);
            runs.add(base + from, base + to);
            from = bits.nextSetBit(to);
        }
        return runs.build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Runs it && Arrays.equals(bounds, it.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ", ").append(bounds[i]).append("..").append(bounds[i + 1] - 1);
        }
        return text.append(']').toString();
    }
}
