package io.racecar.testing.guarantees;

import io.racecar.BatchConsumer;
import io.racecar.BatchFailureException;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.Partition;
import io.racecar.RacecarListener;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;

/**
 * What handlers did with each partition, and whether that keeps the promises: the offsets of a lane are handled one after
 * the other, stepping back only to what was not committed, and what is committed was finished before. Offsets have no gaps,
 * and lanes take turns: with three of them offsets 0, 3, 6 are one, 1, 4, 7 the next. Thread-safe.
 */
final class Ledger {
    private final Map<Partition, Page> pages = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private volatile int lanes = 1;

    /** One partition. */
    private static final class Page {
        private final BitSet finished = new BitSet();

        /** How many handlers run, by lanes that have any. */
        private final Map<Integer, Integer> running = new HashMap<>();

        private long committed;
        private long repeats;
        private long failures;
        private boolean overlapped;

        /** The lowest offset that no handler has finished. */
        long next() {
            return finished.nextClearBit(0);
        }

        boolean isFinished(long offset) {
            return finished.get(Math.toIntExact(offset));
        }
    }

    /** Each partition has so many lanes, instead of one; to be said before anything is handled. */
    void lanes(int ofEach) {
        lanes = ofEach;
    }

    int lanes() {
        return lanes;
    }

    /** A handler that does the same, but with what it does recorded. */
    <V> MessageConsumer<V> recorded(MessageConsumer<V> handler) {
        return (message, context) -> {
            begun(message);
            try {
                handler.process(message, context);
                finished(message);
            } catch (Throwable e) {
                failed(message);
                throw e;
            } finally {
                ended(message);
            }
        };
    }

    <V> BatchConsumer<V> recordedBatches(BatchConsumer<V> handler) {
        return (messages, context) -> {
            Message<V> first = messages.get(0);
            begun(first);
            try {
                handler.processBatch(messages, context);
                messages.forEach(this::finished);
            } catch (Throwable e) {
                if (e instanceof BatchFailureException named) {
                    messages.subList(0, messages.indexOf(named.failed())).forEach(this::finished);
                }
                failed(first);
                throw e;
            } finally {
                ended(first);
            }
        };
    }

    /** A handler was called, with this message or a batch that begins with it. */
    private void begun(Message<?> first) {
        begun(of(first), first.offset());
    }

    void begun(Partition partition, long offset) {
        Page page = page(partition);
        synchronized (page) {
            page.overlapped |= page.running.merge(lane(offset), 1, Integer::sum) > 1;
            checkTurn(page, partition, offset, "begun");
            if (offset < page.committed) {
                violations.add(partition + "@" + offset + " was begun when " + page.committed + " was committed");
            }
        }
    }

    /** The handler is done with a message. */
    private void finished(Message<?> message) {
        finished(of(message), message.offset());
    }

    void finished(Partition partition, long offset) {
        Page page = page(partition);
        synchronized (page) {
            checkTurn(page, partition, offset, "finished");
            if (page.isFinished(offset)) {
                page.repeats++;
            }
            page.finished.set(Math.toIntExact(offset));
        }
    }

    private void checkTurn(Page page, Partition partition, long offset, String what) {
        long before = offset - lanes;
        if (before >= 0 && !page.isFinished(before)) {
            violations.add(partition + "@" + offset + " was " + what + " when " + before + " was not finished");
        }
    }

    private int lane(long offset) {
        return (int) (offset % lanes);
    }

    /** A listener that counts messages as finished which are in the dead-letter topic. */
    RacecarListener givenUp() {
        return new RacecarListener() {
            @Override
            public void deadLettered(DeadLettered event) {
                finished(event.message());
            }
        };
    }

    /** The handler threw. */
    private void failed(Message<?> first) {
        Page page = page(of(first));
        synchronized (page) {
            page.failures++;
        }
    }

    /** The handler returned, one way or the other. */
    private void ended(Message<?> first) {
        ended(of(first), first.offset());
    }

    void ended(Partition partition, long offset) {
        Page page = page(partition);
        synchronized (page) {
            page.running.computeIfPresent(lane(offset), (lane, count) -> count == 1 ? null : count - 1);
        }
    }

    /** The brokers said that this is committed; what was finished is looked at afterwards. */
    void committed(Partition partition, long offset) {
        Page page = page(partition);
        synchronized (page) {
            if (offset > page.next()) {
                violations.add(partition + "@" + offset + " was committed when " + page.next() + " was not finished");
            }
            page.committed = Math.max(page.committed, offset);
        }
    }

    /** From now on handling may go on at another offset: the test has skipped, sought or deleted what is between. */
    void expect(Partition partition, long offset) {
        Page page = page(partition);
        synchronized (page) {
            page.finished.clear();
            page.finished.set(0, Math.toIntExact(offset));
            page.committed = Math.min(page.committed, offset);
        }
    }

    /** The message will not be handled: the test skips it. */
    void skipped(Partition partition, long offset) {
        Page page = page(partition);
        synchronized (page) {
            page.finished.set(Math.toIntExact(offset));
        }
    }

    /** The partition is another of the same name. */
    void startAnew(Partition partition) {
        pages.put(partition, new Page());
    }

    /** The process that ran the handlers is gone. */
    void processEnded() {
        pages.values().forEach(page -> {
            synchronized (page) {
                page.running.clear();
            }
        });
    }

    /** The lowest offset that no handler has finished. */
    long next(Partition partition) {
        Page page = page(partition);
        synchronized (page) {
            return page.next();
        }
    }

    /** How many messages were finished, each counted once. */
    long finished() {
        return sum(page -> page.finished.cardinality());
    }

    /** How many messages were finished although they had been before. */
    long repeats() {
        return sum(page -> page.repeats);
    }

    /** How many handlers threw. */
    long failures() {
        return sum(page -> page.failures);
    }

    /** How many handlers run now. */
    long running() {
        return sum(page ->
                page.running.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** Partitions of which two messages of a lane were handled at once. */
    List<Partition> overlaps() {
        return pages.entrySet().stream()
                .filter(page -> {
                    synchronized (page.getValue()) {
                        return page.getValue().overlapped;
                    }
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    private long sum(ToLongFunction<Page> number) {
        return pages.values().stream()
                .mapToLong(page -> {
                    synchronized (page) {
                        return number.applyAsLong(page);
                    }
                })
                .sum();
    }

    private Page page(Partition partition) {
        return pages.computeIfAbsent(partition, it -> new Page());
    }

    private static Partition of(Message<?> message) {
        return new Partition(message.topic(), message.partition());
    }
}
