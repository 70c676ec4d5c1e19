package io.racecar.engine.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong and what is doubtful, each as one line of bearable length. */
final class Findings {
    private static final int MOST = 100;
    private static final int LONGEST = 1000;

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int left;

    void problem(String text) {
        if (problems.size() < MOST) {
            problems.add(line(text));
        } else {
            left++;
        }
    }

    void warning(String text) {
        warnings.add(line(text));
    }

    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        if (left > 0) {
            all.add("and " + left + " more problems");
        }
        return List.copyOf(all);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    private static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
