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
}
