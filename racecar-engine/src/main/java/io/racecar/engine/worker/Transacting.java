package io.racecar.engine.worker;

import io.racecar.engine.produce.TransactionalProducer;
import io.racecar.engine.security.AccessRefusedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker needs to work in transactions (P3).
 *
 * @param producer the worker's own
 * @param calls does one after the other, off the poll thread, what waits for brokers
 * @param id the producer's, in messages
 * @param maxMessages handled in one transaction
 * @param maxTime after which nothing more is started in a transaction
 * @param patience within which the brokers end a transaction that its process has left open
 */
public record Transacting(
        TransactionalProducer producer,
        Executor calls,
        String id,
        int maxMessages,
        Duration maxTime,
        Duration patience) {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final long IDLE_SECONDS = 60;

    /** On a thread of its own, a daemon that ends when it has had nothing to do for a while. */
    public static Transacting of(
            Identity identity,
            TransactionalProducer producer,
            String id,
            int maxMessages,
            Duration maxTime,
            Duration patience) {
        ThreadPoolExecutor calls = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new WorkerThreads(identity, "commit", false));
        calls.allowCoreThreadTimeOut(true);
        return new Transacting(producer, calls, id, maxMessages, maxTime, patience);
    }

    /** Whether it is no use to try again before somebody has changed something. */
    static boolean isRefusal(RuntimeException e) {
        return e instanceof AuthorizationException || e instanceof AuthenticationException || isForGood(e);
    }

    /** Whether that cannot change while this process runs. */
    static boolean isForGood(RuntimeException e) {
        return e instanceof UnsupportedVersionException || isAboutTimeout(e);
    }

    /** The client has no exception of its own for that. */
    private static boolean isAboutTimeout(RuntimeException e) {
        return String.valueOf(e.getMessage()).contains(Errors.INVALID_TRANSACTION_TIMEOUT.message());
    }

    /** Why the brokers let it have no transactions, and what to do. */
    RuntimeException refused(RuntimeException cause) {
        if (isAboutTimeout(cause)) {
            return new IllegalStateException(
                    "the brokers allow no such transactionTimeout; lower it, or raise their transaction.max.timeout.ms",
                    cause);
        }
        if (cause instanceof UnsupportedVersionException) {
            return new IllegalStateException(
                    "the brokers are too old for exactly-once; use processingGuarantee at-least-once", cause);
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return new AccessRefusedException(
                    "the brokers refuse the transactional id " + id
                            + "; grant WRITE and DESCRIBE on it, or change transactionalIdPrefix",
                    cause);
        }
        return cause;
    }

    /** What to look for when the brokers prefer another producer. */
    String fenced() {
        return "; unless a transaction took longer than transactionTimeout, another process has the same transactional id, "
                + id + ": transactionalIdPrefix must differ between processes";
    }

    /** Ends the producer; returns when that is done, or is not in time. */
    void close(Duration timeout) {
        producer.closing();
        CountDownLatch closed = new CountDownLatch(1);
        calls.execute(() -> {
            try {
                producer.close(timeout);
            } finally {
                closed.countDown();
            }
        });
        try {
            if (!closed.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("The producer of transactions {} is still busy; the brokers abort what it leaves open", id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
