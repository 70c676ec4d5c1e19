package io.racecar.engine.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says, among the dead letters of a partition, which of those before it were put into a topic. Written in one transaction with
 * them, and deleted by the brokers no earlier than they, so that it is known as long as they are there.
 *
 * @param cluster where that was: mirrored elsewhere, dead letters have other offsets
 * @param to the topic that they went to
 * @param time when, ISO
 * @param offsets pairs of a first and a last offset
 */
record Receipt(String cluster, String to, String time, List<long[]> offsets) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static Receipt of(String cluster, String to, Instant time, SortedSet<Long> offsets) {
        List<long[]> ranges = new ArrayList<>();
        for (long offset : offsets) {
            long @Nullable [] last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (last != null && last[1] == offset - 1) {
                last[1] = offset;
            } else {
                ranges.add(new long[] {offset, offset});
            }
        }
        return new Receipt(cluster, to, time.toString(), ranges);
    }

    /** Whether a record is a receipt; a dead letter, whose headers may be anything, says which topic it comes from. */
    static boolean is(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(DeadLetterHeaders.REDRIVEN) != null
                && record.headers().lastHeader(DeadLetterHeaders.TOPIC) == null;
    }

    /** Null if it cannot be read. */
    static @Nullable Receipt read(ConsumerRecord<byte[], byte[]> record) {
        try {
            Receipt read = record.value() == null ? null : JSON.readValue(record.value(), Receipt.class);
            return read == null || read.isIncomplete() ? null : read;
        } catch (IOException e) {
            return null;
        }
    }

    @SuppressWarnings({"ConstantValue", "NullAway"}) // Jackson leaves out what is not there
    private boolean isIncomplete() {
        return cluster == null || to == null || time == null || offsets == null || offsets.contains(null);
    }

    boolean isSince(Instant earliest) {
        try {
            return !Instant.parse(time).isBefore(earliest);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The key keeps a topic that is compacted from losing it. */
    ProducerRecord<byte[], byte[]> record(String topic, int partition) {
        String key = DeadLetterHeaders.REDRIVEN + "/" + to + "/" + time + "/" + offsets.get(0)[0];
        try {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), JSON.writeValueAsBytes(this));
            record.headers().add(DeadLetterHeaders.REDRIVEN, to.getBytes(UTF_8));
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
