package io.racecar.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints a table of each scenario. */
final class TextReport {
    private static final String NOTHING = "-";

    private final PrintStream out;

    TextReport(PrintStream out) {
        this.out = out;
    }

    void print(ScenarioResult result) {
        Scenario scenario = result.scenario();
        out.println();
        out.println(scenario.name() + ": " + scenario.title() + "; "
                + scenario.data().topic());
        printTable(rows(result));
        result.contenders().forEach(this::printSettings);
        result.verdicts().forEach(verdict -> out.println("  " + verdict.text()));
    }

    private static List<List<String>> rows(ScenarioResult result) {
        Comparison comparison = new Comparison(result);
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("contender"));
        result.scenario().metrics().forEach(metric -> header.add(metric.title()));
        header.addAll(comparison.titles());
        rows.add(header);
        for (ContenderResult contender : result.contenders()) {
            List<String> row = new ArrayList<>(List.of(contender.contender().name()));
            for (Metric metric : result.scenario().metrics()) {
                row.add(contender
                        .spread(metric)
                        .map(spread -> spread.text(metric))
                        .orElse(NOTHING));
            }
            comparison.of(contender).forEach(ratio -> row.add(text(ratio)));
            rows.add(row);
        }
        return rows;
    }

    private static String text(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : NOTHING;
    }

    private void printTable(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < columns; column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? row.get(column) + padding : "  " + padding + row.get(column));
            }
            out.println(line);
        }
    }

    private void printSettings(ContenderResult result) {
        out.println("  " + result.contender().name() + ": " + result.contender().settingsText());
        for (Outcome.Failed failure : result.failures()) {
            out.println("    FAILED, " + failure.reason() + "; see " + failure.log());
        }
    }
}
