package io.racecar.engine.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    private long now = 17;

    @Test
    void theyAreSpreadEvenly() {
        Pace pace = new Pace(4, () -> now);

        assertThat(pace.delay()).isZero();
        pace.begun();
        assertThat(pace.delay()).isEqualTo(SECOND / 4);
        now += SECOND / 4;
        pace.begun();
        assertThat(pace.delay()).isEqualTo(SECOND / 4);
    }

    @Test
    void whatWasMissedIsNotCaughtUpWith() {
        Pace pace = new Pace(0.5, () -> now);
        pace.begun();
        now += 10 * SECOND;

        pace.begun();

        assertThat(pace.delay()).isEqualTo(2 * SECOND);
    }

    @Test
    void withoutALimitNothingWaits() {
        Pace pace = new Pace(Double.POSITIVE_INFINITY, () -> now);
        pace.begun();
        pace.begun();

        assertThat(pace.delay()).isZero();
    }

    @Test
    void howeverFewTheyAreTheyAreNotLetThroughAtOnce() {
        Pace pace = new Pace(1e-300, () -> now);
        pace.begun();
        pace.begun();

        assertThat(pace.delay()).isGreaterThan(1_000_000 * SECOND);
    }

    @Test
    void whoeverCancelsDoesNotWait() {
        Pace pace = new Pace(0.001, () -> now);
        pace.begun();

        pace.await(new Observer() {
            @Override
            public boolean isCancelled() {
                return true;
            }
        });

        assertThat(pace.delay()).isEqualTo(1000 * SECOND);
    }
}
