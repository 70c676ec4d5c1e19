package io.racecar.engine.produce;

import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.engine.codec.Encoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer of one worker whose messages and offsets go in transactions (P3).
 *
 * <p>Any thread sends, and any thread may doom the transaction; only one thread, which may block, begins, commits and aborts
 * transactions and closes this. A client that cannot go on is replaced by the next {@link #begin}, which ends whatever
 * its transaction was.
 */
public final class TransactionalProducer {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final long RECHECK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** With none at all, a client whose thread has died would go on taking messages. */
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);

    private final Supplier<? extends Producer<byte[], byte[]>> clients;
    private final String consumer;
    private final Outlet outlet;
    private final Failures failures;
    private final Duration patience;
    private final LongSupplier clock;

    /** Threads that are inside the client to send. */
    private final AtomicInteger sending = new AtomicInteger();

    /** True where there is no transaction. */
    private final AtomicBoolean doomed = new AtomicBoolean(true);

    /** Whether it is known whose fault it is that the transaction cannot be committed. */
    private final AtomicBoolean blamed = new AtomicBoolean();

    /** What is wrong with the transaction or its producer, and no message's fault. */
    private volatile @Nullable RuntimeException trouble;

    private volatile @Nullable Client client;
    private volatile boolean closing;

    /** Nothing has been sent in the transaction. */
    private volatile boolean empty;

    // The rest belongs to the thread that begins and ends transactions.

    private boolean initialized;
    private boolean begun;

    /** What became of a transaction. */
    public enum Outcome {
        COMMITTED,
        /** None of it is visible, nor will be. */
        ABORTED,
        /** Either: only the group's committed offsets tell. */
        UNKNOWN
    }

    /**
     * How a transaction ended.
     *
     * @param failure why it was not committed; null if it was, or if it had not been tried
     */
    public record Result(Outcome outcome, @Nullable RuntimeException failure) {}

    /**
     * A producer that has no client yet.
     *
     * @param clients makes a client with a {@code transactional.id}, whose {@code max.block.ms} is not 0
     * @param consumer the name of the consumer, for listeners
     * @param limits of this producer alone
     * @param listener told of what is produced and delivered; null costs nothing
     * @param patience how long to insist on the end of a transaction before the client is given up
     * @param clock nanoseconds, as of {@link System#nanoTime}
     */
    public TransactionalProducer(
            Supplier<? extends Producer<byte[], byte[]>> clients,
            String consumer,
            Encoder encoder,
            Limits limits,
            @Nullable RacecarListener listener,
            Duration patience,
            LongSupplier clock) {
        this.clients = clients;
        this.consumer = consumer;
        this.failures = new Failures(limits);
        this.patience = patience;
        this.clock = clock;
        this.outlet = new Outlet(
                consumer,
                limits,
                new Outlet.Surroundings(
                        new InTransaction(),
                        encoder,
                        listener == null ? null : new ListenerCalls(listener),
                        this::undelivered));
    }

    /**
     * Sends a message in the transaction that is open, waiting for room and until the topic is known. What is refused dooms the
     * transaction, and the receipt is told.
     *
     * @throws DeliveryException if it cannot be sent, as when the transaction is doomed already
     */
    public void send(OutgoingMessage message, Receipt receipt) {
        outlet.send(message, receipt);
    }

    /** How many messages are not settled. */
    public int undelivered() {
        return outlet.undelivered();
    }

    /** Has the transaction end without a commit, which is nobody's fault. Any thread. */
    public void doom() {
        doomed.set(true);
    }

    /**
     * Has the transaction end without a commit because of a failure; any thread.
     *
     * @return whether that failure is the reason, as it could still be committed before
     */
    public boolean blame() {
        boolean first = !doomed.get() && blamed.compareAndSet(false, true);
        doomed.set(true);
        return first;
    }

    /** Why the transaction cannot be committed, if that is neither a failure's fault nor somebody's wish. Any thread. */
    public @Nullable RuntimeException trouble() {
        return blamed.get() ? null : trouble;
    }

    /** The transaction cannot be committed for a reason of its own, if that is what it is. */
    private void spoil(@Nullable Exception cause) {
        if (cause instanceof RuntimeException e && !doomed.get()) {
            RuntimeException reason = Blame.reason(e);
            trouble = Blame.isTransactions(reason) ? reason : null;
        }
        doom();
    }

    /** Whether the transaction can no longer be committed, or there is none. Any thread. */
    public boolean isDoomed() {
        return doomed.get();
    }

    /**
     * Begins a transaction; one that is open is aborted first.
     *
     * @throws KafkaException if that cannot be done now; the next call tries again
     */
    public void begin() {
        if (begun) {
            abort();
        }
        Client now = client;
        if (now == null) {
            now = new Client(clients.get());
            initialized = false;
            client = now;
        }
        try {
            if (!initialized) {
                now.kafka().initTransactions();
                initialized = true;
            }
            now.kafka().beginTransaction();
        } catch (TimeoutException e) {
            throw e; // the same call goes on with it
        } catch (RuntimeException e) {
            discard();
            throw e;
        }
        begun = true;
        empty = true;
        trouble = null;
        blamed.set(false);
        doomed.set(false);
    }

    /** Sends what waits for company, and waits until all is acknowledged or has failed. */
    public void flush() {
        Client now = client;
        if (now == null || !begun) {
            return;
        }
        try {
            now.kafka().flush();
        } catch (RuntimeException e) {
            spoil(e);
        }
    }

    /**
     * Ends the transaction: commits what was sent, with offsets, or aborts it.
     *
     * @param group as the consumer says it is a member of the group now
     */
    public Result commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        Client now = client;
        if (now == null || !begun || isDoomed()) {
            abort();
            return new Result(Outcome.ABORTED, null);
        }
        try {
            now.kafka().sendOffsetsToTransaction(offsets, group);
        } catch (RuntimeException e) {
            abort();
            return new Result(Outcome.ABORTED, Blame.reason(e));
        }
        return commit(now);
    }

    /** A commit that times out is still under way: nothing else may be done before it is known what becomes of it. */
    private Result commit(Client now) {
        long since = clock.getAsLong();
        while (true) {
            try {
                now.kafka().commitTransaction();
                break;
            } catch (TimeoutException | InterruptException e) {
                if (clock.getAsLong() - since >= patience.toNanos() || closing) {
                    discard();
                    return new Result(Outcome.UNKNOWN, e);
                }
                Thread.interrupted(); // or the client would not wait at all
                LOG.warn(
                        "{}: the brokers have not confirmed a commit yet, and are asked again: {}",
                        consumer,
                        e.toString());
            } catch (RuntimeException e) {
                return new Result(abort() ? Outcome.ABORTED : Outcome.UNKNOWN, Blame.reason(e));
            }
        }
        begun = false;
        doomed.set(true);
        return new Result(Outcome.COMMITTED, null);
    }

    /**
     * Aborts the transaction: what was sent and is not settled fails.
     *
     * @return whether the brokers have confirmed it; else the next {@link #begin} sees to it
     */
    public boolean abort() {
        doomed.set(true);
        awaitSending();
        boolean confirmed = begun && tryAbort();
        if (begun && !confirmed) {
            discard();
        }
        begun = false;
        outlet.forEachOutstanding(it -> it.fail(failures.aborted(it.given(), null)));
        return confirmed;
    }

    private boolean tryAbort() {
        Client now = client;
        long since = clock.getAsLong();
        while (now != null) {
            try {
                now.kafka().abortTransaction();
                return true;
            } catch (TimeoutException | InterruptException e) {
                if (clock.getAsLong() - since >= patience.toNanos() || closing) {
                    return false;
                }
                Thread.interrupted();
            } catch (RuntimeException e) {
                return false;
            }
        }
        return false;
    }

    /** What a thread puts into the client after the end of a transaction would go out with the next one. */
    private void awaitSending() {
        while (sending.get() > 0) {
            LockSupport.parkNanos(this, RECHECK_NANOS);
        }
    }

    private void discard() {
        Client lost = client;
        client = null;
        begun = false;
        doomed.set(true);
        awaitSending();
        if (lost != null) {
            close(lost, LEAST_TIMEOUT);
        }
        outlet.forEachOutstanding(it -> it.fail(failures.aborted(it.given(), null)));
    }

    /** Lets nothing more in, and ends insisting; any thread. */
    public void closing() {
        closing = true;
        outlet.close();
    }

    /** Aborts what is open and closes the client. */
    public void close(Duration timeout) {
        closing();
        doomed.set(true);
        awaitSending();
        if (begun && empty) {
            tryAbort(); // asks no broker; left to the client, which would wait for one, it would take all of the time
        }
        Client last = client;
        client = null;
        begun = false;
        if (last != null) {
            close(last, timeout.compareTo(LEAST_TIMEOUT) < 0 ? LEAST_TIMEOUT : timeout);
        }
        outlet.forEachOutstanding(it -> it.fail(failures.closed(it.given())));
    }

    private void close(Client client, Duration timeout) {
        try {
            client.kafka().close(timeout);
        } catch (RuntimeException e) {
            LOG.warn("{}: a client for transactions could not be closed in order", consumer, e);
        }
    }

    /** Offers each message once: the client itself waits, and after a refusal the transaction is lost anyway. */
    private final class InTransaction implements Carrier {
        @Override
        public @Nullable DeliveryException carry(Sending message) {
            sending.incrementAndGet();
            try {
                if (empty) {
                    empty = false;
                }
                Client now = client;
                if (now == null || doomed.get() || message.receipt().isVoid()) {
                    return message.giveUp() ? failures.aborted(message.given(), null) : null;
                }
                Answer answer = message.offer(now);
                return answer == Answer.SENT || !message.giveUp() ? null : refusal(message, answer);
            } finally {
                sending.decrementAndGet();
            }
        }

        private DeliveryException refusal(Sending message, Answer answer) {
            Exception cause = message.refusal();
            if (cause instanceof InterruptException) {
                return failures.interrupted(message.given());
            }
            if (Blame.isTransactions(cause)) {
                spoil(cause);
                return failures.aborted(message.given(), cause);
            }
            DeliveryException failure = switch (answer) {
                case NOT_READY -> failures.notReady(message);
                case NO_ROOM -> failures.memoryFull(message);
                default -> failures.refused(message, cause);
            };
            message.receipt().refused(failure);
            return failure;
        }

        /**
         * The client puts itself into a state of error next, in which its thread fails all other messages with the same exception:
         * whose it was is certain only now.
         */
        @Override
        public void refusing(Sending message, Exception cause) {
            if (!Blame.isTransactions(cause)) {
                blame(message);
            }
        }

        @Override
        public DeliveryException gaveUp(Sending message, @Nullable Exception cause) {
            if (Blame.isTransactions(cause)) {
                spoil(cause);
            } else if (blame(message)) {
                return failures.refused(message, cause);
            }
            return failures.aborted(message.given(), cause);
        }

        /** Counts even if the transaction is doomed, as other threads meet the client's state of error before this is told. */
        private boolean blame(Sending message) {
            boolean first = blamed.compareAndSet(false, true);
            if (first) {
                message.receipt().blamed();
            }
            doom();
            return first;
        }

        @Override
        public Failures failures() {
            return failures;
        }

        @Override
        public long now() {
            return clock.getAsLong();
        }

        @Override
        public boolean isClosing() {
            return closing;
        }
    }
}
