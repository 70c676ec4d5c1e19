package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PluginsTest {
    private final Racecar.Builder builder = Racecar.builder(RacecarConfig.builder()
            .environment(Map.of())
            .set("datadog.enabled", true)
            .build());

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** Whatever is on the classpath of these tests, no plugin is found. */
    @BeforeEach
    void hidePlugins() {
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void showPlugins() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void whatIsEnabledButNotOnTheClasspathIsRefused() {
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "datadog.enabled is true, but racecar-datadog, which sends the metrics, is not"
                                                + " on the classpath; add the dependency io.racecar:racecar-datadog, or set"
                                                + " datadog.enabled to false"));
    }

    @Test
    void aCheckThatBuildsNothingRefusesItToo() {
        assertThat(ConfiguredConsumers.problems(RacecarConfig.builder()
                        .environment(Map.of())
                        .set("datadog.enabled", true)
                        .build()))
                .singleElement()
                .asString()
                .startsWith("datadog.enabled is true, but racecar-datadog");
    }

    @Test
    void aPluginThatServesItIsEnough() {
        builder.plugin(new RacecarPlugin() {
            @Override
            public String serves() {
                return "datadog";
            }

            @Override
            public Optional<? extends Attachment> attach(RacecarConfig config) {
                return Optional.empty();
            }
        });

        assertThat(builder.build().consumers()).isEmpty();
    }
}
