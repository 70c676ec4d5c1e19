package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangedConfigTest {

    private final RacecarConfig config = RacecarConfig.builder()
            .environment(Map.of("RACECAR_BROKERS", "kafka1:9092", "RACECAR_CLIENT_ID", "shop"))
            .set("pauseTimeout", "3s")
            .build();

    @Test
    void oneSettingIsReplacedEvenIfTheEnvironmentHasIt() {
        RacecarConfig changed = config.with("brokers", "localhost:1234").with("brokers", "localhost:1235");

        assertThat(changed.brokers()).containsExactly("localhost:1235");
        assertThat(config.brokers()).containsExactly("kafka1:9092");
    }

    @Test
    void allOthersAreKept() {
        RacecarConfig changed = config.with("brokers", "localhost:1234");

        assertThat(changed.clientId()).isEqualTo("shop");
        assertThat(changed.consumer("any").pauseTimeout())
                .isEqualTo(config.consumer("any").pauseTimeout());
    }

    @Test
    void whatIsWrongWithItIsAProblemLikeAnyOther() {
        assertThat(config.with("pauseTimeout", "soon").problems())
                .singleElement()
                .asString()
                .startsWith("pauseTimeout must be");
    }
}
