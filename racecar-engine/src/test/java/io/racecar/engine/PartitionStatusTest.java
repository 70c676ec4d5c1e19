package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartitionStatusTest {
    private static PartitionStatus status(long committed, long end, Duration timeLag) {
        long lag = end < 0 ? -1 : end - 5;
        return new PartitionStatus(new Partition("t", 0), 0, 5, committed, end, lag, timeLag, -1, 0, false, null);
    }

    @Test
    void theTimeLagIsUnknownWithoutAnEndAndAMessageAtHand() {
        assertThat(status(5, -1, Duration.ZERO).timeLagMillis()).isEqualTo(-1);
        assertThat(status(5, -1, Duration.ofSeconds(2)).timeLagMillis()).isEqualTo(2000);
        assertThat(status(5, 5, Duration.ZERO).timeLagMillis()).isZero();
    }

    @Test
    void theCommittedLagIsUnknownWithoutAnEndOrACommit() {
        assertThat(status(3, 9, Duration.ZERO).committedLag()).isEqualTo(6);
        assertThat(status(-1, 9, Duration.ZERO).committedLag()).isEqualTo(-1);
        assertThat(status(3, -1, Duration.ZERO).committedLag()).isEqualTo(-1);
    }
}
