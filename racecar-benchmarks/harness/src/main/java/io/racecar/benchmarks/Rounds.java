package io.racecar.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which contenders run: all of them in each round, every round beginning with the next one. */
final class Rounds {
    private Rounds() {}

    static <T> List<T> order(List<T> contenders, int round) {
        List<T> order = new ArrayList<>(contenders);
        Collections.rotate(order, -round);
        return order;
    }
}
