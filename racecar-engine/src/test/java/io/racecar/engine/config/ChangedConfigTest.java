package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void withoutConsumersNothingIsLeftOfThem() {
        RacecarConfig producing = RacecarConfig.builder()
                .environment(Map.of("RACECAR_CONSUMERS_A_PAUSE_TIMEOUT", "1s", "RACECAR_CLIENT_ID", "shop"))
                .set("consumers.a.pauseTimeout", "2s")
                .set("consumers.b.pauseTimeout", "3s")
                .build()
                .withoutConsumers();

        assertThat(producing.withConsumers(List.of()).problems()).isEmpty();
        assertThat(producing.consumerNames()).isEmpty();
        assertThat(producing.clientId()).isEqualTo("shop");
    }

    @Test
    void withoutConsumersTheRestOfAFileIsKept(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("racecar.yml"), "clientId: shop\nconsumers: {a: {pauseTimeout: 1s}}");

        RacecarConfig producing = RacecarConfig.load(file).withoutConsumers();

        assertThat(producing.withConsumers(List.of()).problems()).isEmpty();
        assertThat(producing.clientId()).isEqualTo("shop");
    }
}
