package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationSettingsTest {
    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    @Test
    void theDefaultsAreThoseOfTheReference() {
        RacecarConfig config = builder.build();

        assertThat(config.logfile()).isEmpty();
        assertThat(config.logLevel()).isEmpty();
        assertThat(config.pidfile()).isEmpty();
        assertThat(config.livenessProbe())
                .isEqualTo(new LivenessProbeSettings(false, Path.of("tmp/racecar-liveness"), Duration.ofSeconds(5)));
        assertThat(config.datadog())
                .isEqualTo(new DatadogSettings(false, "localhost", 8125, null, "racecar", List.of(), true));
        assertThat(config.jmx()).isEqualTo(new JmxSettings(true, "io.racecar"));
        assertThat(config.dashboard()).isEqualTo(new DashboardSettings(true, false));
        assertThat(config.effective()).contains(new EffectiveSetting("logLevel", "info", Source.DEFAULT));
    }

    @Test
    void everyKeyIsMapped() {
        RacecarConfig config = builder.set("logfile", "log/racecar.log")
                .set("logLevel", "Warn")
                .set("pidfile", Path.of("tmp/racecar.pid"))
                .set("livenessProbe", Map.of("enabled", true, "filePath", "/run/alive", "maxInterval", "10s"))
                .set(
                        "datadog",
                        Map.of(
                                "enabled",
                                true,
                                "host",
                                "agent",
                                "port",
                                9125,
                                "namespace",
                                "shop",
                                "tags",
                                List.of("env:production", "team:dance"),
                                "partitionTags",
                                false))
                .set("jmx", Map.of("enabled", false, "domain", "com.example"))
                .set("dashboard", Map.of("enabled", false, "readOnly", true))
                .build();

        assertThat(config.logfile()).contains(Path.of("log/racecar.log"));
        assertThat(config.logLevel()).contains(LogLevel.WARN);
        assertThat(config.pidfile()).contains(Path.of("tmp/racecar.pid"));
        assertThat(config.livenessProbe())
                .isEqualTo(new LivenessProbeSettings(true, Path.of("/run/alive"), Duration.ofSeconds(10)));
        assertThat(config.datadog())
                .isEqualTo(new DatadogSettings(
                        true, "agent", 9125, null, "shop", List.of("env:production", "team:dance"), false));
        assertThat(config.jmx()).isEqualTo(new JmxSettings(false, "com.example"));
        assertThat(config.dashboard()).isEqualTo(new DashboardSettings(false, true));
        assertThat(config.warnings())
                .containsExactly(
                        "dashboard.enabled has no effect in this version of Racecar; leave it out",
                        "dashboard.readOnly has no effect in this version of Racecar; leave it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pidfile", "logfile"})
    void theLivenessFileIsNoOther(String other) {
        builder.set(other, "tmp/other/../racecar-liveness");
        assertThat(builder.build().problems()).isEmpty();

        builder.set("livenessProbe.enabled", true);

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("livenessProbe.filePath must be a file of its own but was tmp/racecar-liveness"
                        + " (the default); " + other + " is that file too; name another one");
    }

    @Test
    void aSocketReplacesHostAndPort() {
        RacecarConfig config = builder.environment(Map.of("RACECAR_DATADOG_PORT", "9125"))
                .set("datadog.socketPath", "/var/run/datadog/dsd.socket")
                .build();

        assertThat(config.datadog().socketPath()).isEqualTo(Path.of("/var/run/datadog/dsd.socket"));
        assertThat(config.warnings())
                .containsExactly("datadog.port (RACECAR_DATADOG_PORT) has no effect beside datadog.socketPath; "
                        + "leave it out");
    }
}
