package io.racecar.engine;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * What is known of the end of a partition, beside what a consumer has finished of it. Thread-safe.
 *
 * <p>Where nothing is buffered, no message says how far the consumer is behind in time. Then the ends seen earlier do: the
 * oldest of them that is still ahead of all that is finished has been so since it was first seen.
 */
final class KnownEnd {
    /** More than that many are not needed to know the oldest: the last makes room. */
    private static final int MOST_SEEN = 100;

    private final ArrayDeque<Seen> ahead = new ArrayDeque<>();
    private long offset = -1;
    private long seenAt;
    private int absences;

    private record Seen(long end, long at) {}

    /**
     * A look-up has answered.
     *
     * @param finished the lowest offset not finished when it was asked
     * @param now in nanoseconds
     */
    synchronized void seen(long end, long finished, long now) {
        offset = end;
        seenAt = now;
        forget(finished);
        if (end > finished && (ahead.isEmpty() || end > ahead.getLast().end())) {
            if (ahead.size() == MOST_SEEN) {
                ahead.removeLast();
            }
            ahead.addLast(new Seen(end, now));
        }
    }

    /** An end that has been reached, or that is beyond the present one, as after the topic was made anew. */
    private void forget(long finished) {
        ahead.removeIf(it -> it.end() <= finished || it.end() > offset);
    }

    /**
     * The offset behind the last message; -1 if it is not known, or was seen too long ago to say so.
     *
     * @param reached an offset that the end cannot be before
     * @param longest nanoseconds for which an answer is good
     */
    synchronized long offset(long reached, long now, long longest) {
        return offset < 0 || now - seenAt > longest ? -1 : Math.max(offset, reached);
    }

    /** Since when an end has been ahead; zero where none is. */
    synchronized Duration aheadFor(long finished, long now) {
        for (Seen it : ahead) {
            if (it.end() > finished) {
                return Duration.ofNanos(now - it.at());
            }
        }
        return Duration.ZERO;
    }

    /** The partition is there, or not; returns how many times in a row it has not been. */
    synchronized int present(boolean now) {
        absences = now ? 0 : absences + 1;
        return absences;
    }
}
