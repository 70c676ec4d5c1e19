package io.racecar.engine.deadletters;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which dead letters of a topic were put back, and into which topics. Not thread-safe. */
final class Receipts {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Map<String, LetterSet> byTarget = new TreeMap<>();
    private final Predicate<Receipt> counting;

    /** @param counting the receipts that matter */
    Receipts(Predicate<Receipt> counting) {
        this.counting = counting;
    }

    /** Takes a record if it is a receipt; false if not. */
    boolean take(ConsumerRecord<byte[], byte[]> record) {
        if (!Receipt.is(record)) {
            return false;
        }
        Receipt receipt = Receipt.read(record);
        if (receipt == null) {
            LOG.warn(
                    "{}/{}@{} says in a way that is not understood which dead letters were put back; they may be put back"
                            + " again",
                    record.topic(),
                    record.partition(),
                    record.offset());
        } else if (counting.test(receipt)) {
            add(receipt, record.partition(), record.offset());
        }
        return true;
    }

    /** Nothing is said of what comes later, whoever wrote it. */
    private void add(Receipt receipt, int partition, long end) {
        LetterSet letters = byTarget.computeIfAbsent(receipt.to(), none -> new LetterSet());
        for (long[] range : receipt.offsets()) {
            if (range.length == 2 && range[0] >= 0 && range[0] <= range[1] && range[1] < end) {
                letters.add(partition, range[0], range[1]);
            }
        }
    }

    /** What was put into a topic. */
    LetterSet to(String topic) {
        return byTarget.getOrDefault(topic, new LetterSet());
    }

    /** What was put into any topic. */
    LetterSet toAny() {
        LetterSet all = new LetterSet();
        byTarget.values().forEach(all::addAll);
        return all;
    }

    /** Where a dead letter was put. */
    List<String> targets(DeadLetter letter) {
        return byTarget.entrySet().stream()
                .filter(it -> it.getValue().contains(letter.partition().number(), letter.offset()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
