package io.racecar.engine.worker;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The Kafka client of a worker. Only the poll thread calls it, but for {@link #wakeUp} (L2).
 *
 * <p>A wakeup may come so late that it hits the next blocking call instead: {@link #call} repeats that one.
 */
final class Client {
    private final Consumer<byte[], byte[]> kafka;
    private final Wakeups wakeups;

    /** Whether the callback under way is in a poll. */
    private boolean polling;

    Client(Consumer<byte[], byte[]> kafka) {
        this.kafka = kafka;
        this.wakeups = new Wakeups(kafka::wakeup);
    }

    /** For calls that do not block. */
    Consumer<byte[], byte[]> kafka() {
        return kafka;
    }

    /**
     * Polls, without waiting if there is something to do already.
     *
     * @param pressing whether there is; asked after wakeups are possible, so that none is lost
     */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout, Supplier<Boolean> pressing) {
        wakeups.begin();
        try {
            return kafka.poll(pressing.get() ? Duration.ZERO : timeout);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } finally {
            wakeups.end();
        }
    }

    /** Ends a poll early; does nothing outside of one. Any thread. */
    void wakeUp() {
        wakeups.send();
    }

    /** A rebalance callback has begun: what it calls must not be woken up. */
    void enterCallback() {
        polling = wakeups.end();
    }

    /**
     * A rebalance callback has ended, and the poll around it goes on, if it was in one and not in a close.
     *
     * @param pressing whether something came up meanwhile that ends the poll
     */
    void leaveCallback(Supplier<Boolean> pressing) {
        if (polling) {
            wakeups.begin();
            if (pressing.get()) {
                wakeUp();
            }
        }
    }

    /** Makes a blocking call, once more if a late wakeup hits it. */
    <T> T call(Supplier<T> blocking) {
        try {
            return blocking.get();
        } catch (WakeupException late) {
            return blocking.get();
        }
    }
}
