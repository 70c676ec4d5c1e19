package io.racecar.engine.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant: the nearest of the known names, if one is near. */
record Suggestion(Collection<String> known) {
    static Suggestion among(Collection<String> known) {
        return new Suggestion(known);
    }

    /** "did you mean x?", or nothing. */
    String hintFor(String given) {
        return nearest(given).map(name -> "did you mean " + name + "?").orElse("");
    }

    /** The nearest name, upper and lower case and punctuation aside; at most a third of it may differ. */
    Optional<String> nearest(String given) {
        String wanted = letters(given);
        if (wanted.isEmpty() || wanted.length() > 100) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(wanted, letters(name))))
                .filter(name -> distance(wanted, letters(name)) <= Math.max(1, wanted.length() / 3));
    }

    /** Whether two names differ only in upper and lower case and punctuation. */
    static boolean same(String one, String other) {
        return letters(one).equals(letters(other));
    }

    private static String letters(String name) {
        return name.replaceAll("[._ -]", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be added, removed, replaced or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
    }
}
