package io.racecar.benchmarks;

import java.nio.file.Path;

/** How one run ended. */
sealed interface Outcome {

    /** It measured something. */
    record Measured(Figures figures) implements Outcome {}

    /** It did not; the log says more than the reason. */
    record Failed(String reason, Path log) implements Outcome {}
}
