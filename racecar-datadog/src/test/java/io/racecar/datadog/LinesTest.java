package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LinesTest {
    /** The agent computes {@code int64(1 / rate)}, in Go, whose numbers are Java's here. */
    @Test
    void aRateMakesTheNumberThatItWasMadeOf() {
        LongStream.concat(LongStream.rangeClosed(1, 100_000), LongStream.of(999_983, 1_000_000, 1 << 20, 479_001_599))
                .forEach(number -> assertThat((long) (1 / Double.parseDouble(Lines.rate(number))))
                        .isEqualTo(number));
    }

    @Test
    void aRateIsWrittenWithoutAnExponent() {
        assertThat(Lines.rate(2)).isEqualTo("0.5");
        assertThat(Lines.rate(1_000_000)).isEqualTo("0.000001");
    }
}
