package io.racecar.engine.worker;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * P3: each message is copied once and in order. {@code -Dracecar.simulation.seeds=N} draws N others, {@code -Dracecar.simulation.seed=N}
 * repeats one.
 */
class TransactionSimulationTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 2_500;

    static LongStream seeds() {
        Long one = Long.getLong("racecar.simulation.seed");
        Integer others = Integer.getInteger("racecar.simulation.seeds");
        if (one != null) {
            return LongStream.of(one);
        }
        return others == null
                ? LongStream.range(0, SEEDS)
                : LongStream.range(0, others).map(it -> System.nanoTime() + it);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappensEachMessageIsCopiedOnceAndInOrder(long seed) {
        TransactionSimulation simulation = new TransactionSimulation(seed);
        try {
            simulation.run(Integer.getInteger("racecar.simulation.steps", STEPS));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with seed " + seed + ", " + simulation, e);
        }
    }
}
