package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static io.racecar.engine.worker.Rig.T2;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.config.StartAt;
import io.racecar.engine.worker.Subscription.PatternStart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

/** O5: where handling starts; L6: topics that do not exist yet. */
class StartPositionTest {
    private static final Subscription FROM_BEGINNING = new Subscription(Map.of("t", true), List.of());
    private static final Subscription FROM_END = new Subscription(Map.of("t", false), List.of());
    private static final TopicPartition NEW = new TopicPartition("new", 0);
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig rig(Subscription subscription) {
        return plan.subscription(subscription).build();
    }

    private static Subscription matching(String pattern, boolean fromBeginning) {
        return new Subscription(Map.of(), List.of(new PatternStart(Pattern.compile(pattern), fromBeginning)));
    }

    private void commit(TopicPartition partition, long offset, String metadata) {
        plan.kafka.committed(partition, new OffsetAndMetadata(offset, metadata));
    }

    @Test
    void aCommittedOffsetIsWhereItGoesOn() {
        commit(T0, 1, "racecar/1 n=3 s=0");
        for (Subscription it : List.of(FROM_BEGINNING, FROM_END)) {
            Rig rig = rig(it);
            rig.kafka.truncate(T0, 0);
            rig.append(T0, "a", "b").assign(T0);

            rig.run();
        }

        assertThat(consumer.handled()).containsExactly("b", "b");
    }

    @Test
    void aFirstStartIsAtTheBeginningOfWhatTheLogHolds() {
        Rig rig = rig(FROM_BEGINNING).append(T0, "a", "b", "c");
        rig.kafka.deleteBefore(T0, 1);

        rig.assign(T0);
        rig.run();

        assertThat(consumer.handled()).containsExactly("b", "c");
    }

    @Test
    void aFirstStartAtTheEndSkipsWhatIsThere() {
        Rig rig = rig(FROM_END).append(T0, "a", "b").assign(T0);
        rig.run();
        rig.append(T0, "c");
        rig.run();

        assertThat(consumer.handled()).containsExactly("c");
    }

    /** The messages of {@link FakeKafka} are a second apart, from the epoch on. */
    @Test
    void aFirstStartAtATimeIsAtTheFirstMessageThatIsNotOlder() {
        plan.settings.startAt = new StartAt.Time(Instant.ofEpochMilli(1500));
        Rig rig = rig(FROM_BEGINNING).append(T0, "a", "b", "c").append(T1, "x").assign(T0, T1);
        rig.run();
        rig.append(T1, "y");
        rig.run();

        assertThat(consumer.handled()).containsExactly("c", "y");
        assertThat(rig.committed(T0)).isEqualTo(2);
        assertThat(rig.committed(T1)).isEqualTo(1);
    }

    @Test
    void aMessageThatComesWhileItsTimeIsLookedForIsNotSkipped() {
        plan.settings.startAt = new StartAt.Time(Instant.ofEpochMilli(500));
        Rig rig = rig(FROM_BEGINNING).append(T1, "x");
        rig.client().afterLookUp(() -> rig.append(T1, "y"));

        rig.assign(T1);
        rig.run();

        assertThat(consumer.handled()).containsExactly("y");
    }

