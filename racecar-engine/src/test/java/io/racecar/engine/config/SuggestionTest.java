package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private final Suggestion suggestion =
            Suggestion.among(List.of("pauseTimeout", "maxPauseTimeout", "ssl.caLocation", "brokers"));

    @ParameterizedTest
    @CsvSource({
        "pauseTimout,       pauseTimeout",
        "puaseTimeout,      pauseTimeout",
        "pause_timeout,     pauseTimeout",
        "MAX-PAUSE-TIMEOUT, maxPauseTimeout",
        "ssl_ca_location,   ssl.caLocation",
        "broker,            brokers",
    })
    void isTheNearestName(String given, String near) {
        assertThat(suggestion.nearest(given)).contains(near);
    }

    @ParameterizedTest
    @CsvSource({"zzz", "pause", "b", "'...'"})
    void isNothingForWhatIsFar(String given) {
        assertThat(suggestion.nearest(given)).isEmpty();
    }
}
