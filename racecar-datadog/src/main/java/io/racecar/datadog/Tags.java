package io.racecar.datadog;

import io.racecar.Partition;
import io.racecar.engine.config.DatadogSettings;
import java.util.ArrayList;
import java.util.List;

/** Makes tags as they are sent, those of all metrics first. Immutable and thread-safe. */
final class Tags {
    private static final int LONGEST = 249;

    private final String client;
    private final boolean partitions;

    Tags(DatadogSettings settings, String clientId) {
        List<String> all = new ArrayList<>(settings.tags());
        all.add("client:" + clean(clientId));
        this.client = "|#" + String.join(",", all);
        this.partitions = settings.partitionTags();
    }

    /** Whether partitions have tags of their own. */
    boolean ofPartitions() {
        return partitions;
    }

    String client() {
        return client;
    }

    /** @param topic as the application names it, which may be no name of a topic */
    String topic(String topic) {
        return client + ",topic:" + clean(topic);
    }

    String consumer(String groupId) {
        return client + ",group_id:" + clean(groupId);
    }

    String partition(String groupId, Partition partition) {
        String topic = consumer(groupId) + ",topic:" + partition.topic();
        return partitions ? topic + ",partition:" + partition.number() : topic;
    }

    /** Without what would end the tag, or the line, and no longer than any name in Kafka. */
    private static String clean(String value) {
        return value.substring(0, Math.min(value.length(), LONGEST)).replaceAll("[,|\\s]", "_");
    }
}
