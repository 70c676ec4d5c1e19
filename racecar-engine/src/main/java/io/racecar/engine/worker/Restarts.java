package io.racecar.engine.worker;

import io.racecar.engine.security.AccessRefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether, and when, another client is worth a try after one has ended with an error (S3). Only the poll thread calls it. */
final class Restarts {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration STILL_OWNED = Duration.ofSeconds(5);
    private static final long NOT_SINCE = Long.MIN_VALUE;

    private final Identity identity;
    private final LongSupplier nanoTime;
    private boolean everJoined;
    private long joinedAt = NOT_SINCE;
    private Duration next = FIRST;

    Restarts(Identity identity, LongSupplier nanoTime) {
        this.identity = identity;
        this.nanoTime = nanoTime;
    }

    /** A client has joined the group, for the first time since it was made or after a rebalance. */
    void joined() {
        if (joinedAt == NOT_SINCE) {
            joinedAt = nanoTime.getAsLong();
        }
        everJoined = true;
    }

    /** What was wrong before counts no longer once a client has worked for a while: an error may come back with each. */
    private void forgetOld() {
        if (joinedAt != NOT_SINCE && nanoTime.getAsLong() - joinedAt >= LONGEST.toNanos()) {
            next = FIRST;
        }
        joinedAt = NOT_SINCE;
    }

    /** After how long to try again; empty if that cannot change anything. Says so in the log. */
    Optional<Duration> after(RuntimeException error) {
        forgetOld();
        boolean refused = error instanceof AccessRefusedException
                || hasCause(error, AuthenticationException.class)
                || hasCause(error, AuthorizationException.class);
        if (refused && everJoined) {
            LOG.error(
                    "{}: refused by the brokers, next try in {} s: {}",
                    identity,
                    LONGEST.toSeconds(),
                    Committer.shortened(error));
            return Optional.of(LONGEST);
        }
        if (refused || hasCause(error, FencedInstanceIdException.class) || hasCause(error, ConfigException.class)) {
            LOG.error("{}: cannot go on: {}", identity, Committer.shortened(error));
            return Optional.empty();
        }
        if (hasCause(error, UnreleasedInstanceIdException.class)) {
            LOG.warn(
                    "{}: another member has its groupInstanceId: one that was killed, until its session has ended, or one"
                            + " that runs elsewhere under the same name; next try in {} s: {}",
                    identity,
                    STILL_OWNED.toSeconds(),
                    Committer.shortened(error));
            return Optional.of(STILL_OWNED);
        }
        Duration delay = next;
        next = delay.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : delay.multipliedBy(2);
        LOG.error("{}: restarts in {} s after an error", identity, delay.toSeconds(), error);
        return Optional.of(delay);
    }

    private static boolean hasCause(Throwable error, Class<? extends Throwable> type) {
        for (Throwable it = error; it != null; it = it.getCause()) {
            if (type.isInstance(it)) {
                return true;
            }
        }
        return false;
    }
}
