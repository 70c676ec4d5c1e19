package io.racecar.engine.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Leaves out messages that lack a wanted header, as if they were not in the log: nothing is kept of them. Of headers of one
 * name the last counts. The poll thread's.
 */
final class HeaderFilter {
    private final Map<String, byte[]> wanted = new HashMap<>();

    /** @param wanted values by names, all of which a message must have */
    HeaderFilter(Map<String, String> wanted) {
        wanted.forEach((name, value) -> this.wanted.put(name, value.getBytes(UTF_8)));
    }

    /** Those that are to be handled, in the same order. */
    List<ConsumerRecord<byte[], byte[]>> of(List<ConsumerRecord<byte[], byte[]>> polled) {
        if (wanted.isEmpty()) {
            return polled;
        }
        List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>(polled.size());
        for (ConsumerRecord<byte[], byte[]> it : polled) {
            if (isWanted(it)) {
                kept.add(it);
            }
        }
        return kept;
    }

    private boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
        for (Map.Entry<String, byte[]> it : wanted.entrySet()) {
            Header header = record.headers().lastHeader(it.getKey());
            if (header == null || !Arrays.equals(header.value(), it.getValue())) {
                return false;
            }
        }
        return true;
    }
}