    @Test
    void aTimeBeforeAllTimesIsTheBeginning() {
        plan.settings.startAt = new StartAt.Time(Instant.parse("1969-07-20T20:17:40Z"));
        Rig rig = rig(FROM_END).append(T0, "a").assign(T0);

        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void startAtIsAboveWhatTheSubscriptionSays() {
        plan.settings.startAt = new StartAt.End();
        Rig fromBeginning = rig(FROM_BEGINNING).append(T0, "a").assign(T0);
        fromBeginning.run();
        assertThat(fromBeginning.committed(T0)).isEqualTo(1);

        plan.settings.startAt = new StartAt.Beginning();
        Rig fromEnd = rig(FROM_END).append(T1, "x").assign(T1);
        fromEnd.run();

        assertThat(consumer.handled()).containsExactly("x");
    }

    @Test
    void aPartitionThatIsAddedLaterStartsAtItsBeginningWhateverStartAtSays() {
        plan.settings.startAt = new StartAt.Time(Instant.ofEpochSecond(100));
        commit(T0, 0, "racecar/1 n=2 s=0");
        Rig rig = rig(FROM_BEGINNING).append(T1, "x").append(T2, "y").assign(T1, T2);

        rig.run();

        assertThat(consumer.handled()).containsExactly("y");
    }

    @Test
    void aCommittedOffsetIsAboveStartAt() {
        plan.settings.startAt = new StartAt.End();
        commit(T0, 1, "racecar/1 n=3 s=0");
        Rig rig = rig(FROM_BEGINNING).append(T0, "a", "b").assign(T0);

        rig.run();

        assertThat(consumer.handled()).containsExactly("b");
    }

    @Test
    void aFirstStartIsCommittedBeforeAnythingIsHandledAndTellsHowManyPartitionsThereWere() {
        Rig rig = rig(FROM_END).append(T0, "a", "b").assign(T0);

        assertThat(rig.committed(T0)).isEqualTo(2);
        assertThat(CommitMetadata.parse(rig.kafka.committed(T0).metadata())).isEqualTo(new CommitMetadata(3, 0));
        assertThat(rig.client().commitsInFlight()).isZero();
    }

    @Test
    void whatComesBetweenAStopBeforeTheFirstMessageAndTheNextStartIsNotSkipped() {
        Rig rig = rig(FROM_END).append(T0, "a").assign(T0);
        rig.stop(Duration.ofSeconds(30));
        rig.append(T0, "b");

        Rig again = rig(FROM_END).assign(T0);
        again.run();

        assertThat(consumer.handled()).containsExactly("b");
    }

    @Test
    void nothingIsHandledAsLongAsTheStartCannotBeCommitted() {
        Rig rig = rig(FROM_END).append(T0, "a");
        rig.client().failCommit(new RebalanceInProgressException("first"));
        rig.client().failCommit(new RebalanceInProgressException("second"));
        rig.assign(T0);
        rig.append(T0, "b");
        rig.run();
        assertThat(consumer.handled()).isEmpty();

        for (int i = 0; i < 6; i++) {
            rig.pass(Duration.ofMillis(500));
            rig.run();
        }

        assertThat(consumer.handled()).containsExactly("b");
    }

    @Test
    void everyLaterCommitTellsHowManyPartitionsThereWereAtTheFirstStart() {
        Rig rig = rig(FROM_BEGINNING).append(T0, "a").assign(T0);
        rig.run();
        rig.kafka.topic("t", 5);
        rig.append(T0, "b");
        rig.run();
        rig.commit();

        assertThat(CommitMetadata.parse(rig.kafka.committed(T0).metadata()).partitions())
                .isEqualTo(3);
    }

    @Test
    void aPartitionAddedLaterStartsAtItsBeginning() {
        commit(T0, 0, "racecar/1 n=2 s=0");
        Rig rig = rig(FROM_END).append(T2, "a").assign(T0, T2);

        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(CommitMetadata.parse(rig.kafka.committed(T2).metadata()).partitions())
                .isEqualTo(2);
    }

    @Test
    void aPartitionThatWasThereAtTheFirstStartButNeverCommittedStartsAtTheEnd() {
        commit(T0, 0, "racecar/1 n=2 s=0");
        Rig rig = rig(FROM_END).append(T1, "a").assign(T0, T1);

        rig.run();

        assertThat(consumer.handled()).isEmpty();
        assertThat(rig.committed(T1)).isEqualTo(1);
    }

    @Test
    void theSiblingIsAskedEvenIfAnotherMemberHasIt() {
        commit(T0, 7, "racecar/1 n=1 s=0");
        Rig rig = rig(FROM_END).append(T1, "a").assign(T1);

        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void whereSiblingsWereCommittedByAnotherToolAPartitionStartsAtItsBeginning() {
        commit(T0, 0, "mirrored");
        Rig rig = rig(FROM_END).append(T1, "a").assign(T0, T1);

        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void aTopicThatComesAfterTheWorkerStartsAtItsBeginning() {
        Rig rig = rig(new Subscription(Map.of("t", false, "new", false), List.of()));
        rig.assign(T0);
        rig.kafka.topic("new", 1);
        rig.append(NEW, "x");

        rig.assign(T0, NEW);
        rig.run();

        assertThat(consumer.handled()).containsExactly("x");
    }

    @Test
    void aTopicThatNewlyMatchesThePatternStartsAtItsBeginning() {
        Rig rig = rig(matching("t|n.*", false)).append(T0, "a");
        rig.assign(T0);
        rig.kafka.topic("new", 1);
        rig.append(NEW, "x");

        rig.assign(T0, NEW);
        rig.run();

        assertThat(consumer.handled()).containsExactly("x");
    }

    @Test
    void aTopicThatMatchedAtTheFirstStartStartsAtTheEnd() {
        plan.kafka.topic("new", 1);
        Rig rig = rig(matching("t|n.*", false)).append(NEW, "x");

        rig.assign(T0, NEW);
        rig.run();

        assertThat(consumer.handled()).isEmpty();
    }

    @Test
    void whatIsNoLongerInTheLogIsLeftOut() {
        commit(T0, 1, "racecar/1 n=3 s=0");
        Rig rig = rig(FROM_END).append(T0, "a", "b", "c", "d");
        rig.kafka.deleteBefore(T0, 2);

        rig.assign(T0);
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("c", "d");
        assertThat(rig.committed(T0)).isEqualTo(4);
    }

    @Test
    void aTruncatedLogIsContinuedWhereTheClientSaysThatItDiverges() {
        Rig rig = rig(FROM_BEGINNING).append(T0, "a", "b", "c").assign(T0);
        rig.run();
        rig.kafka.truncate(T0, 1);
        rig.append(T0, "B");
        rig.client()
                .setPollException(new LogTruncationException(
                        "diverged", Map.of(T0, 3L), Map.of(T0, new OffsetAndMetadata(1, Optional.of(4), ""))));

        rig.poll();
        rig.run();

        assertThat(consumer.handled()).containsExactly("a", "b", "c", "B");
        assertThat(rig.client().lastSeek(T0).leaderEpoch()).contains(4);
    }

    @Test
    void aLogThatEndsBeforeThePositionIsContinuedAtItsEnd() {
        commit(T0, 5, "racecar/1 n=3 s=0");
        Rig rig = rig(FROM_BEGINNING).append(T0, "a", "b").assign(T0);
        rig.run();
        rig.append(T0, "c");
        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("c");
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void whatIsBufferedIsHandledThoughTheLogHasLostThePosition() {
        Rig rig = rig(FROM_BEGINNING).append(T0, "a", "b").assign(T0);
        rig.append(T0, "c", "d", "e");
        rig.kafka.deleteBefore(T0, 4);

        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "e");
        assertThat(rig.committed(T0)).isEqualTo(5);
    }

    @Test
    void topicsThatDoNotExistAreNoError() {
        Rig rig = rig(new Subscription(Map.of("t", true, "new", true), List.of()));
        rig.append(T0, "a").assign(T0);
        rig.run();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.loop().parts().topics().missing()).containsExactly("new");

        rig.kafka.topic("new", 1);
        rig.assign(T0, NEW);
        assertThat(rig.loop().parts().topics().missing()).isEmpty();
    }
}
