package io.racecar.benchmarks;

import io.racecar.benchmarks.probe.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Makes results of runs that nobody ran. */
final class Results {
    static final Scenario SCENARIO = Scenario.backlog("no-op", "nothing <is> done", Task.MESSAGE)
            .on(Dataset.bytes(4, 1_000))
            .measuring(List.of(Metric.RATE, Metric.CPU))
            .of(
                    List.of(Contenders.bare("500"), Contenders.bare("2000"), Contenders.spring("2000")),
                    Contenders.racecar());

    private Results() {}

    /** With so many records per second in each round, one list for each of the scenario's contenders. */
    static ScenarioResult of(Scenario scenario, long[]... rates) {
        List<ContenderResult> results = new ArrayList<>();
        for (int index = 0; index < rates.length; index++) {
            List<Outcome> outcomes = LongStream.of(rates[index])
                    .mapToObj(rate -> (Outcome) new Outcome.Measured(atRate(rate)))
                    .toList();
            results.add(new ContenderResult(scenario.contenders().get(index), outcomes));
        }
        return new ScenarioResult(scenario, results);
    }

    static long[] rounds(long... rates) {
        return rates;
    }

    static ContenderResult failed(Contender contender) {
        return new ContenderResult(
                contender, List.of(new Outcome.Failed("ended with status 1", Path.of("logs", "it.log"))));
    }

    static Environment environment() {
        return new Environment(
                "2026-11-22T00:00:00Z",
                "Linux 6",
                "A & B",
                2,
                4_000_000_000L,
                "17",
                3,
                Map.of("bare", List.of("kafka-clients-1")));
    }

    /** A thousand records, the second half as fast as the first, 1 ms of CPU and 50 bytes for each. */
    static Figures atRate(long recordsPerSecond) {
        long nanos = 1_000_000_000_000L / recordsPerSecond;
        return new Figures(
                1_000,
                nanos,
                1_000_000_000L,
                500,
                nanos / 2,
                500_000_000L,
                25_000,
                700_000,
                500,
                4_600,
                1_000_000_000L,
                5_000_000L,
                120_000_000);
    }
}
