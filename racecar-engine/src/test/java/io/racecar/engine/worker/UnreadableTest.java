package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.Skipped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** L7: what cannot be fetched pauses only its partition; a skip seeks past it. */
class UnreadableTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig joined() {
        Rig rig = plan.build();
        rig.assign(T0, T1);
        rig.run();
        return rig;
    }

    private static void meetCorruption(Rig rig) {
        rig.client().setPollException(FakeClient.unreadable(T0));
        rig.poll();
    }

    @Test
    void onlyThePartitionThatCannotBeReadPauses() {
        Rig rig = joined();
        meetCorruption(rig);

        rig.append(T0, "a").append(T1, "x");
        rig.run();

        assertThat(consumer.handled()).containsExactly("x");
        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(rig.view(T0).failingOffset()).isZero();
        assertThat(rig.view(T1).paused()).isFalse();
        assertThat(rig.events.last(LanePaused.class).error()).hasMessageContaining("t-0");
    }

    @Test
    void itIsTriedAgainAfterThePause() {
        Rig rig = joined();
        meetCorruption(rig);
        rig.append(T0, "a");

        rig.pass(PAUSE.minusNanos(1));
        rig.run();
        assertThat(consumer.handled()).isEmpty();
        rig.pass(Duration.ofNanos(1));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void pausesGrowWhileTheSameRecordCannotBeRead() {
        plan.pauses(RigPlan.doublingFrom(Duration.ofSeconds(10), null));
        Rig rig = joined();
        for (int i = 1; i < 3; i++) {
            meetCorruption(rig);
            assertThat(rig.view(T0).attempt()).isEqualTo(i);
            rig.pass(Duration.ofSeconds(40));
        }

        assertThat(rig.events.all(LanePaused.class))
                .extracting(LanePaused::duration)
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void aSkipGoesOnBehindIt() {
        Rig rig = joined();
        meetCorruption(rig);
        rig.append(T0, "corrupt", "b");

        rig.operations().skip(Rig.name(T0), 0, "somebody");
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("b");
        assertThat(rig.committed(T0)).isEqualTo(2);
        assertThat(rig.events.all(Skipped.class)).extracting(Skipped::offset).containsExactly(0L);
    }

    @Test
    void aSkipSkipsNothingOfWhatIsBuffered() {
        Rig rig = joined();
        rig.append(T0, "a", "b");
        rig.poll();
        meetCorruption(rig);
        rig.append(T0, "corrupt", "d");

        rig.operations().skip(Rig.name(T0), 2, "somebody");
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "d");
        assertThat(rig.committed(T0)).isEqualTo(4);
    }

    @Test
    void onlyTheUnreadableRecordCanBeSkipped() {
        Rig rig = joined();
        meetCorruption(rig);

        assertThatThrownBy(() -> rig.operations().skip(Rig.name(T0), 1, "somebody"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLanesOwnPauseEndsInItsTimeThoughThePartitionPausesTooAndTheOtherWayRound() {
        consumer.failsOn("a", 1);
        for (boolean laneFirst : new boolean[] {true, false}) {
            Rig rig = joined();
            rig.append(T0, "a");
            rig.poll();
            if (laneFirst) {
                rig.handle();
                rig.pass(Duration.ofSeconds(1));
                meetCorruption(rig);
            } else {
                meetCorruption(rig);
                rig.pass(Duration.ofSeconds(1));
                rig.run();
            }
            rig.append(T0, "b");
            rig.pass(PAUSE);
            rig.run();
            rig.pass(PAUSE);
            rig.run();

            assertThat(consumer.handled()).as("lane first: %s", laneFirst).endsWith("a", "b");
            consumer.failsOn("a", 1);
        }
    }

    @Test
    void retryingEndsBothPauses() {
        consumer.failsOn("a", 1);
        Rig rig = joined();
        rig.append(T0, "a");
        rig.poll();
        meetCorruption(rig);
        rig.run();
        rig.append(T0, "b");

        rig.operations().retryNow(Rig.name(T0));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a", "b");
    }

    @Test
    void itIsReportedAtItsOwnOffsetAgainAfterALaneHasDroppedWhatIsBeforeIt() {
        plan.settings(it -> it.maxBufferedMessages = 4);
        consumer.failsOn("a", 1);
        Rig rig = joined();
        rig.append(T0, "a", "b", "c", "d");
        rig.poll();
        meetCorruption(rig);
        rig.run();

        assertThatThrownBy(() -> rig.operations().skip(Rig.name(T0), 4, "somebody"))
                .hasMessageContaining("fails at offset 0");
        rig.pass(PAUSE);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "a", "b", "c", "d");
    }

    @Test
    void withAPauseOfZeroItEndsTheConsumer() {
        plan.pauses(RigPlan.pausesOf(Duration.ZERO));
        Rig rig = joined();

        meetCorruption(rig);

        assertThat(rig.worker.fatal()).hasMessageContaining("t-0");
    }

    @Test
    void partitionsAreToldApartByTheirWholeName() {
        TopicPartition longer = new TopicPartition("t-0", 0);
        plan.kafka.topic("t-0", 1);
        plan.subscription(new Subscription(Map.of("t", true, "t-0", true), List.of()));
        Rig rig = plan.build();
        rig.assign(T0, longer);
        rig.run();

        rig.client().setPollException(FakeClient.unreadable(longer));
        rig.poll();

        assertThat(rig.view(longer).paused()).isTrue();
        assertThat(rig.view(T0).paused()).isFalse();
    }

    @Test
    void anErrorThatNamesNoPartitionOfOursEndsTheClient() {
        Rig rig = joined();
        KafkaException other = new KafkaException("something else about t-00 and xt-0");
        rig.client().setPollException(other);

        assertThatThrownBy(rig::poll).isSameAs(other);
    }
}
