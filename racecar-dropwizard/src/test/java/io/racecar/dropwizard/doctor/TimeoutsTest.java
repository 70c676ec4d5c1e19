package io.racecar.dropwizard.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.Subscriptions;
import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    private static final Duration HTTP = Duration.ofSeconds(30);

    @Test
    void defaultsAgree() {
        assertThat(findings(null)).containsExactly(Finding.ok("timeouts agree with one another"));
        assertThat(findings(Duration.ofSeconds(61)))
                .containsExactly(Finding.ok("timeouts agree with one another and with a grace period of 61s"));
    }

    @Test
    void aGracePeriodThatEndsBeforeTheShutdownTimeoutFails() {
        assertThat(findings(Duration.ofSeconds(30))).singleElement().satisfies(it -> {
            assertThat(it.level()).isEqualTo(Level.FAIL);
            assertThat(it.what()).contains("grace period of 30s").contains("shutdownTimeout 30s");
            assertThat(it.toDo()).contains("to 61s");
        });
    }

    @Test
    void aGracePeriodThatHasNoTimeForHttpIsAWarning() {
        assertThat(findings(Duration.ofSeconds(60))).singleElement().satisfies(it -> {
            assertThat(it.level()).isEqualTo(Level.WARN);
            assertThat(it.what()).contains("HTTP takes up to 30s");
        });
    }

    @Test
    void tooFewHeartbeatsPerSessionAreAWarning() {
        assertThat(findings(null, "sessionTimeout", "20s")).singleElement().satisfies(it -> {
            assertThat(it.level()).isEqualTo(Level.WARN);
            assertThat(it.what()).contains("sessionTimeout 20s").contains("10s");
        });
        assertThat(findings(null, "groupProtocol", "consumer"))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    @Test
    void commitsThatAreRarerThanStuckHandlersAreAWarning() {
        assertThat(findings(null, "offsetCommitInterval", "10m"))
                .extracting(Finding::level)
                .containsExactly(Level.WARN);
    }

    private static List<Finding> findings(@Nullable Duration gracePeriod, String... setting) {
        RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());
        if (setting.length == 2) {
            config.set(setting[0], setting[1]);
        }
        return new Timeouts(new Patient(
                        config.build(),
                        List.of(new Subscriptions("dance", Set.of("dances"), List.of())),
                        Optional.ofNullable(gracePeriod),
                        HTTP))
                .findings();
    }
}
