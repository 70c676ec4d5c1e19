package io.racecar.engine.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/** The messages of a partition that fail, by offset; entries go with success. Thread-safe. */
final class Failures {
    private final ConcurrentSkipListMap<Long, Failing> failing = new ConcurrentSkipListMap<>();
    private final LongToIntFunction before;

    /** Those that have succeeded, but not for good (P3). */
    private final Map<Long, Failing> succeeded = new ConcurrentHashMap<>();

    /**
     * A message that fails.
     *
     * @param attempts how often it has failed
     * @param error the last time
     * @param buried it is on its way to the dead-letter topic
     * @param skip told once it is there, if an operator has sent it there
     */
    record Failing(
            int attempts,
            Throwable error,
            boolean buried,
            @Nullable Runnable skip) {
        Failing(int attempts, Throwable error, boolean buried) {
            this(attempts, error, buried, null);
        }

        Failing skippedBy(Runnable told) {
            return new Failing(attempts, error, buried, told);
        }
    }

    /** Of a partition that nobody else handles. */
    Failures() {
        this(offset -> 0);
    }

    /** @param before how often a message had failed in other hands */
    Failures(LongToIntFunction before) {
        this.before = before;
    }

    boolean isEmpty() {
        return failing.isEmpty();
    }

    /** Which attempt at that message this one is. */
    int attempt(long offset) {
        Failing known = failing.isEmpty() ? null : failing.get(offset);
        return 1 + (known == null ? before.applyAsInt(offset) : known.attempts());
    }

    /** How often that message has failed. */
    int attempts(long offset) {
        return attempt(offset) - 1;
    }

    /** Counts a failure; returns how many there are by now. */
    int add(long offset, Throwable error) {
        return failing.merge(
                        offset,
                        new Failing(before.applyAsInt(offset) + 1, error, false),
                        (known, once) -> new Failing(known.attempts() + 1, error, false))
                .attempts();
    }

    /** Takes over what another epoch knows of failures: being handled again is not the first attempt. */
    void addAll(Failures before, LongPredicate wanted) {
        before.failing.forEach((offset, it) -> {
            if (wanted.test(offset)) {
                failing.put(offset, new Failing(it.attempts(), it.error(), false));
            }
        });
    }

    void bury(long offset) {
        bury(offset, null);
    }

    /** @param skip told once it is there; null for nobody */
    void bury(long offset, @Nullable Runnable skip) {
        failing.computeIfPresent(offset, (same, it) -> new Failing(it.attempts(), it.error(), true, skip));
    }

    /** Null if it did not fail. */
    @Nullable Failing forget(long offset) {
        return failing.remove(offset);
    }

    /** As {@link #forget}, but may come undone (P3). */
    @Nullable Failing succeed(long offset) {
        Failing failed = failing.remove(offset);
        if (failed != null) {
            succeeded.put(offset, failed);
        }
        return failed;
    }

    /** What has succeeded has so for good. */
    void settle() {
        succeeded.clear();
    }

    /**
     * What has succeeded, but not for good, fails again.
     *
     * @param buried told of those that had gone to the dead-letter topic
     */
    void rollBack(BiConsumer<Long, Failing> buried) {
        failing.putAll(succeeded);
        succeeded.clear();
        failing.forEach((offset, it) -> {
            if (it.buried()) {
                Failing unburied = new Failing(it.attempts(), it.error(), false);
                failing.put(offset, unburied);
                Runnable skip = it.skip();
                buried.accept(offset, skip == null ? unburied : unburied.skippedBy(skip));
            }
        });
    }

    /** Null if it does not fail. */
    @Nullable Failing get(long offset) {
        return failing.get(offset);
    }

    /** The lowest offset that keeps failing, or null. */
    Map.@Nullable Entry<Long, Failing> lowest() {
        return failing.firstEntry();
    }
}
