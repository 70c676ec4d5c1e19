package io.racecar.engine.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.racecar.Partition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A message in a dead-letter topic, without its value. What its headers do not say, because something else than Racecar put it
 * there, is null, or -1 for an offset. Prints as {@code orders.dead/0@17}.
 *
 * @param partition where it is
 * @param offset its offset there
 * @param key read as UTF-8
 * @param createTime of the original
 * @param consumer who gave up
 * @param group the group of that
 * @param original the partition where the message was
 * @param originalOffset its offset there
 * @param attempts how often it was tried; 0 if unknown
 * @param exception the class of the last exception
 * @param message the text of that, at most 1 KiB
 * @param time when it was given up
 * @param redrives how often it had been put back before that, 0 or more
 * @param redrivenTo the topics that it was put into since; empty while it waits
 */
public record DeadLetter(
        Partition partition,
        long offset,
        @Nullable String key,
        Instant createTime,
        @Nullable String consumer,
        @Nullable String group,
        @Nullable Partition original,
        long originalOffset,
        int attempts,
        @Nullable String exception,
        @Nullable String message,
        @Nullable Instant time,
        int redrives,
        List<String> redrivenTo) {

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                new Partition(record.topic(), record.partition()),
                record.offset(),
                record.key() == null ? null : new String(record.key(), UTF_8),
                Instant.ofEpochMilli(record.timestamp()),
                text(record, DeadLetterHeaders.CONSUMER),
                text(record, DeadLetterHeaders.GROUP),
                original(record),
                number(record, DeadLetterHeaders.OFFSET, -1),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, number(record, DeadLetterHeaders.ATTEMPTS, 0))),
                text(record, DeadLetterHeaders.EXCEPTION),
                text(record, DeadLetterHeaders.MESSAGE),
                time(record),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, number(record, DeadLetterHeaders.REDRIVES, 0))),
                List.of());
    }

    /** The same, with what became of it since. */
    DeadLetter redrivenTo(List<String> topics) {
        return new DeadLetter(
                partition,
                offset,
                key,
                createTime,
                consumer,
                group,
                original,
                originalOffset,
                attempts,
                exception,
                message,
                time,
                redrives,
                List.copyOf(topics));
    }

    /** When it died, as far as anybody knows. */
    Instant since() {
        return time == null ? createTime : time;
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }

    private static @Nullable Partition original(ConsumerRecord<byte[], byte[]> record) {
        String topic = text(record, DeadLetterHeaders.TOPIC);
        long partition = number(record, DeadLetterHeaders.PARTITION, -1);
        return topic == null || topic.isEmpty() || partition < 0 || partition > Integer.MAX_VALUE
                ? null
                : new Partition(topic, (int) partition);
    }

    private static @Nullable Instant time(ConsumerRecord<byte[], byte[]> record) {
        String text = text(record, DeadLetterHeaders.TIME);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** What is no number, or a negative one, did not come from Racecar. */
    private static long number(ConsumerRecord<byte[], byte[]> record, String header, long otherwise) {
        String text = text(record, header);
        try {
            return text == null ? otherwise : Math.max(otherwise, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found == null || found.value() == null ? null : new String(found.value(), UTF_8);
    }
}
