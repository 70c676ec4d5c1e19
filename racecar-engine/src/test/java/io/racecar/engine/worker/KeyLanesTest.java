package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static io.racecar.engine.worker.Rig.T2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.racecar.Consumer;
import io.racecar.MessageConsumer;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.engine.config.Ordering;
import io.racecar.engine.worker.CommitMetadata.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** F1, L3, O1 where lanes are keys or single messages. */
class KeyLanesTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final ScriptedBatches batches = new ScriptedBatches();

    private static RigPlan plan(Consumer<String> consumer, Ordering ordering) {
        return new RigPlan(consumer).settings(it -> it.ordering = ordering);
    }

    private Rig byKey() {
        return plan(consumer, Ordering.KEY).build();
    }

    /** Values "k1" are of key k, and those without a letter of none. */
    private static Rig append(Rig rig, String... values) {
        for (String it : values) {
            String key = it.replaceAll("[0-9]", "");
            rig.kafka.appendWithKey(T0, key.isEmpty() ? null : key, it);
        }
        return rig;
    }

    private static void retry(Rig rig) {
        rig.pass(Duration.ofSeconds(11));
        rig.run();
    }

    private static long committed(Rig rig) {
        rig.commit();
        return rig.committed(T0);
    }

    // ---- failing

    @Test
    void aFailingKeyPausesAloneAndItsFollowersWaitInOrder() {
        consumer.failsOn("a1", 1);
        Rig rig = append(byKey(), "a1", "b1", "a2", "b2", "a3").assign(T0);

        rig.run();
        assertThat(consumer.handled())
                .containsExactlyInAnyOrder("a1", "b1", "b2")
                .containsSubsequence("b1", "b2");
        append(rig, "b3", "a4", "c1").run();
        assertThat(consumer.handled()).hasSize(5).contains("b3", "c1");

        retry(rig);
        assertThat(consumer.handled())
                .containsSubsequence("a1", "a1", "a2", "a3", "a4")
                .hasSize(9);
        assertThat(committed(rig)).isEqualTo(8);
    }

    @Test
    void severalKeysPauseEachForItself() {
        consumer.failsOn("a1", 1).failsOn("b1", 1);
        Rig rig = append(byKey(), "a1", "a2").assign(T0);
        rig.run();
        rig.pass(Duration.ofSeconds(6));
        append(rig, "b1", "b2").run();

        rig.pass(Duration.ofSeconds(5));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a1", "b1", "a1", "a2");
    }

    @Test
    void theCommittedOffsetStaysAtTheFailingMessage() {
        consumer.failsOn("a1", 1);
        Rig rig = append(byKey(), "b1", "a1", "b2").assign(T0);
        rig.run();

        assertThat(committed(rig)).isEqualTo(1);
    }

    @Test
    void anotherOwnerDoesNotHandleAgainWhatIsFinishedBeyond() {
        consumer.failsOn("a1", 2);
        Rig rig = append(byKey(), "a1", "b1", "a2", "b2").assign(T0);
        rig.run();
        rig.assign();

        rig.connect();
        append(rig, "b3").assign(T0).run();
        retry(rig);
        retry(rig);

        assertThat(consumer.handled()).filteredOn(it -> it.startsWith("b")).containsExactly("b1", "b2", "b3");
        assertThat(committed(rig)).isEqualTo(5);
    }

    @Test
    void theListenerIsToldTheKey() {
        consumer.failsOn("a1", 1);
        Rig rig = append(byKey(), "b1", "a1").assign(T0);
        rig.run();

        retry(rig);

        LanePaused paused = rig.events.last(LanePaused.class);
        assertThat(paused.key()).isEqualTo("a");
        assertThat(paused.offset()).isEqualTo(1);
        assertThat(paused.duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rig.events.last(LaneResumed.class).key()).isEqualTo("a");
        assertThat(rig.events.last(LaneResumed.class).paused()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void theStatusIsThatOfTheLowestFailingMessage() {
        consumer.failsOn("a1", 9).failsOn("b1", 9);
        Rig rig = append(byKey(), "b1", "a1", "a2").assign(T0);
        rig.run();
        retry(rig);

        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(rig.view(T0).failingOffset()).isZero();
        assertThat(rig.view(T0).attempt()).isEqualTo(2);
        assertThat(rig.view(T0).error()).hasMessage("no luck with b1");
        assertThat(rig.view(T0).pauseLeft()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aPartitionWhoseKeysAllSucceedIsNotPaused() {
        consumer.failsOn("a1", 1);
        Rig rig = append(byKey(), "a1").assign(T0);
        rig.run();

        retry(rig);

        assertThat(rig.view(T0).paused()).isFalse();
        assertThat(rig.view(T0).failingOffset()).isEqualTo(-1);
    }

    // ---- operators

    @Test
    void retryNowEndsThePausesOfAllKeys() {
        consumer.failsOn("a1", 1).failsOn("b1", 1);
        Rig rig = append(byKey(), "a1", "b1", "a2").assign(T0);
        rig.run();

        rig.operations().retryNow(Rig.name(T0));
        rig.run();

        assertThat(consumer.handled()).containsExactlyInAnyOrder("a1", "b1", "a1", "a2", "b1");
        assertThat(rig.events.all(LaneResumed.class))
                .extracting(LaneResumed::key)
                .containsExactly("a", "b");
        assertThatThrownBy(() -> rig.operations().retryNow(Rig.name(T0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void resumeDoesToo() {
        consumer.failsOn("a1", 1);
        Rig rig = append(byKey(), "a1", "a2").assign(T0);
        rig.run();

        rig.operations().resume(Rig.name(T0));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a1", "a1", "a2");
    }

    @Test
    void skipLeavesOutTheMessageOfOneKeyAndGoesOnThereOnly() {
        consumer.failsOn("a1", 9).failsOn("b1", 9);
        Rig rig = append(byKey(), "a1", "b1", "a2", "b2").assign(T0);
        rig.run();

        rig.operations().skip(Rig.name(T0), 1, "me");
        rig.run();

        assertThat(consumer.handled()).containsExactly("a1", "b1", "b2");
        assertThat(rig.view(T0).failingOffset()).isZero();
        rig.operations().skip(Rig.name(T0), 0, "me");
        rig.run();
        assertThat(committed(rig)).isEqualTo(4);
    }

    @Test
    void skipOfWhatIsBeingRetriedLeavesOthersTheirAttempts() {
        Rig rig = byKey();
        consumer.failsOn("b1", 3).on("a1", (message, context) -> {
            if (context.attempt() == 2) {
                rig.operations().skip(Rig.name(T0), 0, "me");
            }
            throw new IllegalStateException();
        });
        append(rig, "a1", "b1").assign(T0);
        rig.run();
        retry(rig);
        retry(rig);
        retry(rig);

        assertThat(consumer.handled()).containsSubsequence("b1", "b1", "b1", "b1");
        assertThat(consumer.attempts()).contains(3, 4);
        assertThat(committed(rig)).isEqualTo(2);
    }

    @Test
    void skipRefusesAFollowerThatOnlyWaits() {
        consumer.failsOn("a1", 9);
        Rig rig = append(byKey(), "a1", "a2").assign(T0);
        rig.run();

        assertThatThrownBy(() -> rig.operations().skip(Rig.name(T0), 1, "me"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fails at offset 0, so 1 is not skipped");
    }

    @Test
    void anOperatorsPauseHoldsAllKeys() {
        Rig rig = append(byKey(), "a1", "b1").assign(T0);
        rig.operations().pause(Rig.name(T0));
        rig.run();
        assertThat(consumer.handled()).isEmpty();

        rig.operations().resume(Rig.name(T0));
        rig.run();

        assertThat(consumer.handled()).containsExactly("a1", "b1");
    }

    // ---- who follows whom

    @Test
    void severalKeysAreHandledAtOnceButNeverOneKeyTwice() {
        RigPlan plan = plan(consumer, Ordering.KEY).settings(it -> it.concurrency = 3);
        Rig[] rig = new Rig[1];
        List<String> during = new ArrayList<>();
        consumer.on("a1", (message, context) -> {
            rig[0].threads.runAll();
            during.addAll(consumer.handled());
        });
        rig[0] = append(plan.build(), "a1", "a2", "b1", "c1", "b2").assign(T0);

        rig[0].run();

        assertThat(during).containsExactly("a1", "b1", "b2", "c1");
        assertThat(consumer.handled()).hasSize(5).endsWith("a2");
    }

    @Test
    void messagesWithoutAKeyFollowNobody() {
        consumer.failsOn("1", 1);
        Rig rig = append(byKey(), "1", "2", "3").assign(T0);

        rig.run();

        assertThat(consumer.handled()).containsExactly("1", "2", "3");
        assertThat(rig.events.last(LanePaused.class).key()).isEmpty();
        assertThat(committed(rig)).isZero();
    }

    @Test
    void withoutOrderNoMessageFollowsAnother() {
        consumer.failsOn("a1", 1);
        Rig rig =
                append(plan(consumer, Ordering.NONE).build(), "a1", "a2", "b1").assign(T0);

        rig.run();
        assertThat(consumer.handled()).containsExactly("a1", "a2", "b1");
        retry(rig);

        assertThat(consumer.handled()).containsExactly("a1", "a2", "b1", "a1");
        assertThat(committed(rig)).isEqualTo(3);
    }

    // ---- batches

    @Test
    void aBatchHoldsTheMessagesOfOneKey() {
        Rig rig = append(plan(batches, Ordering.KEY).build(), "a1", "b1", "a2", "1", "b2", "2", "a3")
                .assign(T0);

        rig.run();

        assertThat(batches.handled())
                .containsExactly(List.of("a1", "a2", "a3"), List.of("b1", "b2"), List.of("1"), List.of("2"));
    }

    @Test
    void aBatchGrowsOverPolls() {
        Rig rig = append(plan(batches, Ordering.KEY).maxPollRecords(2).build(), "a1", "b1", "a2", "b2", "a3")
                .assign(T0);
        rig.poll().poll().poll().poll();

        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("a1", "a2", "a3"), List.of("b1", "b2"));
    }

    @Test
    void aBatchIsNoLargerThanAllowed() {
        RigPlan plan = plan(batches, Ordering.KEY).settings(it -> it.batchSize = 2);
        Rig rig = append(plan.build(), "a1", "a2", "a3").assign(T0);

        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("a1", "a2"), List.of("a3"));
    }

    @Test
    void aFailedBatchComesAgainAsItWasThoughMoreHasCome() {
        batches.thenFail();
        Rig rig = append(plan(batches, Ordering.KEY).build(), "a1", "a2", "b1").assign(T0);
        rig.run();
        append(rig, "a3").run();

        retry(rig);

        assertThat(batches.handled())
                .containsExactly(List.of("a1", "a2"), List.of("b1"), List.of("a1", "a2"), List.of("a3"));
    }

    @Test
    void withoutOrderABatchHoldsWhateverComes() {
        RigPlan plan = plan(batches, Ordering.NONE).settings(it -> it.batchSize = 3);
        Rig rig = append(plan.build(), "a1", "b1", "1", "a2").assign(T0);

        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("a1", "b1", "1"), List.of("a2"));
    }

    // ---- memory

    @Test
    void lanesThatHaveNothingToDoAreSweptAway() {
        int[] handled = {0};
        MessageConsumer<String> counting = (message, context) -> handled[0]++;
        Rig rig = plan(counting, Ordering.KEY).build();
        rig.assign(T0);
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 1_000; j++) {
                rig.kafka.appendWithKey(T0, "key " + i + "/" + j, "x");
            }
            rig.run();
        }

        assertThat(handled[0]).isEqualTo(100_000);
        assertThat(rig.loop().assignment().get(T0).lanes().active()).hasSizeLessThan(3_000);
    }

    @Test
    void lanesOfAPartitionWhereNothingComesAnyMoreAreSweptAwayToo() {
        Rig rig = plan(consumer, Ordering.KEY).build();
        rig.assign(T0);
        IntStream.range(0, 100).forEach(it -> rig.kafka.appendWithKey(T0, "key " + it, "x"));
        rig.run();
        assertThat(rig.loop().assignment().get(T0).lanes().active()).isNotEmpty();

        rig.pass(Duration.ofSeconds(2));
        rig.run();
        rig.pass(Duration.ofSeconds(2));
        rig.run();

        assertThat(rig.loop().assignment().get(T0).lanes().active()).isEmpty();
    }

    @Test
    void whatWasFinishedStaysKnownWhereTheOrderingIsChangedToThatOfThePartition() {
        consumer.failsOn("a", 100);
        Runs ahead = new Runs.Builder().add(1, 3).build();
        CommitMetadata metadata = new CommitMetadata(3, 0, -1, new Finished("tested-cluster", 0, 5, 5, ahead), null);
        Rig rig = plan(consumer, Ordering.PARTITION).build().append(T0, "a", "b", "c", "d");
        rig.kafka.committed(T0, new OffsetAndMetadata(0, Optional.of(5), metadata.text(3_000)));
        rig.assign(T0).run();

        rig.commit();

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(CommitMetadata.parse(rig.kafka.committed(T0).metadata())
                        .finished()
                        .runs())
                .isEqualTo(ahead);
    }

    @Test
    void aPartitionThatRunsTooFarAheadWaitsVisiblyAndGoesOn() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger("io.racecar");
        logger.addAppender(logged);
        consumer.failsOn("a1", 1);
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxUncommittedSpan = 50);
        Rig rig = append(plan.build(), "a1");
        IntStream.range(0, 200).forEach(it -> append(rig, "b" + it));
        rig.append(T1, "x").assign(T0, T1);
        rig.run();
        assertThat(consumer.handled()).hasSizeBetween(50, 61);
        assertThat(rig.client().paused()).containsExactly(T0);
        rig.append(T1, "y").run();
        assertThat(consumer.handled()).contains("y");

        retry(rig);
        logger.detachAppender(logged);

        assertThat(consumer.handled()).hasSize(204);
        assertThat(committed(rig)).isEqualTo(201);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(it -> it.contains("maxUncommittedSpan") || it.contains("goes on"))
                .satisfiesExactly(
                        it -> assertThat(it).contains("t/0 waits", "offset 0"),
                        it -> assertThat(it).contains("t/0 goes on"));
    }

    @Test
    void aPartitionThatWaitsForItsSpanWakesNoPollBeforeItMayGoOn() {
        consumer.failsOn("a1", 9);
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxUncommittedSpan = 50);
        Rig rig = append(plan.build(), "a1");
        IntStream.range(0, 200).forEach(it -> append(rig, "b" + it));
        rig.assign(T0, T1);
        rig.run();
        assertThat(rig.client().paused()).containsExactly(T0);
        rig.append(T1, "x", "y");
        rig.poll();
        int wakeups = rig.client().wakeups();
        rig.client().whileWaiting(nanos -> rig.threads.runNext());

        rig.poll();

        assertThat(rig.threads.anyWaiting()).isTrue();
        assertThat(rig.client().wakeups()).isEqualTo(wakeups);
    }

    @Test
    void messagesOfOtherPartitionsWakeNoPollForOneThatWaitsForItsSpan() {
        consumer.failsOn("a1", 9);
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxUncommittedSpan = 50);
        Rig rig = append(plan.build(), "a1");
        IntStream.range(0, 200).forEach(it -> append(rig, "b" + it));
        rig.assign(T0, T1);
        rig.run();
        int wakeups = rig.client().wakeups();

        for (int i = 0; i < 20; i++) {
            rig.append(T1, "x" + i);
            rig.poll();
            rig.client().whileWaiting(nanos -> rig.threads.runAll());
            rig.poll();
        }

        assertThat(consumer.handled()).contains("x19");
        assertThat(rig.client().wakeups()).isEqualTo(wakeups);
    }

    @Test
    void spanThatIsMadeJustBeforeAPollEndsIt() {
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxUncommittedSpan = 50);
        Rig rig = plan.build().assign(T0);
        rig.run();
        IntStream.range(0, 200).forEach(it -> append(rig, "k" + it));
        boolean[] paused = new boolean[1];
        rig.client().duringPause(() -> {
            paused[0] = true;
            rig.threads.runAll();
        });

        while (!paused[0]) {
            rig.poll();
        }

        assertThat(rig.client().lastPollTimeout()).isEqualTo(Duration.ZERO);
    }

    @Test
    void partitionsThatAnOperatorPausesHoldTheirShareAndStarveNoOther() {
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxBufferedMessages = 60);
        Rig rig = plan.build().assign(T0, T1, T2);
        rig.run();
        appendKeys(rig, T0, T1);
        IntStream.range(0, 20).forEach(it -> {
            rig.poll();
            rig.pass(Duration.ofMillis(500));
        });
        assertThat(rig.loop().buffer().isFull()).isTrue();
        rig.operations().pause(Rig.name(T0));
        rig.operations().pause(Rig.name(T1));
        appendKeys(rig, T2);

        passSeconds(rig, 50);

        assertThat(consumer.handled()).hasSize(500).allMatch(it -> it.startsWith(T2.toString()));
        assertThat(held(rig, T0)).isBetween(1, 20);
        rig.operations().resume(Rig.name(T0));
        rig.operations().resume(Rig.name(T1));
        passSeconds(rig, 50);
        assertThat(consumer.handled()).hasSize(1_500).doesNotHaveDuplicates();
    }

    @Test
    void partitionsInWhichAllKeysFailStarveNoOther() {
        RigPlan plan = plan(consumer, Ordering.KEY)
                .maxPollRecords(10)
                .pauses(RigPlan.pausesOf(Duration.ofSeconds(-1)))
                .settings(it -> it.maxBufferedMessages = 60);
        consumer.otherwise((message, context) -> {
            if (message.partition() != T2.partition()) {
                throw new IllegalStateException("no luck with this tenant");
            }
        });
        Rig rig = appendKeys(plan.build().assign(T0, T1, T2), T0, T1);
        passSeconds(rig, 20);
        appendKeys(rig, T2);

        passSeconds(rig, 50);

        assertThat(consumer.handled())
                .filteredOn(it -> it.startsWith(T2.toString()))
                .hasSize(500);
    }

    @Test
    void aPartitionThatIsFullOfFollowersOfAFailingKeySaysSo() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Logger logger = (Logger) LoggerFactory.getLogger("io.racecar");
        logger.addAppender(logged);
        consumer.failsOn("a0", 1);
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxBufferedMessages = 40);
        Rig rig = plan.build();
        IntStream.range(0, 300).forEach(it -> append(rig, "a" + it));
        rig.assign(T0, T1);

        rig.run();
        retry(rig);
        logger.detachAppender(logged);

        assertThat(consumer.handled()).hasSize(301);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(it -> it.contains("t/0 waits") || it.contains("t/0 goes on"))
                .satisfiesExactly(
                        it -> assertThat(it).contains("offset 0", "takes its share of maxBufferedMessages"),
                        it -> assertThat(it).contains("t/0 goes on"));
    }

    private static Rig appendKeys(Rig rig, TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            IntStream.range(0, 500).forEach(it -> rig.kafka.appendWithKey(partition, "k" + it, partition + "@" + it));
        }
        return rig;
    }

    private static void passSeconds(Rig rig, int seconds) {
        for (int i = 0; i < seconds; i++) {
            rig.pass(Duration.ofSeconds(1));
            rig.run();
        }
    }

    private static int held(Rig rig, TopicPartition partition) {
        return rig.loop().assignment().get(partition).lanes().amount().messages();
    }

    @Test
    void theFollowersOfAFailingKeyAreBoundedAndStarveNoOtherPartition() {
        consumer.failsOn("a0", 1);
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxBufferedMessages = 40);
        Rig rig = plan.build();
        IntStream.range(0, 500).forEach(it -> append(rig, "a" + it));
        IntStream.range(0, 500).forEach(it -> rig.append(T1, "x" + it));
        rig.assign(T0, T1);

        rig.run();

        assertThat(consumer.handled()).hasSize(501).contains("x499");
        assertThat(rig.loop().assignment().get(T0).lanes().amount().messages()).isBetween(1, 39);
        retry(rig);
        assertThat(consumer.handled()).hasSize(1_001);
        assertThat(committed(rig)).isEqualTo(500);
    }

    @Test
    void whatWaitsBehindFailingKeysIsNotFetchedAgainAndAgain() {
        consumer.failsOn("a0", 1);
        RigPlan plan = plan(consumer, Ordering.KEY).maxPollRecords(10).settings(it -> it.maxBufferedMessages = 40);
        Rig rig = plan.build();
        IntStream.range(0, 500).forEach(it -> append(rig, "a" + it));
        rig.assign(T0, T1).run();
        long polled = rig.client().polled();

        IntStream.range(0, 20).forEach(it -> rig.poll());

        assertThat(rig.client().polled()).isEqualTo(polled);
        assertThat(rig.client().paused()).contains(T0);
    }

    @Test
    void whatWasFinishedSaysNothingOfALogThatWasMadeAnew() {
        Runs ahead = new Runs.Builder().add(3, 5).build();
        CommitMetadata metadata = new CommitMetadata(3, 0, -1, new Finished("tested-cluster", 2, -1, -1, ahead), null);
        Rig rig = append(byKey(), "x0", "x1");
        rig.kafka.committed(T0, new OffsetAndMetadata(2, metadata.text(1_000)));
        rig.assign(T0);
        rig.kafka.truncate(T0, 0);
        append(rig, "c0", "c1", "c2", "c3", "c4", "c5");
        rig.client()
                .setPollException(new LogTruncationException(
                        "diverged", Map.of(T0, 2L), Map.of(T0, new OffsetAndMetadata(0, Optional.of(4), ""))));

        rig.poll();
        rig.run();

        assertThat(consumer.handled()).containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
    }

    @Test
    void whatALaterLeaderWroteAnewIsHandledThoughSomethingElseWasFinishedThere() {
        consumer.failsOn("a0", 100);
        Rig rig = append(byKey(), "a0", "b0", "c0", "d0", "e0");
        rig.assign(T0).run();
        rig.commit();
        assertThat(rig.committed(T0)).isZero();
        consumer.handled().clear();

        rig.connect();
        rig.kafka.truncate(T0, 2);
        rig.kafka.leaderEpoch(T0, 6);
        append(rig, "c1", "d1", "e1", "f1");
        rig.assign(T0).run();

        assertThat(consumer.handled()).containsExactlyInAnyOrder("a0", "c1", "d1", "e1", "f1");
    }

    @Test
    void whatFlowsPastAFailingKeyIsLetGo() {
        consumer.failsOn("a1", 1);
        Rig rig = append(byKey(), "a1", "b1", "b2", "b3").assign(T0);

        rig.run();

        Chunk chunk = rig.loop().assignment().get(T0).tracker().chunks().get(0);
        assertThat(IntStream.range(0, 4).mapToObj(chunk::recordOrNull).map(it -> it != null))
                .containsExactly(true, false, false, false);
    }
}
