package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TransactionDelayTest {
    private static final Duration FIRST = Duration.ofMillis(100);

    private final ManualClock clock = new ManualClock();
    private final TransactionDelay delay = new TransactionDelay(clock);

    @Test
    void doublesUpToTenSecondsUntilATransactionSucceeds() {
        assertThat(delay.after(new TimeoutException())).isEqualTo(FIRST);
        assertThat(delay.after(new TimeoutException())).isEqualTo(FIRST.multipliedBy(2));
        for (int i = 0; i < 10; i++) {
            delay.after(new TimeoutException());
        }
        assertThat(delay.after(new TimeoutException())).isEqualTo(Duration.ofSeconds(10));

        delay.succeeded();

        assertThat(delay.after(new TimeoutException())).isEqualTo(FIRST);
    }

    @Test
    void growsWithEachFencingThoughTransactionsSucceedInBetween() {
        assertThat(delay.after(new ProducerFencedException("first"))).isEqualTo(FIRST);
        delay.succeeded();
        clock.pass(Duration.ofSeconds(5));

        assertThat(delay.after(new ProducerFencedException("second"))).isEqualTo(FIRST.multipliedBy(2));
    }

    @Test
    void forgetsAFencingAfterAWhile() {
        delay.after(new ProducerFencedException("first"));
        delay.succeeded();
        clock.pass(Duration.ofMinutes(2));

        assertThat(delay.after(new ProducerFencedException("second"))).isEqualTo(FIRST);
    }

    @Test
    void isOverWhenTheTimeHasPassedAndPendingUntilSomethingIsTried() {
        delay.after(new TimeoutException());
        assertThat(delay.isOver()).isFalse();
        assertThat(delay.nanosLeft()).isEqualTo(FIRST.toNanos());

        clock.pass(FIRST);
        assertThat(delay.isOver()).isTrue();
        assertThat(delay.isPending()).isTrue();

        delay.ended();
        assertThat(delay.isPending()).isFalse();
    }
}
