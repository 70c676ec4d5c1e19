package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTypeTest {
    private final DurationType type = DurationType.between(Duration.ZERO, Duration.ofHours(24));

    @ParameterizedTest
    @CsvSource({
        "10,                10s",
        "10s,               10s",
        "10 seconds,        10s",
        "1 second,          1s",
        "500ms,             500ms",
        "500 milliseconds,  500ms",
        "5m,                5m",
        "5 min,             5m",
        "5 Minutes,         5m",
        "1h,                1h",
        "2 hours,           2h",
        "PT1M30S,           90s",
        "pt0.25s,           250ms",
        "0.5,               500ms",
        "1.5h,              90m",
        "0,                 0s",
        "120s,              2m",
        "24h,               24h",
    })
    void isReadInManyFormsAndPrintedInOne(String given, String printed) throws InvalidValueException {
        assertThat(type.print(type.read(given))).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-1s",
                "1d",
                "s",
                "1s2",
                "1 0s",
                "0.1ms",
                "25h",
                "P1Y",
                "0x10",
                "1e3",
                "PT9999999999999999H"
            })
    void isRefused(String given) {
        assertThatThrownBy(() -> type.read(given)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e300, -0.5})
    void oddNumbersAreRefused(double given) {
        assertThatThrownBy(() -> type.read(given)).isInstanceOf(InvalidValueException.class);
    }
}
