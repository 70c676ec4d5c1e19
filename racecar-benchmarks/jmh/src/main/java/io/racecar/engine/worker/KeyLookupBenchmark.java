package io.racecar.engine.worker;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Finding the lane of a message's key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KeyLookupBenchmark {
    private final PartitionOfRecords partition = new PartitionOfRecords("key", (message, context) -> {});

    /**
     * Finds lanes that are there, per message.
     *
     * @param blackhole takes them
     */
    @Benchmark
    @OperationsPerInvocation(PartitionOfRecords.POLLED)
    public void findLane(Blackhole blackhole) {
        partition.findLanes(blackhole);
    }
}
