package io.racecar.dropwizard.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An application's status for a person to read: its consumers, their partitions, and what is wrong. */
record StatusReport(long pid, Map<String, @Nullable Object> application) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Racecar " + text(application, "version") + ", process " + pid + ", client id "
                + text(application, "clientId") + ", brokers " + text(application, "brokers"));
        lines.add("");
        List<Map<?, ?>> consumers = maps(application, "consumers");
        lines.addAll(consumers(consumers).lines());
        TextTable partitions = partitions(consumers);
        if (!partitions.isEmpty()) {
            lines.add("");
            lines.addAll(partitions.lines());
        }
        consumers.stream()
                .filter(it -> it.get("lastError") != null)
                .forEach(it -> Stream.of("", text(it, "name") + ": " + text(it, "lastError"))
                        .forEach(lines::add));
        return lines;
    }

    private static TextTable consumers(List<Map<?, ?>> consumers) {
        TextTable table = new TextTable(
                "CONSUMER",
                "STATE",
                "GROUP",
                "WORKERS",
                "LAG",
                "TIME LAG",
                "PROCESSED",
                "FAILED",
                "SKIPPED",
                "DEAD LETTERS");
        consumers.forEach(it -> table.add(
                text(it, "name"),
                text(it, "state"),
                text(it, "groupId"),
                it.get("workers"),
                it.get("lag"),
                duration(it.get("timeLagMillis")),
                it.get("processed"),
                it.get("failed"),
                it.get("skipped"),
                it.get("deadLettered")));
        return table;
    }

    private static TextTable partitions(List<Map<?, ?>> consumers) {
        TextTable table =
                new TextTable("CONSUMER", "PARTITION", "WORKER", "POSITION", "COMMITTED", "END", "LAG", "TIME LAG", "");
        for (Map<?, ?> consumer : consumers) {
            maps(consumer, "partitions")
                    .forEach(it -> table.add(
                            text(consumer, "name"),
                            text(it, "topic") + "/" + text(it, "partition"),
                            it.get("worker"),
                            it.get("position"),
                            it.get("committed"),
                            it.get("end"),
                            it.get("lag"),
                            duration(it.get("timeLagMillis")),
                            remark(it)));
        }
        return table;
    }

    private static String remark(Map<?, ?> partition) {
        boolean failing = partition.get("failingOffset") instanceof Long offset && offset >= 0;
        String failure = failing
                ? "offset " + text(partition, "failingOffset") + " fails, attempt " + text(partition, "attempt")
                : "";
        if (!Boolean.TRUE.equals(partition.get("paused"))) {
            return failure;
        }
        Object until = partition.get("pausedUntil");
        String pause = "paused until " + (until == null ? "it is resumed" : until);
        return failing ? failure + ", " + pause : pause;
    }

    private static String duration(@Nullable Object millis) {
        if (!(millis instanceof Long known) || known < 0) {
            return "";
        }
        Duration duration = Duration.ofMillis(known);
        return duration.toMinutes() == 0
                ? known / 1000.0 + "s"
                : duration.toHours() + "h" + duration.toMinutesPart() + "m" + duration.toSecondsPart() + "s";
    }

    private static String text(Map<?, ?> values, String key) {
        return String.valueOf(values.get(key));
    }

    private static List<Map<?, ?>> maps(Map<?, ?> values, String key) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (values.get(key) instanceof List<?> list) {
            list.forEach(it -> maps.add((Map<?, ?>) it));
        }
        return maps;
    }
}
