package io.racecar.engine.worker;

import io.racecar.Partition;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators do with a member of a share group: much of what they do with partitions makes no sense there (G1). */
final class ShareOperations implements Operations {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final ShareLoop loop;

    ShareOperations(ShareLoop loop) {
        this.loop = loop;
    }

    /** All members of a share group have messages of all its partitions. */
    @Override
    public boolean has(Partition partition) {
        return loop.parts().subscription().matches(partition.topic());
    }

    @Override
    public void admitAll() {
        loop.admitAll();
    }

    @Override
    public void giveWay() {
        loop.holdings().held().forEach(Lanes::giveWay);
    }

    @Override
    public void pause(Partition partition) {
        throw refused("pause " + partition, "the other members go on with it; pause the consumer as a whole");
    }

    @Override
    public void resume(Partition partition) {
        retryNow(partition);
    }

    @Override
    public void retryNow(Partition partition) {
        if (!loop.pauses().end(partition)) {
            throw new IllegalStateException(
                    "no message of " + partition + " pauses here after a failure, so there is nothing to retry");
        }
        LOG.info("{}: {} retried by an operator", loop.parts().identity(), partition);
    }

    @Override
    public void skip(Partition partition, long offset, String requestedBy) {
        throw refused(
                "skip " + partition + "@" + offset,
                "no message waits for another; what keeps failing is given up after deadLetter.afterAttempts");
    }

    @Override
    public void seek(Partition partition, long offset) {
        throw refused("seek in " + partition, seekInstead());
    }

    @Override
    public void seek(Partition partition, Instant time) {
        throw refused("seek in " + partition, seekInstead());
    }

    private static String seekInstead() {
        return "the position is the group's, not a member's; stop all members and use kafka-share-groups.sh"
                + " --reset-offsets";
    }

    private IllegalStateException refused(String what, String why) {
        return new IllegalStateException(
                loop.parts().identity().consumer() + " cannot " + what + ": it is in a share group, where " + why);
    }

    @Override
    public List<PartitionView> view() {
        return loop.view();
    }
}
