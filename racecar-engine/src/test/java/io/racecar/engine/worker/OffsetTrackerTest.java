package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.worker.OffsetTracker.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** O4: what is kept of messages that are finished out of order. */
class OffsetTrackerTest {
    private final OffsetTracker tracker = new OffsetTracker(new Position(0, Optional.of(1)));

    /** One poll that brought these. */
    private Chunk add(int leaderEpoch, long from, long to) {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(from, to)
                .mapToObj(offset -> record(offset, leaderEpoch))
                .toList();
        Chunk chunk = Chunk.releasing(records).get(0);
        tracker.add(chunk, new Position(to, Optional.of(leaderEpoch)));
        return chunk;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int leaderEpoch) {
        return new ConsumerRecord<>(
                "t",
                0,
                offset,
                0L,
                TimestampType.CREATE_TIME,
                1,
                2,
                new byte[1],
                new byte[2],
                new RecordHeaders(),
                Optional.of(leaderEpoch));
    }

    private static void finish(Chunk chunk) {
        for (int i = 0; i < chunk.size(); i++) {
            chunk.finish(i);
        }
    }

    @Test
    void pollsOfOneMessageBehindAnUnfinishedOneArePutTogether() {
        Chunk unfinished = add(1, 0, 1);
        for (int i = 1; i <= 100; i++) {
            finish(add(1, i, i + 1));
        }

        tracker.tidy();

        assertThat(tracker.chunks()).hasSize(2);
        assertThat(tracker.span()).isEqualTo(101);
        assertThat(tracker.finishedAbove(0))
                .hasToString(new Runs.Builder().add(1, 101).build().toString());
        assertThat(tracker.committable()).isEqualTo(new Position(0, Optional.of(1)));
        unfinished.finish(0);
        assertThat(tracker.committable()).isEqualTo(new Position(101, Optional.of(1)));
        assertThat(tracker.span()).isZero();
    }

    @Test
    void whatIsUnfinishedOrOfAnotherLeaderStaysByItself() {
        add(1, 0, 1);
        List<Chunk> unfinished = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            Chunk chunk = add(i <= 20 ? 1 : 2, i, i + 1);
            if (i == 10) {
                unfinished.add(chunk);
            } else {
                finish(chunk);
            }
        }

        tracker.tidy();

        assertThat(tracker.chunks()).hasSize(5).contains(unfinished.get(0));
        assertThat(tracker.isUnfinished(10)).isTrue();
        assertThat(tracker.isUnfinished(11)).isFalse();
    }

    @Test
    void aCutBehindWhatWasPutTogetherIsFetchedAgainFromThere() {
        add(1, 0, 1);
        for (int i = 1; i <= 40; i++) {
            finish(add(1, i, i + 1));
        }
        add(1, 41, 45);
        tracker.tidy();

        tracker.dropFrom(42);

        assertThat(tracker.next()).isEqualTo(new Position(42, Optional.of(1)));
        assertThat(tracker.span()).isEqualTo(42);
    }

    @Test
    void ofWhatIsFinishedBehindAnUnfinishedOneNothingButTheirNumberIsKeptWhereOffsetsHaveNoGaps() {
        Chunk unfinished = add(1, 0, 1);
        Chunk finished = add(1, 1, 3_001);
        finish(finished);

        tracker.tidy();

        assertThat(tracker.chunks()).hasSize(2).doesNotContain(finished);
        Chunk reduced = tracker.chunks().get(1);
        assertThat(reduced.isReducible()).isFalse();
        assertThat(reduced.bytes()).isZero();
        assertThat(reduced.recordOrNull(0)).isNull();
        assertThat(reduced.indexOf(2_000)).isEqualTo(1_999);
        assertThat(tracker.finish(2_000)).isTrue();
        assertThat(tracker.span()).isEqualTo(3_001);
        tracker.dropFrom(1_500);
        assertThat(tracker.finishedAbove(0))
                .isEqualTo(new Runs.Builder().add(1, 3_001).build());
        assertThat(tracker.next().offset()).isEqualTo(1_500);
        unfinished.finish(0);
        assertThat(tracker.committable()).isEqualTo(new Position(1_500, Optional.of(1)));
    }

    @Test
    void offsetsWithGapsAreKept() {
        add(1, 0, 1);
        finish(add(1, 1, 3));
        finish(add(1, 10, 12));

        tracker.tidy();

        assertThat(tracker.chunks()).hasSize(2);
        assertThat(LongStream.range(0, 13).filter(it -> tracker.chunks().get(1).indexOf(it) >= 0))
                .containsExactly(1L, 2L, 10L, 11L);
    }

    @Test
    void whatALaterLeaderHasWrittenWasNotFinishedBefore() {
        OffsetTracker restarted = new OffsetTracker(
                new Position(100, Optional.of(5)),
                new Runs.Builder().add(101, 5_000).build(),
                5);
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(100, 600)
                .mapToObj(offset -> record(offset, offset < 500 ? 5 : 6))
                .toList();

        for (Chunk it : Chunk.releasing(records)) {
            restarted.add(it, new Position(it.lastOffset() + 1, it.leaderEpoch(0)));
        }

        assertThat(restarted.finishedAbove(100))
                .isEqualTo(new Runs.Builder().add(101, 500).build());
        assertThat(restarted.latestEpoch()).isEqualTo(6);
    }

    @Test
    void aLaterLeaderThatGoesOnBehindWhatWasFinishedChangesNothing() {
        OffsetTracker restarted = new OffsetTracker(
                new Position(0, Optional.of(5)), new Runs.Builder().add(1, 4).build(), 5);
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(0, 8)
                .mapToObj(offset -> record(offset, offset < 4 ? 5 : 7))
                .toList();

        restarted.add(Chunk.keeping(records), new Position(8, Optional.of(7)));

        assertThat(restarted.finishedAbove(0))
                .isEqualTo(new Runs.Builder().add(1, 4).build());
    }
}
