package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** L3, O1: what a poll returned, and what is finished of it. */
class ChunkTest {
    private static ConsumerRecord<byte[], byte[]> record(long offset, int leaderEpoch) {
        return new ConsumerRecord<>(
                "t",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                1,
                9,
                new byte[1],
                new byte[9],
                new RecordHeaders(),
                Optional.of(leaderEpoch));
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long it : offsets) {
            records.add(record(it, 5));
        }
        return records;
    }

    private static Chunk releasing(long... offsets) {
        return Chunk.releasing(records(offsets)).get(0);
    }

    @Test
    void recordsAreLetGoOneByOneWhereTheyAreNotFinishedInOrder() {
        Chunk chunk = releasing(10, 11, 12);

        chunk.finish(1);

        assertThat(chunk.recordOrNull(0)).isNotNull();
        assertThat(chunk.recordOrNull(1)).isNull();
        assertThat(chunk.recordOrNull(2)).isNotNull();
    }

    @Test
    void recordsAreKeptWhereTheyAreFinishedInOrder() {
        Chunk chunk = Chunk.keeping(records(10, 11));

        chunk.finish(0);

        assertThat(chunk.recordOrNull(0)).isNotNull();
    }

    @Test
    void whatIsGoneIsStillKnownByItsOffsetSizeAndLeader() {
        Chunk chunk = releasing(10, 14, 20);
        chunk.finish(0);
        chunk.finish(2);

        assertThat(chunk.offset(0)).isEqualTo(10);
        assertThat(chunk.firstOffset()).isEqualTo(10);
        assertThat(chunk.lastOffset()).isEqualTo(20);
        assertThat(chunk.bytes()).isEqualTo(30);
        assertThat(chunk.leaderEpoch(2)).contains(5);
    }

    @Test
    void offsetsMayHaveGaps() {
        Chunk chunk = releasing(10, 14, 20);

        assertThat(chunk.indexOf(14)).isEqualTo(1);
        assertThat(chunk.indexOf(13)).isEqualTo(-1);
        assertThat(chunk.indexOf(21)).isEqualTo(-1);
        assertThat(chunk.indexFrom(11)).isEqualTo(1);
        assertThat(chunk.indexFrom(15)).isEqualTo(2);
        assertThat(chunk.indexFrom(21)).isEqualTo(3);
    }

    @Test
    void whatIsUnfinishedIsThereAndNotFinished() {
        Chunk chunk = releasing(10, 14);
        chunk.finish(1);

        assertThat(chunk.isUnfinished(10)).isTrue();
        assertThat(chunk.isUnfinished(14)).isFalse();
        assertThat(chunk.isUnfinished(12)).isFalse();
    }

    @Test
    void theFirstFinishedAndUnfinishedAreFoundBeyondWords() {
        Chunk chunk = releasing(IntStream.range(0, 200).asLongStream().toArray());
        assertThat(chunk.firstFinished(0)).isEqualTo(200);
        IntStream.range(3, 190).forEach(chunk::finish);

        assertThat(chunk.firstFinished(0)).isEqualTo(3);
        assertThat(chunk.firstUnfinished(0)).isZero();
        assertThat(chunk.firstUnfinished(3)).isEqualTo(190);
        assertThat(chunk.firstFinished(190)).isEqualTo(200);
        IntStream.range(190, 200).forEach(chunk::finish);
        assertThat(chunk.firstUnfinished(3)).isEqualTo(200);
    }

    @Test
    void anotherLeaderBeginsAnotherChunk() {
        List<ConsumerRecord<byte[], byte[]>> records = records(10, 11);
        records.add(record(12, 6));
        records.add(record(13, 7));
        records.add(record(14, 7));

        List<Chunk> chunks = Chunk.releasing(records);

        assertThat(chunks).extracting(Chunk::firstOffset).containsExactly(10L, 12L, 13L);
        assertThat(chunks).extracting(Chunk::lastOffset).containsExactly(11L, 12L, 14L);
        assertThat(chunks).extracting(it -> it.leaderEpoch(0).orElseThrow()).containsExactly(5, 6, 7);
    }

    @Test
    void oneThatKeepsItsRecordsIsNeverSplit() {
        List<ConsumerRecord<byte[], byte[]>> records = records(10);
        records.add(record(11, 6));

        Chunk chunk = Chunk.keeping(records);

        assertThat(chunk.size()).isEqualTo(2);
        assertThat(chunk.leaderEpoch(0)).contains(5);
        assertThat(chunk.leaderEpoch(1)).contains(6);
    }

    @Test
    void aCopyKnowsWhatWasFinishedAndLearnsNothingMore() {
        Chunk chunk = releasing(10, 11, 12);
        chunk.finish(0);

        Chunk copy = chunk.copy();
        chunk.finish(1);

        assertThat(copy.isFinished(0)).isTrue();
        assertThat(copy.isFinished(1)).isFalse();
        assertThat(copy.record(1).offset()).isEqualTo(11);
    }

    @Test
    void whatIsCutOffIsForgotten() {
        Chunk chunk = releasing(10, 11, 12);

        chunk.truncate(1);

        assertThat(chunk.size()).isEqualTo(1);
        assertThat(chunk.lastOffset()).isEqualTo(10);
        assertThat(chunk.bytes()).isEqualTo(10);
        assertThat(chunk.recordOrNull(2)).isNull();
        assertThat(chunk.firstUnfinished(0)).isZero();
        chunk.finish(0);
        assertThat(chunk.firstUnfinished(0)).isEqualTo(1);
    }
}
