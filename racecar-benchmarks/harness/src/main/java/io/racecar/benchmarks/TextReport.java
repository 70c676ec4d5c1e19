package io.racecar.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints a table of each scenario. */
final class TextReport {
    private final PrintStream out;

    TextReport(PrintStream out) {
        this.out = out;
    }

    void print(ScenarioResult result) {
        Scenario scenario = result.scenario();
        out.println();
        out.println(scenario.heading());
        print(Table.of(result));
        result.contenders().forEach(this::printSettings);
        result.verdicts().forEach(verdict -> out.println("  " + verdict.text()));
    }

    private void print(Table table) {
        List<List<String>> rows = new ArrayList<>(List.of(table.header()));
        rows.addAll(table.rows());
        int[] widths = new int[table.header().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int column = 0; column < widths.length; column++) {
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
