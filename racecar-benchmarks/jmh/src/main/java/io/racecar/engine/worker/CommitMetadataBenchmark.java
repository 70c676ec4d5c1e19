package io.racecar.engine.worker;

import io.racecar.engine.worker.CommitMetadata.Finished;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing and reading what is finished ahead of a committed offset, once for each partition and commit. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CommitMetadataBenchmark {
    private static final int LONGEST = 3 * 1024;
    private static final long BASE = 1_000_000;
    private static final int SPAN = 10_000;

    /** How many of 10,000 messages are unfinished. */
    @Param({"1", "100", "2000"})
    public int unfinished = 1;

    private CommitMetadata metadata = CommitMetadata.NONE;
    private String text = "";

    /** Spreads the unfinished ones at random, the same every time. */
    @Setup
    public void setUp() {
        Runs.Builder runs = new Runs.Builder();
        long from = BASE + 1;
        for (long hole : new Random(1)
                .longs(unfinished, BASE + 1, BASE + SPAN)
                .sorted()
                .distinct()
                .toArray()) {
            if (hole > from) {
                runs.add(from, hole);
            }
            from = hole + 1;
        }
        runs.add(from, BASE + SPAN + 1);
        metadata = new CommitMetadata(4, 0, -1, new Finished("kVbVEbUXTuqHz5VZeXdL8g", BASE, 7, 7, runs.build()), null);
        text = metadata.text(LONGEST);
    }

    /**
     * Writes it.
     *
     * @return the text
     */
    @Benchmark
    public String write() {
        return metadata.text(LONGEST);
    }

    /**
     * Reads it.
     *
     * @return what it says
     */
    @Benchmark
    public Object read() {
        return CommitMetadata.parse(text);
    }
}
