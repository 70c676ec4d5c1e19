package io.racecar.dropwizard.command;

import io.racecar.Delivery;
import io.racecar.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has become of produced messages, by partition. Thread-safe. */
final class Tally {
    private final Map<Partition, Range> delivered =
            new TreeMap<>(Comparator.comparing(Partition::topic).thenComparing(Partition::number));
    private long outstanding;
    private boolean failed;
    private boolean stopped;

    private record Range(long messages, long first, long last) {
        Range with(long offset) {
            return new Range(messages + 1, Math.min(first, offset), Math.max(last, offset));
        }
    }

    /** One more is under way, unless there are to be no more: one has failed, or this was stopped. */
    synchronized boolean begin() {
        boolean more = !failed && !stopped;
        outstanding += more ? 1 : 0;
        return more;
    }

    /** From now on no more are begun. */
    synchronized void stop() {
        stopped = true;
    }

    /** What has become of one that was under way. */
    synchronized void note(@Nullable Delivery delivery, @Nullable Throwable error) {
        if (delivery != null) {
            Range range =
                    delivered.getOrDefault(delivery.partition(), new Range(0, delivery.offset(), delivery.offset()));
            delivered.put(delivery.partition(), range.with(delivery.offset()));
        }
        failed |= error != null;
        outstanding--;
        notifyAll();
    }

    /** Waits until all has been noted: whoever waits for deliveries may be told of them before. */
    synchronized void await() throws InterruptedException {
        while (outstanding > 0) {
            wait();
        }
    }

    synchronized long delivered() {
        return delivered.values().stream().mapToLong(Range::messages).sum();
    }

    /** For a person to read: the sum, then each partition. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Delivered " + messages(delivered()));
        delivered.forEach((partition, range) -> lines.add("  " + partition + ": " + messages(range.messages())
                + ", offsets " + range.first() + " to " + range.last()));
        return lines;
    }

    /** One message's place, as logs have it. */
    static String place(Delivery delivery) {
        return delivery.partition() + "@" + delivery.offset();
    }

    private static String messages(long count) {
        return count + (count == 1 ? " message" : " messages");
    }
}
