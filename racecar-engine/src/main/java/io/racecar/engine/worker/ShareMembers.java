package io.racecar.engine.worker;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ShareConsumer;

/** Makes the time that a worker's clients spend in a share group, one after the other (G1). Only its poll thread calls it. */
public final class ShareMembers {
    private final Supplier<? extends ShareConsumer<byte[], byte[]>> clients;
    private final ShareGroup group;
    private final boolean drop;
    private final Set<Lanes<?>> fenced = new HashSet<>();

    /**
     * Makes one for one worker.
     *
     * @param clients makes a Kafka client, again after each failure
     * @param drop whether what is given up is lost; otherwise it goes to the dead-letter topic
     */
    public ShareMembers(Supplier<? extends ShareConsumer<byte[], byte[]>> clients, ShareGroup group, boolean drop) {
        this.clients = clients;
        this.group = group;
        this.drop = drop;
    }

    /** @param together how many messages are handled at once at most */
    <V> Membership join(WorkerParts parts, int together, BiFunction<GivingUp, LaneListener, LaneSetup<V>> setup) {
        ShareGivingUp givingUp = new ShareGivingUp(parts, drop);
        return new ShareLoop(
                parts,
                new ShareClient(clients),
                () -> group.prepare(parts.identity(), parts.doorbell()::ring),
                givingUp,
                fenced,
                (batch, loop) ->
                        new SharedLanes<>(batch, setup.apply(givingUp, loop), together, parts.doorbell()::ring));
    }
}
