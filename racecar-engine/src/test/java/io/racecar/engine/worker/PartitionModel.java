package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What has become of one partition's messages, by what the handlers themselves saw; it knows nothing of the engine's books. */
final class PartitionModel {
    private final TopicPartition partition;
    private final FakeKafka.Log log;

    /** A handler has returned from it, in whatever epoch. */
    private final BitSet returned = new BitSet();

    /** And all that it produced was acknowledged. */
    private final BitSet finished = new BitSet();

    /** An operator has left it out, or it was deleted. */
    private final BitSet excused = new BitSet();

    /** What was finished in each epoch, by its lane: nothing of that may come again in the same one. */
    private final Map<Lanes<?>, BitSet> finishedIn = new HashMap<>();

    private long committed = -1;
    private int seeks;
    private int running;

    /** Where the search for what is not returned and not finished goes on: below, everything is. */
    private int notReturnedFrom;

    private int notFinishedFrom;

    PartitionModel(TopicPartition partition, FakeKafka.Log log) {
        this.partition = partition;
        this.log = log;
    }

    // ---- what happens

    /** A handler has been called: in order, alone, and not for what is finished in this epoch. */
    void begin(Lanes<?> lane, List<Long> offsets) {
        assertThat(running++).as("other handlers of %s", partition).isZero();
        BitSet done = finishedIn.computeIfAbsent(lane, it -> new BitSet());
        int index = notReturned();
        for (long offset : offsets) {
            long lowest = index < size() ? offset(index) : Long.MAX_VALUE;
            assertThat(offset)
                    .as("handled of %s, while %s was not handled at all", partition, lowest)
                    .isLessThanOrEqualTo(lowest);
            if (offset == lowest) {
                index = next(index + 1, returned);
            }
            assertThat(done.get((int) offset))
                    .as("%s@%s was finished in this epoch already", partition, offset)
                    .isFalse();
        }
    }

    void end() {
        running--;
    }

    /** The process is gone, and its handlers with it. */
    void crash() {
        running = 0;
        finishedIn.clear();
    }

    void returned(List<Long> offsets) {
        offsets.forEach(it -> returned.set(it.intValue()));
    }

    void finished(Lanes<?> lane, List<Long> offsets) {
        BitSet done = finishedIn.computeIfAbsent(lane, it -> new BitSet());
        offsets.forEach(it -> {
            finished.set(it.intValue());
            done.set(it.intValue());
        });
    }

    /** A new epoch goes on from the state of the old one. */
    void inherit(Lanes<?> from, Lanes<?> to) {
        BitSet before = finishedIn.get(from);
        if (before != null && from != to) {
            finishedIn.put(to, (BitSet) before.clone());
        }
    }

    void excuse(long offset) {
        excused.set((int) offset);
    }

    void excuseBelow(long offset) {
        excused.set(0, (int) offset);
    }

    /** An operator has moved the position. */
    void sought() {
        seeks++;
    }

    void committed(long offset) {
        int index = notFinished();
        if (index < size()) {
            assertThat(offset)
                    .as("committed of %s, while %s is not finished", partition, offset(index))
                    .isLessThanOrEqualTo(offset(index));
        }
        assertThat(offset).as("committed of %s", partition).isLessThanOrEqualTo(log.end());
        if (offset < committed) {
            assertThat(seeks--)
                    .as("seeks when %s of %s is committed after %s", offset, partition, committed)
                    .isPositive();
        }
        committed = offset;
    }

    // ---- what must hold in the end

    void assertAllFinished() {
        int index = notFinished();
        assertThat(index < size() ? offset(index) : -1)
                .as("lowest unfinished of %s, of %s", partition, log.end())
                .isEqualTo(-1);
        assertThat(committed).as("committed of %s", partition).isEqualTo(log.end());
    }

    private int notReturned() {
        notReturnedFrom = next(notReturnedFrom, returned);
        return notReturnedFrom;
    }

    private int notFinished() {
        notFinishedFrom = next(notFinishedFrom, finished);
        return notFinishedFrom;
    }

    private int next(int from, BitSet done) {
        int index = from;
        while (index < size() && (done.get((int) offset(index)) || excused.get((int) offset(index)))) {
            index++;
        }
        return index;
    }

    private int size() {
        return log.written().size();
    }

    private long offset(int index) {
        return log.written().get(index);
    }
}
