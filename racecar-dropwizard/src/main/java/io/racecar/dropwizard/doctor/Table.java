package io.racecar.dropwizard.doctor;

import java.util.ArrayList;
import java.util.List;

/** Prints findings in three columns, long texts on several lines. */
final class Table {
    private static final int WHAT = 60;
    private static final int TO_DO = 56;
    private static final String ROW = "%-5s %-" + WHAT + "s  %s";

    private Table() {}

    static List<String> of(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("", "WHAT", "WHAT TO DO"));
        for (Finding it : findings) {
            List<String> what = wrapped(it.what(), WHAT);
            List<String> toDo = wrapped(it.toDo(), TO_DO);
            for (int i = 0; i < Math.max(what.size(), toDo.size()); i++) {
                lines.add(ROW.formatted(i == 0 ? it.level() : "", at(what, i), at(toDo, i))
                        .stripTrailing());
            }
        }
        return lines;
    }

    private static String at(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }

    /** Breaks between words; one that is longer than a line stays whole. */
    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
