package io.racecar.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a scenario came to: a row for each contender.
 *
 * @param header the columns' titles
 * @param rows as many cells each
 */
record Table(List<String> header, List<List<String>> rows) {
    private static final String NOTHING = "-";

    static Table of(ScenarioResult result) {
        Comparison comparison = new Comparison(result);
        List<Metric> metrics = result.scenario().metrics();
        List<String> header = new ArrayList<>(List.of("contender"));
        metrics.forEach(metric -> header.add(metric.title()));
        header.addAll(comparison.titles());
        return new Table(
                header,
                result.contenders().stream()
                        .map(contender -> row(contender, metrics, comparison))
                        .toList());
    }

    private static List<String> row(ContenderResult contender, List<Metric> metrics, Comparison comparison) {
        List<String> row = new ArrayList<>(List.of(contender.contender().name()));
        for (Metric metric : metrics) {
            row.add(contender.spread(metric).map(spread -> spread.text(metric)).orElse(NOTHING));
        }
        comparison.of(contender).forEach(ratio -> row.add(text(ratio)));
        return row;
    }

    private static String text(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : NOTHING;
    }
}
