package io.racecar.dropwizard.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Columns that are as wide as they need be; numbers stand on the right. */
final class TextTable {
    private final List<Object> titles;
    private final List<List<Object>> rows = new ArrayList<>();

    TextTable(String... titles) {
        this.titles = List.of((Object[]) titles);
    }

    /** A cell for each title; null is an empty one. */
    void add(@Nullable Object... cells) {
        rows.add(Stream.of(cells).<Object>map(it -> it == null ? "" : it).toList());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<String> lines() {
        int[] widths = IntStream.range(0, titles.size()).map(this::width).toArray();
        List<String> lines = new ArrayList<>();
        lines.add(line(titles, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int width(int column) {
        return Stream.concat(Stream.of(titles), rows.stream())
                .mapToInt(row -> row.get(column).toString().length())
                .max()
                .orElse(0);
    }

    private String line(List<Object> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).toString().length());
            line.append(isNumeric(i) ? padding + cells.get(i) : cells.get(i) + padding)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    private boolean isNumeric(int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof Number);
    }
}
