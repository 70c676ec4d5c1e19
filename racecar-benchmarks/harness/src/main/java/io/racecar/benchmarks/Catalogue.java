package io.racecar.benchmarks;

import static io.racecar.benchmarks.Metric.ALLOCATED;
import static io.racecar.benchmarks.Metric.CPU;
import static io.racecar.benchmarks.Metric.RATE;
import static io.racecar.benchmarks.Metric.RESIDENT;
import static io.racecar.benchmarks.Metric.SECOND_HALF_CPU;
import static io.racecar.benchmarks.Metric.SECOND_HALF_RATE;

import io.racecar.benchmarks.probe.Task;
import java.util.List;
import java.util.Map;

/** All scenarios, who takes part in them, and what Racecar must reach: docs/performance.md. */
final class Catalogue {
    private static final List<Metric> THROUGHPUT =
            List.of(RATE, SECOND_HALF_RATE, CPU, SECOND_HALF_CPU, ALLOCATED, RESIDENT);

    private static final String RACECAR = "racecar";
    private static final String BARE = "bare-2000";

    private Catalogue() {}

    static List<Scenario> scenarios() {
        return List.of(noOp());
    }

    private static Scenario noOp() {
        return new Scenario(
                "no-op",
                "A handler of single messages that does nothing",
                Task.MESSAGE,
                Dataset.bytes(4, 2_000_000),
                Scenario.Kind.BACKLOG,
                THROUGHPUT,
                List.of(bare("500"), bare("2000"), bareTuned(), racecar()),
                List.of(
                        Target.atLeast(RACECAR, RATE, 1.0, BARE),
                        Target.atMost(RACECAR, CPU, 1.15, BARE),
                        Target.atMostMore(RACECAR, ALLOCATED, BARE, 48)));
    }

    private static Contender bare(String maxPollRecords) {
        return new Contender("bare", maxPollRecords, Map.of("max.poll.records", maxPollRecords));
    }

    private static Contender bareTuned() {
        return new Contender(
                "bare",
                "tuned",
                Map.of(
                        "max.poll.records", "2000",
                        "fetch.min.bytes", "262144",
                        "max.partition.fetch.bytes", "4194304",
                        "receive.buffer.bytes", "1048576"));
    }

    private static Contender racecar() {
        return new Contender("racecar", "", Map.of());
    }
}
