package io.racecar.dropwizard.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the guide whose tables of metrics, below comments that name them, follow from the catalogue. */
record MetricsPage(String text) {
    private static final Pattern TABLE = Pattern.compile("<!-- metrics: (.*) -->\\n\\n?(\\|.*\\n)*");
    private static final String HEAD = """
            | name | kind | what it says |
            | --- | --- | --- |
            """;

    static final Map<String, List<? extends Entry>> TABLES = Map.of(
            "consumer",
            together(ConsumerMetric.values(), ConsumerGauge.values()),
            "partition",
            List.of(PartitionGauge.values()),
            "producer",
            List.of(ProducerMetric.values()),
            "kafka-consumer",
            Arrays.stream(ClientMetric.values())
                    .filter(it -> !it.isOfProducer())
                    .toList(),
            "kafka-producer",
            Arrays.stream(ClientMetric.values())
                    .filter(ClientMetric::isOfProducer)
                    .toList());

    private static List<Entry> together(Entry[] some, Entry[] others) {
        List<Entry> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(others));
        return all;
    }

    /** The same page with its tables as they should be. */
    MetricsPage generated() {
        return new MetricsPage(
                TABLE.matcher(text).replaceAll(table -> Matcher.quoteReplacement(generated(table.group(1)))));
    }

    /** The tables that have a place on the page. */
    List<String> tables() {
        return TABLE.matcher(text).results().map(table -> table.group(1)).toList();
    }

    private static String generated(String table) {
        StringBuilder text = new StringBuilder("<!-- metrics: " + table + " -->\n\n" + HEAD);
        TABLES.get(table)
                .forEach(it -> text.append("| `%s` | %s | %s |\n".formatted(it.id(), it.kind(), it.meaning())));
        return text.toString();
    }
}
