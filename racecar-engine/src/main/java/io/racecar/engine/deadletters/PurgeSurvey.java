package io.racecar.engine.deadletters;

import io.racecar.Partition;
import io.racecar.engine.deadletters.PurgePlan.Range;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Finds the first dead letter of each partition that is to stay, and counts those before it. Not thread-safe. */
final class PurgeSurvey {
    private final Purge purge;
    private final LetterSet redriven;
    private final Map<Integer, Counted> partitions = new TreeMap<>();

    /** @param redriven those that were put back */
    PurgeSurvey(Purge purge, LetterSet redriven) {
        this.purge = purge;
        this.redriven = redriven;
    }

    private static final class Counted {
        private long letters;
        private long waiting;
        private long stays = -1;
    }

    boolean take(ConsumerRecord<byte[], byte[]> record) {
        Counted counted = partitions.computeIfAbsent(record.partition(), none -> new Counted());
        if (counted.stays >= 0 || Receipt.is(record)) {
            return true;
        }
        boolean wasRedriven = redriven.contains(record.partition(), record.offset());
        if (goes(record, wasRedriven)) {
            counted.letters++;
            counted.waiting += wasRedriven ? 0 : 1;
        } else {
            counted.stays = record.offset();
        }
        return true;
    }

    private boolean goes(ConsumerRecord<byte[], byte[]> record, boolean wasRedriven) {
        if (purge instanceof Purge.Redriven) {
            return wasRedriven;
        }
        if (purge instanceof Purge.Before before) {
            return DeadLetter.of(record).since().isBefore(before.time());
        }
        if (purge instanceof Purge.BeforeOffset before) {
            return record.partition() == before.partition().number() && record.offset() < before.offset();
        }
        return true;
    }

    /** Once all is taken. */
    PurgePlan plan(String topic, LetterReader reader) {
        Map<Integer, Range> ranges = new TreeMap<>();
        Map<TopicPartition, Long> starts = new HashMap<>(reader.starts());
        reader.ends().forEach((partition, end) -> {
            Counted counted = partitions.getOrDefault(partition.partition(), new Counted());
            long stays = counted.stays < 0 ? last(partition, end) : counted.stays;
            long first = starts.getOrDefault(partition, 0L);
            if (stays > first) {
                ranges.put(
                        partition.partition(),
                        new Range(
                                new Partition(topic, partition.partition()),
                                first,
                                stays,
                                counted.letters,
                                counted.waiting));
            }
        });
        return new PurgePlan(topic, ranges.values().stream().toList());
    }

    /** Where nothing that is to stay was found. */
    private long last(TopicPartition partition, long end) {
        return purge instanceof Purge.BeforeOffset before
                ? partition.partition() == before.partition().number() ? Math.min(end, before.offset()) : 0
                : end;
    }
}
