package io.racecar.engine.produce;

import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which client is in use: made when first needed, replaced when it has failed for good. Thread-safe.
 *
 * <p>Clients that fail at once are made less and less often, from every second down to every minute.
 */
final class CurrentClient {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final long SHORTEST_DELAY = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_DELAY = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<? extends Producer<byte[], byte[]>> factory;
    private final LongSupplier clock;
    private final BiConsumer<Client, Exception> retire;
    private volatile @Nullable Client current;
    private volatile @Nullable Throwable failure;

    // The rest is guarded by this.
    private long madeAt;
    private long delay;
    private boolean closed;

    /**
     * Hands each client that was replaced, with the reason, to retire: to fail what it has not delivered, and to close
     * it.
     */
    CurrentClient(
            Supplier<? extends Producer<byte[], byte[]>> factory,
            LongSupplier clock,
            BiConsumer<Client, Exception> retire) {
        this.factory = factory;
        this.clock = clock;
        this.retire = retire;
    }

    /** The client if there is one; makes none. */
    @Nullable Client ready() {
        return current;
    }

    /**
     * The client, made if it is time to; null if it is not, or if it could not be made, which {@link #failure}
     * explains.
     */
    @Nullable Client get() {
        Client client = current;
        return client != null ? client : make();
    }

    /** Why there is no client, or why there was none before this one. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** Takes a client out of use, if it still is in use. */
    void replace(Client lost, Exception why) {
        synchronized (this) {
            if (current != lost) {
                return;
            }
            current = null;
            failure = why;
            if (clock.getAsLong() - madeAt > LONGEST_DELAY) {
                delay = SHORTEST_DELAY;
            }
        }
        LOG.warn("The producer's client failed for good and is replaced; what it had not delivered fails", why);
        retire.accept(lost, why);
    }

    /** Makes no more clients; returns the last, no longer in use, to be closed. */
    synchronized @Nullable Client close() {
        closed = true;
        Client last = current;
        current = null;
        return last;
    }

    private synchronized @Nullable Client make() {
        long now = clock.getAsLong();
        if (current != null || closed || (delay > 0 && now - madeAt < delay)) {
            return current;
        }
        madeAt = now;
        delay = delay == 0 ? SHORTEST_DELAY : Math.min(2 * delay, LONGEST_DELAY);
        try {
            current = new Client(factory.get());
        } catch (RuntimeException | LinkageError e) {
            failure = e;
        }
        return current;
    }
}
