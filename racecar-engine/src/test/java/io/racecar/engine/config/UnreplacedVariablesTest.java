package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application should have replaced in its file never reaches the brokers, as a password for instance. */
class UnreplacedVariablesTest {
    private static final String HINT = "; nothing has replaced the variable in it; set that one, or RACECAR_";

    @ParameterizedTest
    @ValueSource(strings = {"${KAFKA_PASSWORD}", "a${KAFKA_PASSWORD}b", "${KAFKA_PASSWORD:-hunter2}"})
    void aPasswordIsRefusedAndNotShown(String password) {
        assertThat(problems("sasl", Map.of("password", password)))
                .contains("sasl.password must be text but was [redacted]" + HINT + "SASL_PASSWORD")
                .noneMatch(problem -> problem.contains("KAFKA_PASSWORD") || problem.contains("hunter2"));
    }

    @Test
    void anythingElseIsRefusedToo() {
        assertThat(problems("clientId", "${NAME}"))
                .containsExactly("clientId must be text without blanks around it but was ${NAME}" + HINT + "CLIENT_ID");
    }

    @Test
    void aListIsRefusedForOneOfItsValues() {
        assertThat(problems("brokers", List.of("kafka1:9092", "${SECOND}:9092")))
                .singleElement()
                .asString()
                .startsWith("brokers must be ")
                .endsWith(HINT + "BROKERS");
    }

    @Test
    void aPropertyOfKafkaIsRefusedByItsName() {
        String jaas = "org.example.Login required password=\"${KAFKA_PASSWORD}\";";

        assertThat(problems("consumers", Map.of("a", Map.of("consumerProperties", Map.of("sasl.jaas.config", jaas)))))
                .singleElement()
                .asString()
                .startsWith("consumers.a.consumerProperties.sasl.jaas.config must be ")
                .endsWith(" but was [redacted]" + HINT + "CONSUMERS_A_CONSUMER_PROPERTIES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:NAME}", "${file:/run/secrets:name}", "$NAME", "{NAME}", "${}", "$ {NAME}"})
    void whatApplicationsDoNotReplaceIsLeftAlone(String value) {
        assertThat(problems("consumerProperties", Map.of("x", value))).isEmpty();
    }

    @Test
    void onlyFilesHaveSuchVariables() {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of("RACECAR_CLIENT_ID", "${NAME}"))
                .set("groupIdPrefix", "${NAME}")
                .build();

        assertThat(config.clientId()).isEqualTo("${NAME}");
        assertThat(config.consumer("a").groupId()).isEqualTo("${NAME}a");
    }

    private static List<String> problems(String key, Object value) {
        return RacecarConfig.fromTree(Map.of(key, value)).problems();
    }
}
