package io.racecar.benchmarks;

import static io.racecar.benchmarks.Metric.ALLOCATED;
import static io.racecar.benchmarks.Metric.CPU;
import static io.racecar.benchmarks.Metric.IDLE_CPU;
import static io.racecar.benchmarks.Metric.P50;
import static io.racecar.benchmarks.Metric.P99;
import static io.racecar.benchmarks.Metric.RATE;
import static io.racecar.benchmarks.Metric.RESIDENT;
import static io.racecar.benchmarks.Metric.SECOND_HALF_CPU;
import static io.racecar.benchmarks.Metric.SECOND_HALF_RATE;
import static io.racecar.benchmarks.Metric.START;

import io.racecar.benchmarks.Scenario.Kind;
import io.racecar.benchmarks.probe.Task;
import java.util.List;

/** All scenarios, who takes part in them, and what Racecar must reach: docs/performance.md. */
final class Catalogue {
    private static final List<Metric> THROUGHPUT =
            List.of(RATE, SECOND_HALF_RATE, CPU, SECOND_HALF_CPU, ALLOCATED, RESIDENT);
    private static final int LARGE = 100 * 1024;

    private Catalogue() {}

    static List<Scenario> scenarios() {
        return List.of(
                noOp(),
                batch(),
                json(),
                byKey(),
                share(),
                sleep(),
                virtualThreads(),
                produce(),
                exactlyOnce(),
                latency(),
                exactlyOnceLatency(),
                start(),
                idle(),
                busy(),
                poison(),
                large());
    }

    private static Scenario noOp() {
        return Scenario.backlog("no-op", "a handler of single messages that does nothing", Task.MESSAGE)
                .on(Dataset.bytes(4, 2_000_000))
                .measuring(THROUGHPUT)
                .of(Contenders.loops(), Contenders.racecar(), Contenders.racecarTuned(), Contenders.racecarDatadog())
                .targets(
                        Target.atLeast("racecar", RATE, 1.0, "bare-2000"),
                        Target.atLeast("racecar", RATE, 1.8, "spring-2000"),
                        Target.atMost("racecar", CPU, 1.15, "bare-2000"),
                        Target.atMostMore("racecar", ALLOCATED, "bare-2000", 48));
    }

    private static Scenario batch() {
        return Scenario.backlog("batch", "a handler of batches that does nothing", Task.BATCH)
                .on(Dataset.bytes(4, 2_000_000))
                .measuring(THROUGHPUT)
                .of(Contenders.loops(), Contenders.racecar(), Contenders.racecarTuned())
                .targets(
                        Target.atLeast("racecar", RATE, 1.0, "bare-2000"),
                        Target.atLeast("racecar", RATE, 1.7, "spring-2000"));
    }

    private static Scenario json() {
        return Scenario.backlog("json", "values read from JSON into a record", Task.JSON)
                .on(Dataset.json(4, 1_000_000))
                .measuring(THROUGHPUT)
                .of(Contenders.loops(), Contenders.racecar(), Contenders.racecarTuned());
    }

    private static Scenario byKey() {
        return Scenario.backlog(
                        "by-key", "a handler that does nothing, 16 at once, by key or in no order", Task.MESSAGE)
                .on(Dataset.bytes(4, 400_000))
                .measuring(THROUGHPUT)
                .of(
                        List.of(Contenders.bare("2000")),
                        Contenders.racecar("key", 16),
                        Contenders.racecar("none", 16),
                        Contenders.parallelConsumer("key", 16),
                        Contenders.parallelConsumer("unordered", 16));
    }

    private static Scenario share() {
        return Scenario.backlog("share", "a handler that does nothing, in a share group", Task.MESSAGE)
                .on(Dataset.bytes(4, 400_000))
                .measuring(THROUGHPUT)
                .of(
                        List.of(Contenders.bare("2000"), Contenders.bareShare("2000")),
                        Contenders.racecar(),
                        Contenders.racecar("none", 16),
                        Contenders.racecarShare(1),
                        Contenders.racecarShare(16));
    }

    private static Scenario sleep() {
        return Scenario.backlog("sleep", "a handler that waits 2 ms, by key, 64 at once", Task.SLEEP)
                .on(Dataset.bytes(4, 40_000))
                .measuring(THROUGHPUT)
                .of(
                        List.of(Contenders.bare("500"), Contenders.springThreads(4)),
                        Contenders.racecar("key", 64),
                        Contenders.racecar("none", 64),
                        Contenders.parallelConsumer("key", 64),
                        Contenders.parallelConsumer("unordered", 64))
                .targets(
                        Target.atLeast("racecar-key-64", RATE, 28_000),
                        Target.atLeast("racecar-key-64", RATE, 1.25, "parallel-consumer-key-64"));
    }

