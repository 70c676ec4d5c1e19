package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTypeTest {
    private final SizeType type = SizeType.between(0, 8 * SizeType.GIB);

    @ParameterizedTest
    @CsvSource({
        "1,         1",
        "1B,        1",
        "64MiB,     64MiB",
        "64 mib,    64MiB",
        "10MB,      10000000",
        "1.5KiB,    1536",
        "2048,      2KiB",
        "8GiB,      8GiB",
        "1kB,       1000",
        "0,         0",
    })
    void isReadWithUnitsAndPrintedInPowersOf1024(String given, String printed) throws InvalidValueException {
        assertThat(type.print(type.read(given))).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1K", "9GiB", "0.5", "MiB", "1 MiB x", "1e3"})
    void isRefused(String given) {
        assertThatThrownBy(() -> type.read(given)).isInstanceOf(InvalidValueException.class);
    }
}
