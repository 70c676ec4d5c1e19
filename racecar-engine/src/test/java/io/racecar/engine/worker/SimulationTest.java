package io.racecar.engine.worker;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing is lost, nothing is committed ahead of what is finished, each lane keeps its order and is handled by one at a time,
 * what keeps failing is kept in the dead-letter topic, and nothing is handled again without need: only what was neither
 * committed nor stored with a commit (O1 to O4, O7, F6, R1). Each seed is a run of its own.
 *
 * <p>{@code -Dracecar.simulation.seeds=N} draws N others, {@code -Dracecar.simulation.steps=N} makes them longer, and
 * {@code -Dracecar.simulation.seed=N} repeats one.
 */
class SimulationTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 2_500;

    /** Drawn once, and failed: what was cut began with messages that were finished, so the commit stepped back. */
    private static final long FOUND = 26_292_386_385_860L;

    static LongStream seeds() {
        Long one = Long.getLong("racecar.simulation.seed");
        Integer others = Integer.getInteger("racecar.simulation.seeds");
        if (one != null) {
            return LongStream.of(one);
        }
        return others == null
                ? LongStream.concat(LongStream.range(0, SEEDS), LongStream.of(FOUND))
                : LongStream.range(0, others).map(it -> System.nanoTime() + it);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappensNothingIsLostAndOrderIsKept(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run(Integer.getInteger("racecar.simulation.steps", STEPS));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with seed " + seed + ", " + simulation, e);
        }
    }
}
