package io.racecar.engine.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long a lane pauses after its n-th consecutive failure (F1).
 *
 * @param timeout the first pause; negative: until resumed (F2); zero: none, the consumer stops (F3)
 * @param exponential whether each further pause is twice as long
 * @param longest what doubling stops at, if at all
 * @param random spreads pauses by up to a tenth
 */
public record PausePolicy(
        Duration timeout, boolean exponential, @Nullable Duration longest, RandomGenerator random) {
    /** Spreads the retries of several partitions that failed together. */
    private static final double JITTER = 0.1;

    /** Doubling ends here even without a limit: beyond, it is for ever anyway. */
    private static final int MOST_DOUBLINGS = 20;

    boolean stopsConsumer() {
        return timeout.isZero();
    }

    /** Never shorter than configured, up to a tenth longer; null until resumed. */
    @Nullable Duration after(int failures) {
        if (timeout.isNegative()) {
            return null;
        }
        Duration pause = timeout;
        if (exponential) {
            pause = pause.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failures - 1));
            if (longest != null && pause.compareTo(longest) > 0) {
                pause = longest;
            }
        }
        return pause.plusNanos((long) (pause.toMillis() * 1e6 * JITTER * random.nextDouble()));
    }
}
