package io.racecar.engine.deadletters;

import io.racecar.engine.deadletters.Refused.Reason;
import io.racecar.engine.deadletters.Targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which dead letters are due: those that fit, were not put into their topic before, and can be. What was put back is
 * said behind them, so all is read before anything is known. Not thread-safe.
 */
final class Survey {
    private final DeadLetterFilter filter;
    private final Targets targets;
    private final Receipts receipts;
    private final Map<Kind, LetterSet> kinds = new HashMap<>();
    private final Map<Reason, String> examples = new EnumMap<>(Reason.class);

    private record Kind(@Nullable String topic, @Nullable Reason refusal) {}

    Survey(DeadLetterFilter filter, Redrive how, Targets targets, String cluster) {
        this.filter = filter;
        this.targets = targets;
        Instant again = how.again();
        this.receipts = new Receipts(it -> it.cluster().equals(cluster) && (again == null || it.isSince(again)));
    }

    boolean take(ConsumerRecord<byte[], byte[]> record) {
        if (!receipts.take(record)) {
            DeadLetter letter = DeadLetter.of(record);
            if (filter.fits(letter)) {
                sort(letter);
            }
        }
        return true;
    }

    private void sort(DeadLetter letter) {
        Target target = targets.of(letter);
        kinds.computeIfAbsent(new Kind(target.topic(), target.refusal()), none -> new LetterSet())
                .add(letter.partition().number(), letter.offset());
        if (target.refusal() != null) {
            examples.putIfAbsent(target.refusal(), target.text());
        }
    }

    /** Once all is taken; once only. */
    Found found() {
        long matching = kinds.values().stream().mapToLong(LetterSet::size).sum();
        LetterSet due = new LetterSet();
        Map<Reason, Long> refused = new EnumMap<>(Reason.class);
        long left = 0;
        for (Map.Entry<Kind, LetterSet> it : kinds.entrySet()) {
            String topic = it.getKey().topic();
            if (topic != null) {
                it.getValue().removeAll(receipts.to(topic));
            }
            long size = it.getValue().size();
            left += size;
            Reason refusal = it.getKey().refusal();
            if (refusal == null) {
                due.addAll(it.getValue());
            } else if (size > 0) {
                refused.merge(refusal, size, Long::sum);
            }
        }
        List<Refused> reasons = new ArrayList<>();
        refused.forEach(
                (reason, letters) -> reasons.add(new Refused(reason, letters, examples.getOrDefault(reason, ""))));
        return new Found(matching, matching - left, due, reasons);
    }

    /** What was found: how many fit, how many of those were put back before, which are due, and which cannot be put back. */
    record Found(long matching, long before, LetterSet due, List<Refused> refused) {}
}
