package io.racecar.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All results as plain values, in the shape of the JSON.
 *
 * @param environment where and with what was measured
 * @param scenarios in the order in which they ran
 */
record Document(Environment environment, List<Entry> scenarios) {

    /** A scenario. */
    record Entry(String name, String title, int records, int partitions, List<Row> contenders, List<Verdict> targets) {}

    /** A contender: its measurements by the metrics' names, the ratios of its first by the other's name. */
    record Row(
            String name,
            String peer,
            Map<String, String> settings,
            Map<String, Measurement> metrics,
            Map<String, Double> ratios,
            List<String> failures) {}

    /** Of all rounds. */
    record Measurement(String unit, Spread spread, List<Double> runs) {}

    static Document of(Environment environment, List<ScenarioResult> results) {
        return new Document(environment, results.stream().map(Document::entry).toList());
    }

    private static Entry entry(ScenarioResult result) {
        Scenario scenario = result.scenario();
        return new Entry(
                scenario.name(),
                scenario.title(),
                scenario.data().records(),
                scenario.data().partitions(),
                result.contenders().stream()
                        .map(contender -> row(result, contender))
                        .toList(),
                result.verdicts());
    }

    private static Row row(ScenarioResult result, ContenderResult contender) {
        String name = contender.contender().name();
        Metric primary = result.scenario().primary();
        Map<String, Measurement> metrics = new LinkedHashMap<>();
        for (Metric metric : result.scenario().metrics()) {
            contender
                    .spread(metric)
                    .ifPresent(spread -> metrics.put(
                            metric.name(), new Measurement(metric.title(), spread, contender.values(metric))));
        }
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (ContenderResult other : result.contenders()) {
            String otherName = other.contender().name();
            result.ratio(name, otherName, primary).ifPresent(ratio -> ratios.put(otherName, ratio));
        }
        return new Row(
                name,
                contender.contender().peer(),
                contender.contender().settings(),
                metrics,
                ratios,
                contender.failures().stream()
                        .map(failure -> failure.reason() + "; see " + failure.log())
                        .toList());
    }
}
