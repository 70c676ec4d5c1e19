package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveYamlTest {
    private final RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());

    @Test
    void itSaysWhereAValueComesFrom() {
        String yaml = builder.environment(Map.of("RACECAR_BROKERS", "kafka1:9092,kafka2:9092"))
                .set("consumers.a.pauseTimeout", "1m")
                .build()
                .effectiveYaml();

        assertThat(yaml)
                .contains("brokers: kafka1:9092,kafka2:9092  # environment\n")
                .contains("clientId: racecar\n")
                .contains("consumers:\n  a:\n    pauseTimeout: 1m  # code\n")
                .doesNotContain("none");
    }

    @Test
    void aPropertyKeepsItsDotsAndASectionGivesThemUp() {
        String yaml = builder.set("consumerProperties", Map.of("check.crcs", "false"))
                .set("producer.linger", "7ms")
                .build()
                .effectiveYaml();

        assertThat(yaml)
                .contains("consumerProperties:\n  check.crcs: false  # code\n")
                .contains("producer:\n")
                .contains("\n  linger: 7ms  # code\n");
    }

    @Test
    void secretsAreLeftOut() {
        String yaml = builder.set("consumerProperties", Map.of("ssl.key.password", "hunter2"))
                .build()
                .effectiveYaml();

        assertThat(yaml).contains("ssl.key.password: \"[redacted]\"").doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "racecar",
                "0123",
                "1:30",
                "no",
                "null",
                "a # b",
                "a: b",
                "\"quoted\"",
                "[list]",
                "back\\slash",
                "-",
                "a\tb",
                "x:",
                "- x",
                "{}",
                "é",
                "*alias",
                "1e3"
            })
    void whateverAValueIsItReadsAsThatText(String value) throws IOException {
        String yaml = builder.set("groupIdPrefix", value).build().effectiveYaml();

        assertThat(new YAMLMapper().readTree(yaml).get("groupIdPrefix").asText())
                .isEqualTo(value);
    }

    @Test
    void nothingIsWrittenAsAnEmptyMapping() throws IOException {
        String yaml = builder.build().effectiveYaml();

        assertThat(new YAMLMapper().readTree(yaml).get("consumerProperties").isObject())
                .isTrue();
    }
}
