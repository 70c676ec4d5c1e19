package io.racecar.engine.worker;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing is lost, nothing is committed ahead of what is finished, each partition keeps its order, and nothing finished is
 * handled again without need, whatever happens (O1, O2, O3, O7, R1). Each seed is a run of its own;
 * {@code -Dracecar.simulation.seeds=N} draws N others.
 */
class SimulationTest {
    private static final int STEPS = 2_500;

    static LongStream seeds() {
        Integer others = Integer.getInteger("racecar.simulation.seeds");
        return others == null
                ? LongStream.range(0, 40)
                : LongStream.range(0, others).map(it -> System.nanoTime() + it);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappensNothingIsLostAndOrderIsKept(long seed) {
        try {
            new Simulation(seed).run(STEPS);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with seed " + seed, e);
        }
    }
}
