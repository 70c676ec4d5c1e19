package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private final RacecarConfig.Builder builder = RacecarConfig.builder()
            .environment(Map.of("RACECAR_CLIENT_ID", "environment", "RACECAR_LAG_INTERVAL", "3"))
            .commandLine(Map.of("clientId", "option", "socketTimeout", "7s"))
            .set("socketTimeout", "8s");

    @Test
    void optionsAreAboveTheEnvironmentAndBelowCode() {
        assertThat(builder.build().effective())
                .contains(
                        new EffectiveSetting("clientId", "option", Source.COMMAND_LINE),
                        new EffectiveSetting("lagInterval", "3s", Source.ENVIRONMENT),
                        new EffectiveSetting("socketTimeout", "8s", Source.CODE));
    }

    @Test
    void aConfigurationThatWasReadTakesOptionsToo() {
        RacecarConfig config = builder.build()
                .withCommandLine(Map.of("clientId", "later", "socketTimeout", "9s", "consumers.a.concurrency", "4"));

        assertThat(config.effective())
                .contains(
                        new EffectiveSetting("clientId", "later", Source.COMMAND_LINE),
                        new EffectiveSetting("socketTimeout", "8s", Source.CODE),
                        new EffectiveSetting("consumers.a.concurrency", "4", Source.COMMAND_LINE));
        assertThat(config.consumer("a").concurrency()).isEqualTo(4);
        assertThat(config.withoutConsumers().consumerNames()).isEmpty();
    }

    @Test
    void whatIsWrongWithAnOptionIsAProblem() {
        RacecarConfig config = builder.build().withCommandLine(Map.of("pauseTimout", "1s", "pidfile", ""));

        assertThat(config.problems())
                .containsExactlyInAnyOrder(
                        "pauseTimout is not a setting; did you mean pauseTimeout?",
                        "pidfile must be the path of a file but is empty; leave it out for the default");
    }
}
