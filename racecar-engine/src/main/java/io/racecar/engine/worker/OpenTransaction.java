package io.racecar.engine.worker;

import io.racecar.engine.produce.TransactionalProducer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The transaction of a worker as its lanes see it: how many messages it still takes, and whether it can be committed.
 * Thread-safe.
 */
final class OpenTransaction implements Transaction {
    private static final int CLOSED = -1;

    private final TransactionalProducer producer;
    private final int most;

    /** How many messages this one, or the next, takes at most: fewer after failures. The poll thread's. */
    private volatile int limit;

    /** How many messages it still takes, or CLOSED. */
    private final AtomicInteger left = new AtomicInteger(CLOSED);

    private final Queue<Runnable> whenCommitted = new ConcurrentLinkedQueue<>();
    private boolean everBegun;
    private boolean wasUsed;
    private volatile Runnable watcher = () -> {};
    private volatile BooleanSupplier idle = () -> false;

    OpenTransaction(TransactionalProducer producer, int most) {
        this.producer = producer;
        this.most = most;
        this.limit = most;
    }

    /**
     * Who is told when it is full or doomed, and of handlers that end where that may matter; on their threads.
     *
     * @param idle whether no handler waits for a thread
     */
    void watch(Runnable told, BooleanSupplier idle) {
        this.idle = idle;
        this.watcher = told;
    }

    @Override
    public boolean isAtomic() {
        return true;
    }

    @Override
    public int admit(int messages) {
        for (int now = left.get(); now > 0 && !isDoomed(); now = left.get()) {
            int admitted = Math.min(now, messages);
            if (left.compareAndSet(now, now - admitted)) {
                if (now == admitted) {
                    watcher.run();
                }
                return admitted;
            }
        }
        return 0;
    }

    @Override
    public void giveBack(int messages) {
        if (messages > 0) {
            left.getAndUpdate(now -> now == CLOSED ? CLOSED : Math.min(limit, now + messages));
        }
    }

    @Override
    public boolean blames(boolean leftTraces) {
        if (!leftTraces) {
            return !producer.isDoomed();
        }
        boolean first = producer.blame();
        watcher.run();
        return first;
    }

    /** It must not be committed, and nobody is to blame. */
    void doom() {
        producer.doom();
        watcher.run();
    }

    boolean isDoomed() {
        return producer.isDoomed();
    }

    @Override
    public void rested() {
        if (left.get() <= 0 || isDoomed() || idle.getAsBoolean()) {
            watcher.run();
        }
    }

    @Override
    public void whenCommitted(Runnable task) {
        whenCommitted.add(task);
    }

    // ---- what the poll thread does

    void open() {
        everBegun = true;
        left.set(limit);
    }

    /** Nothing more is started in it. */
    void close() {
        wasUsed = isUsed();
        left.set(CLOSED);
    }

    /** Whether something has been started in it; while it is open. */
    boolean isUsed() {
        return left.get() < limit;
    }

    /** Whether the brokers have let this worker have a transaction before. */
    boolean hasEverBegun() {
        return everBegun;
    }

    boolean isFull() {
        return left.get() == 0;
    }

    void committed() {
        if (wasUsed) {
            limit = (int) Math.min(most, 2L * limit);
        }
        for (Runnable next; (next = whenCommitted.poll()) != null; ) {
            next.run();
        }
    }

    void aborted() {
        whenCommitted.clear();
    }

    /** The next takes half as many, so that what fails now and then does not have the same messages handled again for ever. */
    void shrink() {
        limit = Math.max(1, limit / 2);
    }
}
