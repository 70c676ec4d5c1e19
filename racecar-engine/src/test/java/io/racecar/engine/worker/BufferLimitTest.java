package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static io.racecar.engine.worker.Rig.T2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** L3: what waits for handling is bounded, and fairly shared. */
class BufferLimitTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer).maxPollRecords(4).settings(it -> it.maxBufferedMessages = 10);
    private Rig rig = plan.build();

    private static String[] values(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(it -> prefix + it).toArray(String[]::new);
    }

    private int held(TopicPartition partition) {
        return rig.loop().assignment().get(partition).lanes().amount().messages();
    }

    /** Polls until nothing more comes; nothing is handled. */
    private void fill() {
        for (int i = 0; i < 20; i++) {
            rig.poll();
        }
    }

    private void join(TopicPartition... partitions) {
        rig.assign(partitions);
        rig.handle();
        rig.poll();
    }

    @Test
    void whatWaitsNeverExceedsTheBoundByMoreThanOnePoll() {
        rig.append(T0, values("a", 100));
        join(T0);

        fill();

        assertThat(held(T0)).isEqualTo(12);
        assertThat(rig.client().paused()).containsExactly(T0);
    }

    @Test
    void fetchingGoesOnWhenHalfIsGone() {
        rig.append(T0, values("a", 100));
        join(T0);
        fill();

        rig.threads.runNext();
        rig.poll();
        assertThat(rig.client().paused()).containsExactly(T0);
        assertThat(held(T0)).isEqualTo(8);

        rig.threads.runNext();
        rig.poll();
        assertThat(held(T0)).isEqualTo(8);
        assertThat(rig.client().paused()).isEmpty();
    }

    @Test
    void theBoundInBytesCountsToo() {
        rig = plan.settings(it -> it.maxBufferedBytes = 20).build();
        rig.append(T0, values("abcdefgh", 8));
        join(T0);

        fill();

        assertThat(held(T0)).isEqualTo(4);
    }

    @Test
    void roomThatIsMadeJustBeforeAPollIsSeenByIt() {
        rig.append(T0, values("a", 100));
        join(T0);
        int[] pauses = {0};
        rig.client().duringPause(() -> {
            pauses[0]++;
            rig.handle();
        });

        while (pauses[0] == 0) {
            rig.poll();
        }

        assertThat(rig.client().lastPollTimeout()).isEqualTo(Duration.ZERO);
    }

    @Test
    void roomThatIsMadeDuringAPollEndsIt() {
        rig.append(T0, values("a", 100));
        join(T0);
        fill();
        int wakeups = rig.client().wakeups();
        rig.client().whileWaiting(nanos -> rig.handle());

        rig.poll();

        assertThat(rig.client().wakeups()).isEqualTo(wakeups + 1);
    }

    @Test
    void whileRoomIsShortForAMomentNothingIsFetchedAsTheBrokerWouldHoldThatRequest() {
        rig.append(T0, values("a", 100));
        join(T0, T1);
        fill();
        assertThat(rig.client().paused()).containsExactlyInAnyOrder(T0, T1);
        rig.poll();
        assertThat(rig.client().lastPollTimeout()).isLessThanOrEqualTo(Duration.ofMillis(500));

        rig.handle();
        rig.poll();

        assertThat(rig.client().paused()).isEmpty();
    }

    @Test
    void pastHalfOfTheBufferOnlyPartitionsBelowTheirShareAreFetched() {
        rig.append(T0, values("a", 100));
        join(T0, T1);
        fill();
        assertThat(held(T0)).isLessThan(10);
        rig.pass(Duration.ofMillis(500));
        rig.poll();
        assertThat(rig.client().paused()).containsExactly(T0);

        rig.append(T1, values("b", 2));
        fill();

        assertThat(held(T1)).isEqualTo(2);
    }

    @Test
    void everythingIsHandledInTheEnd() {
        rig.append(T0, values("a", 50)).append(T1, values("b", 50));
        join(T0, T1);
        fill();

        rig.run();

        assertThat(consumer.handled()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void aFailingLaneKeepsItsShareAndFetchesTheRestAgain() {
        consumer.failsOn("a0", 1);
        rig.append(T0, values("a", 30));
        join(T0, T1);
        fill();
        rig.run();
        assertThat(held(T0)).isEqualTo(5);
        assertThat(rig.client().lastSeek(T0).offset()).isEqualTo(5);

        rig.append(T1, values("b", 30));
        rig.run();
        assertThat(consumer.handled()).hasSize(31);

        rig.pass(PAUSE);
        rig.run();
        assertThat(consumer.handled().subList(31, 61)).containsExactly(values("a", 30));
    }

    @Test
    void aFailingLaneAlsoKeepsItsShareOfTheBytes() {
        rig = plan.settings(it -> it.maxBufferedBytes = 16).build();
        consumer.failsOn("a0", 1);
        rig.append(T0, values("a", 8));
        join(T0, T1);
        rig.run();

        assertThat(held(T0)).isEqualTo(4);
        rig.pass(PAUSE);
        rig.run();
        assertThat(consumer.handled()).hasSize(9);
    }

    @Test
    void aFailingLaneGivesUpWhatIsMoreThanItsShareWhenPartitionsAreAdded() {
        consumer.failsOn("a0", 1);
        rig.append(T0, values("a", 30));
        join(T0);
        fill();
        rig.run();
        assertThat(held(T0)).isEqualTo(10);

        rig.append(T1, values("b", 30));
        rig.assign(T0, T1);
        rig.run();

        assertThat(held(T0)).isEqualTo(5);
        assertThat(consumer.handled()).hasSize(31);
    }

    @Test
    void aPartitionPausedByAnOperatorKeepsItsShareToo() {
        rig.append(T0, values("a", 30)).append(T1, values("b", 30));
        join(T0, T1);
        for (int i = 0; i < 20; i++) {
            rig.poll();
            rig.pass(Duration.ofMillis(500));
        }
        int before = held(T0) + held(T1);

        rig.operations().pause(Rig.name(T0));
        rig.operations().pause(Rig.name(T1));

        assertThat(before).isGreaterThan(10);
        assertThat(held(T0)).isLessThanOrEqualTo(5);
        assertThat(held(T1)).isLessThanOrEqualTo(5);
        rig.operations().resume(Rig.name(T0));
        rig.operations().resume(Rig.name(T1));
        rig.run();
        assertThat(consumer.handled()).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void aPartitionThatWaitsForItsHookHoldsNoMoreThanItsShareAndOnePoll() {
        rig.append(T0, values("a", 100));
        rig.assign(T0, T1, T2);

        fill();

        assertThat(held(T0)).isEqualTo(4);
    }

    @Test
    void theBatchThatIsToBeHandledAgainStaysWhole() {
        ScriptedBatches batches = new ScriptedBatches().thenFail();
        rig = new RigPlan(batches)
                .settings(it -> {
                    it.maxBufferedMessages = 6;
                    it.batchSize = 4;
                })
                .build();
        rig.append(T0, values("a", 6));
        join(T0, T1, T2);
        rig.run();
        assertThat(held(T0)).isEqualTo(4);

        rig.pass(PAUSE);
        rig.run();

        assertThat(batches.handled().get(1)).isEqualTo(batches.handled().get(0)).hasSize(4);
        assertThat(batches.handled().get(2)).containsExactly("a4", "a5");
    }

    @Test
    void nothingIsCountedAsWaitingOnceEverythingIsHandledOrGone() {
        consumer.failsOn("a3", 2).failsOn("b7", 1);
        rig.append(T0, values("a", 30)).append(T1, values("b", 30));
        join(T0, T1);
        rig.run();
        rig.assign(T1);
        rig.operations().seek(Rig.name(T1), 2);
        rig.run();
        rig.pass(PAUSE);
        rig.run();
        rig.assign(T0, T1);
        for (int i = 0; i < 3; i++) {
            rig.run();
            rig.pass(PAUSE);
        }
        rig.run();

        assertThat(rig.loop().buffer()).hasToString("0 messages, 0 bytes");
    }
}
