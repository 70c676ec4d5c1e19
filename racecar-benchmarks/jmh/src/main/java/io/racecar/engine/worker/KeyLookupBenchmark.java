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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the poll thread does for one message by key: it finds the key's lane, which is there, and adds the message to it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KeyLookupBenchmark {
    private PartitionOfRecords partition = new PartitionOfRecords("key", (message, context) -> {});

    /** Begins with a lane for each key, in which a message waits. */
    @Setup(Level.Invocation)
    public void setUp() {
        partition = new PartitionOfRecords("key", (message, context) -> {});
        partition.handOver();
    }

    /**
     * Distributes what a poll returned, per message.
     *
     * @return how many messages wait then
     */
    @Benchmark
    @OperationsPerInvocation(PartitionOfRecords.POLLED)
    public int distribute() {
        return partition.handOver();
    }
}
