package io.racecar.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * All runs of one contender in one scenario.
 *
 * @param contender whose they are
 * @param outcomes one for each round
 */
record ContenderResult(Contender contender, List<Outcome> outcomes) {

    ContenderResult {
        outcomes = List.copyOf(outcomes);
    }

    List<Double> values(Metric metric) {
        return outcomes.stream()
                .filter(Outcome.Measured.class::isInstance)
                .map(outcome -> metric.of(((Outcome.Measured) outcome).figures()))
                .toList();
    }

    /** Of the runs that did not fail; empty if all did. */
    Optional<Spread> spread(Metric metric) {
        List<Double> values = values(metric);
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    List<Outcome.Failed> failures() {
        return outcomes.stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .toList();
    }
}
