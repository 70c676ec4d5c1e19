package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.config.Ordering;
import io.racecar.engine.worker.CommitMetadata.Finished;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What has become of one partition's messages, by what the handlers themselves saw and what was committed; it knows nothing
 * of the engine's books.
 *
 * <p>A lane is here what must stay in order: the partition's messages, those of one key, or one message alone.
 */
final class PartitionModel {
    private final TopicPartition partition;
    private final FakeKafka.Log log;
    private final Ordering ordering;
    private final Map<Long, Object> lanes = new HashMap<>();

    /** A handler has returned from it, or it was sent to the dead-letter topic, in whatever epoch. */
    private final BitSet returned = new BitSet();

    /** And all that was produced is acknowledged. */
    private final BitSet finished = new BitSet();

    /** An operator has left it out, or it was deleted. */
    private final BitSet excused = new BitSet();

    private final Progress all = new Progress(finished);
    private final Map<Object, Progress> ordered = new HashMap<>();

    /** What is finished in each epoch: nothing of that may come again in the same one. */
    private final Map<Lanes<?>, BitSet> finishedIn = new HashMap<>();

    /** What the owner was told last of what is finished. */
    private BitSet told = new BitSet();

    private final Set<Object> running = new HashSet<>();
    private long committed = -1;
    private int seeks;

    PartitionModel(TopicPartition partition, FakeKafka.Log log, Ordering ordering) {
        this.partition = partition;
        this.log = log;
        this.ordering = ordering;
    }

    /** Offsets in order, and the lowest that is not done. */
    private final class Progress {
        private final List<Long> offsets = new ArrayList<>();
        private final BitSet done;

        /** Below that index, all are. */
        private int from;

        Progress(BitSet done) {
            this.done = done;
        }

        int lowest() {
            from = next(from);
            return from;
        }

        int next(int index) {
            int next = index;
            while (next < offsets.size() && isDone(offsets.get(next).intValue())) {
                next++;
            }
            return next;
        }

        private boolean isDone(int offset) {
            return done.get(offset) || excused.get(offset);
        }

        /** Long.MAX_VALUE behind the end. */
        long offset(int index) {
            return index < offsets.size() ? offsets.get(index) : Long.MAX_VALUE;
        }

        void startOver() {
            from = 0;
        }
    }

    // ---- what happens

    /** @param key null for none */
    void written(long offset, String key) {
        Object lane = lane(offset, key);
        lanes.put(offset, lane);
        all.offsets.add(offset);
        if (!lane.equals(offset)) {
            ordered.computeIfAbsent(lane, it -> new Progress(returned)).offsets.add(offset);
        }
    }

    private Object lane(long offset, String key) {
        return switch (ordering) {
            case PARTITION -> partition;
            case KEY -> key == null ? (Object) offset : key;
            case NONE -> offset;
        };
    }

    /** The owner has asked for what is committed. */
    void told(OffsetAndMetadata committed) {
        told = new BitSet();
        if (committed != null) {
            told.set(0, (int) committed.offset());
            Runs stored = stored(committed);
            all.offsets.stream().filter(stored::contains).forEach(it -> told.set(it.intValue()));
        }
        returned.or(told); // also what went back in an epoch that was not committed, after a seek
    }

    private static Runs stored(OffsetAndMetadata committed) {
        Finished stored = CommitMetadata.parse(committed.metadata()).finished();
        return stored == null ? Runs.NONE : stored.runs();
    }

    /** An epoch begins, with what its owner was told, unless more is known of it already. */
    void epoch(Lanes<?> epoch) {
        finishedIn.computeIfAbsent(epoch, it -> (BitSet) told.clone());
    }

    /** A handler has been called: in order, alone in its lane, and not for what is finished in this epoch. */
    void begin(Lanes<?> epoch, List<Long> offsets) {
        epoch(epoch);
        assertThat(lanesOf(offsets))
                .as("lanes of a batch of %s: %s", partition, offsets)
                .hasSize(ordering == Ordering.NONE ? offsets.size() : 1);
        for (Object lane : lanesOf(offsets)) {
            assertThat(running.add(lane))
                    .as("no other handler of %s, lane %s", partition, lane)
                    .isTrue();
        }
        Progress lane = ordered.get(lanes.get(offsets.get(0)));
        if (lane != null) {
            checkOrder(lane, offsets);
        }
        BitSet done = finishedIn.get(epoch);
        assertThat(offsets)
                .as("of %s, while those are finished in this epoch already: %s", partition, done)
                .noneMatch(it -> done.get(it.intValue()));
    }

