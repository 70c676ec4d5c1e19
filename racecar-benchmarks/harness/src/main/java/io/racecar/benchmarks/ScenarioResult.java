package io.racecar.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What all contenders of a scenario measured.
 *
 * @param scenario which one
 * @param contenders in the scenario's order
 */
record ScenarioResult(Scenario scenario, List<ContenderResult> contenders) {

    ScenarioResult {
        contenders = List.copyOf(contenders);
    }

    Optional<Spread> spread(String contender, Metric metric) {
        return contenders.stream()
                .filter(result -> result.contender().name().equals(contender))
                .findFirst()
                .flatMap(result -> result.spread(metric));
    }

    /** How many times the second's median the first's is; empty if one of them has none. */
    OptionalDouble ratio(String contender, String other, Metric metric) {
        Optional<Spread> above = spread(contender, metric);
        Optional<Spread> below = spread(other, metric);
        if (above.isEmpty() || below.isEmpty()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(above.get().median() / below.get().median());
    }

    List<Verdict> verdicts() {
        return scenario.targets().stream().map(target -> target.judge(this)).toList();
    }

    boolean hasFailures() {
        return contenders.stream().anyMatch(result -> !result.failures().isEmpty());
    }
}
