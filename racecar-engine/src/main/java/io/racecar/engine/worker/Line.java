package io.racecar.engine.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lanes that wait for a rate limit, each once: partitions take turns, however many lanes one has, and the lanes of one stand
 * in the order in which they came. Its user guards it.
 */
final class Line {
    private final Map<Lanes<?>, Deque<Waiting>> byPartition = new HashMap<>();

    /** Those of which lanes wait; it is the first one's turn. */
    private final Deque<Lanes<?>> partitions = new ArrayDeque<>();

    private final Set<Lane<?>> lanes = new HashSet<>();

    /** A lane, and how many messages it wants to start. */
    record Waiting(Lane<?> lane, int wanted) {}

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    int size() {
        return lanes.size();
    }

    boolean has(Lane<?> lane) {
        return lanes.contains(lane);
    }

    /** Puts a lane that is not in it behind the others of its partition. */
    void addLast(Waiting waiting) {
        if (others(waiting).isEmpty()) {
            partitions.addLast(waiting.lane().lanes());
        }
        others(waiting).addLast(waiting);
        lanes.add(waiting.lane());
    }

    /** Puts a lane that is not in it before all others. */
    void addFirst(Waiting waiting) {
        if (!others(waiting).isEmpty()) {
            partitions.remove(waiting.lane().lanes());
        }
        partitions.addFirst(waiting.lane().lanes());
        others(waiting).addFirst(waiting);
        lanes.add(waiting.lane());
    }

    private Deque<Waiting> others(Waiting waiting) {
        return byPartition.computeIfAbsent(waiting.lane().lanes(), none -> new ArrayDeque<>());
    }

    /** Whose turn it is; null if nobody waits. */
    @Nullable Waiting peek() {
        Lanes<?> next = partitions.peekFirst();
        return next == null ? null : of(next).peekFirst();
    }

    /** Takes the first one out; then it is another partition's turn. */
    Lane<?> remove() {
        Lanes<?> turn = partitions.removeFirst();
        Lane<?> first = of(turn).removeFirst().lane();
        lanes.remove(first);
        if (of(turn).isEmpty()) {
            byPartition.remove(turn);
        } else {
            partitions.addLast(turn);
        }
        return first;
    }

    /** Forgets partitions that are gone. */
    void removeFenced() {
        partitions.removeIf(it -> {
            boolean gone = it.isFenced(); // once: its poll thread may fence it at any time
            if (gone) {
                of(it).forEach(waiting -> lanes.remove(waiting.lane()));
                byPartition.remove(it);
            }
            return gone;
        });
    }

    private Deque<Waiting> of(Lanes<?> partition) {
        return Objects.requireNonNull(byPartition.get(partition));
    }
}