    private Set<Object> lanesOf(List<Long> offsets) {
        return offsets.stream().map(lanes::get).collect(Collectors.toSet());
    }

    private void checkOrder(Progress lane, List<Long> offsets) {
        int index = lane.lowest();
        for (long offset : offsets) {
            long lowest = lane.offset(index);
            assertThat(offset)
                    .as("handled of %s, while %s was not handled at all", partition, lowest)
                    .isLessThanOrEqualTo(lowest);
            if (offset == lowest) {
                index = lane.next(index + 1);
            }
        }
    }

    void end(List<Long> offsets) {
        running.removeAll(lanesOf(offsets));
    }

    /** The process is gone, and its handlers with it. */
    void crash() {
        running.clear();
        finishedIn.clear();
    }

    void returned(List<Long> offsets) {
        offsets.forEach(it -> returned.set(it.intValue()));
    }

    /** A delivery has failed: those come again, and first. */
    void goesBack(List<Long> offsets) {
        offsets.forEach(it -> returned.clear(it.intValue()));
        ordered.values().forEach(Progress::startOver);
    }

    /** All that a handler has produced for them is acknowledged. */
    void finished(Lanes<?> epoch, List<Long> offsets) {
        kept(offsets);
        doneIn(epoch, offsets);
    }

    /** They are safe elsewhere, whatever the engine thinks of them. */
    void kept(List<Long> offsets) {
        offsets.forEach(it -> finished.set(it.intValue()));
    }

    private void doneIn(Lanes<?> epoch, List<Long> offsets) {
        epoch(epoch);
        offsets.forEach(it -> finishedIn.get(epoch).set(it.intValue()));
    }

    /** An operator has skipped it; perhaps another epoch goes on from the state of the one before. */
    void skipped(Lanes<?> before, Lanes<?> now, long offset) {
        inherit(before, now);
        excused.set((int) offset);
        doneIn(now, List.of(offset));
    }

    /** What could not be read has been left out; with that, it is forgotten that it was finished once. */
    void leftOut(Lanes<?> epoch, long offset) {
        excused.set((int) offset);
        epoch(epoch);
        finishedIn.get(epoch).clear((int) offset);
    }

    void inherit(Lanes<?> before, Lanes<?> now) {
        if (before != now) {
            epoch(before);
            finishedIn.put(now, (BitSet) finishedIn.get(before).clone());
        }
    }

    void excuseBelow(long offset) {
        excused.set(0, (int) offset);
    }

    /** An operator has moved the position. */
    void sought(Lanes<?> now) {
        seeks++;
        finishedIn.put(now, new BitSet());
    }

    /** What is finished beyond the offset is to be stored with it (O4), but for what nobody can fetch any more. */
    void assertStoresAll(Lanes<?> epoch, OffsetAndMetadata asked) {
        epoch(epoch);
        BitSet done = (BitSet) finishedIn.get(epoch).clone();
        done.clear(0, (int) log.start());
        Runs stored = stored(asked);
        assertThat(all.offsets)
                .as("stored of %s with %s, while %s are finished", partition, asked, done)
                .noneMatch(it -> it > asked.offset() && done.get(it.intValue()) && !stored.contains(it));
    }

    void committed(OffsetAndMetadata now) {
        long lowest = all.offset(all.lowest());
        assertThat(now.offset())
                .as("committed of %s, while %s is not finished", partition, lowest)
                .isLessThanOrEqualTo(Math.min(lowest, log.end()));
        Runs stored = stored(now);
        assertThat(all.offsets)
                .as("stored of %s with %s as finished, though only those are: %s", partition, now, finished)
                .noneMatch(it -> stored.contains(it) && !finished.get(it.intValue()) && !excused.get(it.intValue()));
        if (now.offset() < committed) {
            assertThat(seeks--)
                    .as("seeks when %s of %s is committed after %s", now.offset(), partition, committed)
                    .isPositive();
        }
        committed = now.offset();
    }

    // ---- what must hold in the end

    void assertAllFinished() {
        assertThat(all.offset(all.lowest()))
                .as("lowest unfinished of %s, of %s", partition, log.end())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(committed).as("committed of %s", partition).isEqualTo(log.end());
    }
}
