package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private final Map<String, @Nullable Object> partition = new HashMap<>(Map.of(
            "topic",
            "orders",
            "partition",
            3,
            "worker",
            0,
            "position",
            17L,
            "committed",
            16L,
            "end",
            20L,
            "lag",
            3L,
            "timeLagMillis",
            1500L,
            "failingOffset",
            -1L));
    private final Map<String, @Nullable Object> consumer = new HashMap<>(Map.of(
            "name",
            "order-consumer",
            "state",
            "RUNNING",
            "groupId",
            "shop.order-consumer",
            "workers",
            1,
            "lag",
            3L,
            "timeLagMillis",
            3_723_000L,
            "processed",
            12345L,
            "failed",
            0L,
            "skipped",
            0L,
            "deadLettered",
            0L));

    private List<String> lines() {
        consumer.put("partitions", List.of(partition));
        return new StatusReport(
                        4711,
                        Map.of(
                                "version",
                                "1.0",
                                "clientId",
                                "shop",
                                "brokers",
                                "kafka:9092",
                                "consumers",
                                List.of(consumer)))
                .lines();
    }

    @Test
    void columnsAreAlignedAndNumbersStandOnTheRight() {
        assertThat(lines())
                .containsExactly(
                        "Racecar 1.0, process 4711, client id shop, brokers kafka:9092",
                        "",
                        "CONSUMER        STATE    GROUP                WORKERS  LAG  TIME LAG  PROCESSED  FAILED  SKIPPED"
                                + "  DEAD LETTERS",
                        "order-consumer  RUNNING  shop.order-consumer        1    3  1h2m3s        12345       0        0"
                                + "             0",
                        "",
                        "CONSUMER        PARTITION  WORKER  POSITION  COMMITTED  END  LAG  TIME LAG",
                        "order-consumer  orders/3        0        17         16   20    3  1.5s");
    }

    @Test
    void aFailingPartitionSaysSo() {
        partition.putAll(
                Map.of("failingOffset", 17L, "attempt", 2, "paused", true, "pausedUntil", "2026-11-22T12:00:00Z"));
        consumer.put("lastError", "orders/3@17: it fails");

        assertThat(lines())
                .anyMatch(it -> it.endsWith("1.5s      offset 17 fails, attempt 2, paused until 2026-11-22T12:00:00Z"))
                .endsWith("", "order-consumer: orders/3@17: it fails");
    }

    @Test
    void aPartitionThatAnOperatorPausedWaitsForHim() {
        partition.put("paused", true);

        assertThat(lines()).anyMatch(it -> it.endsWith("paused until it is resumed"));
    }
}
