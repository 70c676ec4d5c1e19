package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import io.racecar.RacecarListener.Polled;
import java.time.Duration;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.junit.jupiter.api.Test;

/** Batches that the client of a share group's member cannot read (G1). */
class ShareUnreadablesTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final ShareRig rig = ShareRig.of(consumer);

    @Test
    void theyAreReleasedRatherThanRejected() {
        rig.client.addUnreadable(3);
        rig.settle();

        assertThat(rig.client.sent()).containsExactly("RELEASE 0", "RELEASE 1", "RELEASE 2");
    }

    @Test
    void otherMessagesAreHandledMeanwhile() {
        rig.client.addUnreadable(1);
        rig.round();
        rig.client.add(1, "a");
        rig.settle();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void theyAreAnErrorOfTheirPartitionForAWhile() {
        rig.client.addUnreadable(3);
        rig.settle();

        assertThat(rig.loop().view()).singleElement().satisfies(it -> {
            assertThat(it.partition()).isEqualTo(new Partition("t", 0));
            assertThat(it.failingOffset()).isZero();
            assertThat(it.attempt()).isEqualTo(1);
            assertThat(it.error()).isInstanceOf(CorruptRecordException.class);
        });
        assertThat(rig.plan.events.all(Polled.class))
                .anySatisfy(it -> assertThat(it.error()).isInstanceOf(CorruptRecordException.class));
        rig.pass(Duration.ofMinutes(11));
        assertThat(rig.loop().view()).isEmpty();
    }
}
