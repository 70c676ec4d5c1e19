package io.racecar.engine.worker;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What the engine adds to one message, from what a poll returned to what may be committed; without Kafka. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HandOverBenchmark {

    /** As in the configuration. */
    @Param({"partition", "key", "none"})
    public String ordering = "partition";

    private PartitionOfRecords partition = new PartitionOfRecords(ordering, (message, context) -> {});

    /** Begins with nothing handled. */
    @Setup(Level.Iteration)
    public void setUp(Blackhole blackhole) {
        partition = new PartitionOfRecords(ordering, (message, context) -> blackhole.consume(message)).open();
    }

    /**
     * Hands over and handles, per message.
     *
     * @return what may be committed
     */
    @Benchmark
    @OperationsPerInvocation(PartitionOfRecords.POLLED)
    public long handOverAndHandle() {
        partition.handOver();
        return partition.handle();
    }
}
