package io.racecar.engine.worker;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an exception of a share client's {@code poll} means: another try after a growing delay, or the end of the client. */
final class ShareFailures {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final Duration UNREADABLE_DELAY = Duration.ofSeconds(1);

    private final Identity identity;
    private Duration delay = Duration.ZERO;

    ShareFailures(Identity identity) {
        this.identity = identity;
    }

    void succeeded() {
        if (!delay.isZero()) {
            delay = Duration.ZERO;
            LOG.info("{}: polling works again", identity);
        }
    }

    /**
     * After how long to poll again.
     *
     * @param joined whether the client has been a member, and so the group is, or was, a share group
     * @throws RuntimeException if that would be of no use
     */
    Duration handle(RuntimeException error, boolean joined) {
        if (error instanceof UnsupportedVersionException) {
            throw ShareGroup.unsupported(error);
        }
        if (error instanceof GroupIdNotFoundException && !joined) {
            throw new ConfigException("group " + identity.groupId() + " is no share group, but groupProtocol is share: "
                    + error.getMessage() + "; give groupId another value, or delete that group");
        }
        if (!(error instanceof RetriableException)) {
            throw error;
        }
        if (error instanceof CorruptRecordException) {
            return UNREADABLE_DELAY; // shorter than the locks of what the client has fetched with it
        }
        if (delay.isZero()) {
            LOG.warn("{}: polling failed and is repeated: {}", identity, Committer.shortened(error));
        }
        delay = delay.isZero() ? FIRST_DELAY : delay.multipliedBy(2);
        delay = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
        return delay;
    }
}
