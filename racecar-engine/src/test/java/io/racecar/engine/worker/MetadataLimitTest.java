package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.config.Ordering;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.Test;

/** O4: how much metadata a commit carries, and what happens to one that carries too much. */
class MetadataLimitTest {
    private static final String BARE = "racecar/1 n=3 s=0";
    private static final int HEADER = 100;
    private static final int GAP = 20_000;
    private static final int TOO_SMALL = 40;

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan =
            new RigPlan(consumer).maxPollRecords(20_000).settings(it -> it.ordering = Ordering.NONE);

    /** Every other message fails, and between them many offsets hold none, so that what is finished is hard to write. */
    private Rig alternating(int pairs, TopicPartition... partitions) {
        consumer.failsOn("bad", 1_000_000);
        plan.settings(it -> it.maxBufferedMessages = 1_000_000);
        Rig rig = plan.build();
        for (TopicPartition it : partitions) {
            for (int i = 0; i < pairs; i++) {
                rig.append(it, "bad", "good").kafka.gap(it, GAP - 2);
            }
        }
        rig.assign(partitions).run();
        return rig;
    }

    /** The first message fails, the others are finished. */
    private Rig oneFailing() {
        consumer.failsOn("bad", 100);
        Rig rig = plan.build().append(T0, "bad", "b", "c").assign(T0);
        rig.run();
        return rig;
    }

    private static String metadata(Rig rig) {
        return rig.kafka.committed(T0).metadata();
    }

    private static Runs stored(OffsetAndMetadata committed) {
        return CommitMetadata.parse(committed.metadata()).finished().runs();
    }

    @Test
    void aPartitionsMetadataHasAtMost3KiB() {
        Rig rig = alternating(1_000, T0);

        rig.commit();

        assertThat(metadata(rig)).hasSizeBetween(3 * 1024 - HEADER, 3 * 1024);
    }

    @Test
    void whatDoesNotFitIsLeftOutFromTheFarEndAndIsHandledAgainAfterARestart() {
        Rig rig = alternating(1_000, T0);
        rig.commit();
        Runs stored = stored(rig.kafka.committed(T0));
        long[] good = LongStream.range(0, 1_000).map(it -> it * GAP + 1).toArray();
        long kept = LongStream.of(good).filter(stored::contains).count();
        assertThat(kept).isBetween(400L, 999L);
        assertThat(LongStream.of(good).limit(kept)).allMatch(stored::contains);

        consumer.handled().clear();
        rig.connect();
        rig.assign(T0).run();

        assertThat(consumer.handled().stream().filter("good"::equals)).hasSize((int) (1_000 - kept));
    }

    @Test
    void aRequestsMetadataHasAtMost256KiBInAll() {
        int count = 345;
        plan.kafka.topic("t", count);
        TopicPartition[] partitions = IntStream.range(0, count)
                .mapToObj(it -> new TopicPartition("t", it))
                .toArray(TopicPartition[]::new);
        plan.maxPollRecords(10_000_000);
        Rig rig = alternating(150, partitions);

        rig.commit();

        List<Map<TopicPartition, OffsetAndMetadata>> commits = rig.client().commits();
        Collection<OffsetAndMetadata> committed =
                commits.get(commits.size() - 1).values();
        assertThat(committed).hasSize(count);
        assertThat(committed.stream().mapToInt(it -> it.metadata().length()).sum())
                .isBetween(256 * 1024 - count * HEADER, 256 * 1024);
    }

    @Test
    void aCommitThatIsTooLargeIsRepeatedAtOnceWithoutMetadata() {
        Rig rig = oneFailing();
        rig.kafka.longestMetadata(TOO_SMALL);

        rig.commit();

        assertThat(rig.committed(T0)).isZero();
        assertThat(metadata(rig)).isEmpty();
    }

    @Test
    void soIsOneThatBlocks() {
        plan.settings(it -> it.synchronousCommits = true);
        Rig rig = oneFailing();
        rig.kafka.longestMetadata(TOO_SMALL);

        rig.commit();

        assertThat(metadata(rig)).isEmpty();
    }

    @Test
    void soIsTheLastOne() {
        Rig rig = oneFailing();
        rig.kafka.longestMetadata(TOO_SMALL);

        rig.assign();

        assertThat(rig.committed(T0)).isZero();
        assertThat(metadata(rig)).isEmpty();
    }

    @Test
    void aBrokerThatDoesNotSayWhyIsBelievedToMeanTheMetadata() {
        Rig rig = oneFailing();
        rig.client().failCommit(new UnknownServerException());

        rig.commit();

        assertThat(metadata(rig)).isEmpty();
    }

    @Test
    void whateverElseFailsIsRepeatedWithMetadata() {
        Rig rig = oneFailing();
        rig.client().failCommit(new TimeoutException());

        rig.commit();
        assertThat(metadata(rig)).isEqualTo(BARE);
        rig.commit();

        assertThat(stored(rig.kafka.committed(T0))).hasToString("[1..2]");
    }

    @Test
    void laterCommitsGetByWithLess() {
        Rig rig = oneFailing();
        rig.kafka.longestMetadata(TOO_SMALL);
        List<Integer> lengths = new ArrayList<>();
        rig.kafka.onCommitAsked(
                (partition, offset) -> lengths.add(offset.metadata().length()));

        for (int i = 0; i < 10; i++) {
            rig.append(T0, "more", "and more");
            rig.run();
            rig.commit();
        }

        assertThat(lengths.stream().filter(it -> it > TOO_SMALL)).hasSizeBetween(1, 7);
        assertThat(metadata(rig)).isEqualTo(BARE);
    }

    @Test
    void aBrokerThatDoesNotSayWhyOnceCostsNoLaterCommitAnything() {
        Rig rig = oneFailing();
        for (int i = 0; i < 10; i++) {
            rig.client().failCommit(new UnknownServerException());
            rig.append(T0, "more");
            rig.run();
            rig.commit();
            assertThat(metadata(rig)).isEmpty();

            rig.append(T0, "and more");
            rig.run();
            rig.commit();
            assertThat(stored(rig.kafka.committed(T0)).contains(1)).isTrue();
        }
    }
}
