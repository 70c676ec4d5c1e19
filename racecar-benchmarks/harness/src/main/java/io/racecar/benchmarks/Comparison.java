package io.racecar.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Ratios of a scenario's first metric: each contender to the bare loop, and Racecar to each contender. */
final class Comparison {
    private static final String BARE = "bare";
    private static final String USUAL_BARE = "bare-2000";
    private static final String RACECAR = "racecar";

    private final ScenarioResult result;
    private final Metric metric;
    private final Optional<String> bare;
    private final Optional<String> racecar;

    Comparison(ScenarioResult result) {
        this.result = result;
        this.metric = result.scenario().primary();
        this.bare = named(USUAL_BARE).or(() -> first(BARE));
        this.racecar = first(RACECAR);
    }

    List<String> titles() {
        return Stream.concat(bare.map(name -> "x " + name).stream(), racecar.map(name -> name + " x").stream())
                .toList();
    }

    /** In the order of the titles. */
    List<OptionalDouble> of(ContenderResult contender) {
        String name = contender.contender().name();
        return Stream.concat(
                        bare.map(other -> result.ratio(name, other, metric)).stream(),
                        racecar.map(other -> result.ratio(other, name, metric)).stream())
                .toList();
    }

    private Optional<String> named(String name) {
        return names().filter(name::equals).findFirst();
    }

    private Optional<String> first(String peer) {
        return result.contenders().stream()
                .map(ContenderResult::contender)
                .filter(contender -> contender.peer().equals(peer))
                .map(Contender::name)
                .findFirst();
    }

    private Stream<String> names() {
        return result.contenders().stream()
                .map(contender -> contender.contender().name());
    }
}
