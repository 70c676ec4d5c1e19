package io.racecar.engine.worker;

import io.racecar.Partition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Messages of one partition that one poll has brought of a share group, in offset order. */
record SharedBatch(Partition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    /** Which delivery of that message this is, from 1. */
    static int delivery(ConsumerRecord<byte[], byte[]> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    /** How often each has been delivered before, and so has failed or was lost. */
    Failures failures() {
        Map<Long, Integer> before = new HashMap<>();
        records.stream().filter(it -> delivery(it) > 1).forEach(it -> before.put(it.offset(), delivery(it) - 1));
        return before.isEmpty() ? new Failures() : new Failures(offset -> before.getOrDefault(offset, 0));
    }
}
