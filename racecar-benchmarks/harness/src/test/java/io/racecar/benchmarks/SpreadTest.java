package io.racecar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void takesTheMiddleOfAnOddNumber() {
        assertThat(Spread.of(List.of(5.0, 1.0, 3.0))).isEqualTo(new Spread(3, 1, 5));
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Spread.of(List.of(9.0, 1.0, 4.0, 3.0))).isEqualTo(new Spread(3.5, 1, 9));
    }

    @Test
    void refusesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void printsTheRangeOnlyIfThereIsOne() {
        assertThat(new Spread(1_000_000, 900_000, 1_100_000).text(Metric.RATE))
                .isEqualTo("1,000,000 [900,000-1,100,000]");
        assertThat(new Spread(1_000_000.1, 1_000_000, 1_000_000.2).text(Metric.RATE))
                .isEqualTo("1,000,000");
    }
}
