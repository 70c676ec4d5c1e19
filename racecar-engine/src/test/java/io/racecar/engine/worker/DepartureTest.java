package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

/** S1, L4: how a client leaves while its group rebalances. */
class DepartureTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final Rig rig =
            new RigPlan(consumer).build().append(T0, "a", "b", "c").assign(T0);

    @Test
    void theLastCommitIsRepeatedWhenARebalanceIsInTheWay() {
        rig.run();
        rig.client().failCommit(new RebalanceInProgressException());
        long begun = rig.clock.getAsLong();

        rig.stop(LONG);

        assertThat(rig.committed(T0)).isEqualTo(3);
        assertThat(Duration.ofNanos(rig.clock.getAsLong() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aMemberThatLeavesAStuckHandlerBehindCommitsOnceTheRebalanceIsOver() {
        rig.run();
        rig.client().failCommit(new RebalanceInProgressException());

        new Departure(rig.loop()).leavingTheStuckBehind();

        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void theConsumerHearsOnceThatItsPartitionsGoAndOfNoneAfterwards() {
        rig.run();
        rig.client().rebalanceInPoll(List.of(T1));

        rig.stop(LONG);

        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "revoked [t/0]", "teardown");
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void aTopicThatIsGoneIsLeftOutOfTheLastCommit() {
        TopicPartition gone = new TopicPartition("u", 0);
        RigPlan plan = new RigPlan(consumer).subscription(new Subscription(Map.of("t", true, "u", true), List.of()));
        plan.kafka.topic("u", 1);
        Rig two = plan.build().append(T0, "a").append(gone, "b").assign(T0, gone);
        two.run();
        plan.kafka.topic("u", 0);

        two.stop(LONG);

        assertThat(two.committed(T0)).isEqualTo(1);
        assertThat(two.committed(gone)).isZero();
    }
}