    private static Scenario virtualThreads() {
        return Scenario.backlog("virtual-threads", "a handler that waits 2 ms, by key, 1,000 at once", Task.SLEEP)
                .on(Dataset.bytes(4, 200_000))
                .by(Kind.BACKLOG_ON_VIRTUAL_THREADS)
                .measuring(THROUGHPUT)
                .of(
                        List.of(Contenders.barePool(1_000)),
                        Contenders.racecarVirtual(1_000),
                        Contenders.racecar("key", 1_000),
                        Contenders.parallelConsumer("key", 1_000));
    }

    private static Scenario produce() {
        return Scenario.backlog("produce", "for each message one to another topic, acknowledged", Task.PRODUCE)
                .on(Dataset.bytes(4, 200_000))
                .measuring(THROUGHPUT)
                .of(
                        List.of(Contenders.bare("500"), Contenders.bare("2000")),
                        Contenders.spring("2000"),
                        Contenders.springAwaitingOutput("2000"),
                        Contenders.parallelConsumer("key", 16),
                        Contenders.racecar())
                .targets(
                        Target.atLeast("racecar", RATE, 1.0, "bare-2000"),
                        Target.atLeast("racecar", RATE, 1.2, "spring-2000"));
    }

    private static Scenario exactlyOnce() {
        return Scenario.backlog(
                        "exactly-once",
                        "for each message one to another topic, both in a transaction with the offsets",
                        Task.PRODUCE)
                .on(Dataset.bytes(4, 200_000))
                .measuring(THROUGHPUT)
                .of(
                        List.of(Contenders.bareTransactions("500"), Contenders.bareTransactions("2000")),
                        Contenders.racecarExactlyOnce())
                .targets(Target.atLeast("racecar-exactly-once", RATE, 1.0, "bare-transactions-2000"));
    }

    private static Scenario latency() {
        return Scenario.backlog("latency", "from send to handler, 500 messages/s", Task.LATENCY)
                .on(Dataset.bytes(4, 7_500))
                .by(Kind.PACED)
                .measuring(List.of(P50, P99, RESIDENT))
                .of(List.of(Contenders.bare("2000")), Contenders.spring("2000"), Contenders.racecar())
                .targets(
                        Target.atMost("racecar", P50, 1.15, "bare-2000"),
                        Target.atMost("racecar", P99, 1.15, "bare-2000"));
    }

    private static Scenario exactlyOnceLatency() {
        return Scenario.backlog(
                        "exactly-once-latency",
                        "from send to the handler of a copy that a consumer makes in between, 500 messages/s",
                        Task.RELAY)
                .on(Dataset.bytes(4, 7_500))
                .by(Kind.PACED)
                .measuring(List.of(P50, P99, RESIDENT))
                .of(
                        List.of(Contenders.bareTransactions("2000")),
                        Contenders.racecarExactlyOnce(),
                        Contenders.racecar());
    }

    private static Scenario start() {
        return Scenario.backlog("start", "from the launch of the JVM to the first message", Task.MESSAGE)
                .on(Dataset.bytes(4, 1))
                .by(Kind.START)
                .measuring(List.of(START, RESIDENT))
                .of(
                        List.of(Contenders.bare("2000")),
                        Contenders.spring("2000"),
                        Contenders.parallelConsumer("key", 16),
                        Contenders.racecar())
                .targets(Target.atMostMore("racecar", START, "bare-2000", 0.15));
    }

    private static Scenario idle() {
        return Scenario.backlog("idle", "1,000 partitions in which nothing happens", Task.MESSAGE)
                .on(Dataset.bytes(1_000, 1))
                .by(Kind.IDLE)
                .measuring(List.of(IDLE_CPU, RESIDENT))
                .of(
                        List.of(Contenders.bare("2000")),
                        Contenders.spring("2000"),
                        Contenders.parallelConsumer("key", 16),
                        Contenders.racecar())
                .targets(Target.atMost("racecar", IDLE_CPU, 1.2, "bare-2000"));
    }

    private static Scenario busy() {
        return Scenario.backlog("busy", "1,000 partitions, a handler that does nothing", Task.MESSAGE)
                .on(Dataset.bytes(1_000, 1_000_000))
                .measuring(THROUGHPUT)
                .of(Contenders.loops(), Contenders.racecar(), Contenders.racecarTuned());
    }

    private static Scenario poison() {
        return Scenario.backlog("poison", "one key of 10,000 always fails, the others do nothing", Task.POISON)
                .on(Dataset.bytes(4, 200_000))
                .measuring(THROUGHPUT)
                .of(
                        List.of(Contenders.bare("2000")),
                        Contenders.racecar("key", 64),
                        Contenders.parallelConsumer("key", 64));
    }

    private static Scenario large() {
        return Scenario.backlog("large", "values of 100 KiB, a handler that does nothing", Task.MESSAGE)
                .on(Dataset.large(4, 10_000, LARGE))
                .measuring(THROUGHPUT)
                .of(Contenders.loops(), Contenders.racecar(), Contenders.racecarTuned());
    }
}
