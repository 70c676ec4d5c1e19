package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RacecarConfigJacksonTest {
    private final ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
    private final Validator validator =
            Validation.buildDefaultValidatorFactory().getValidator();

    static final class Application {
        @Valid @JsonProperty
        @Nullable RacecarConfig racecar;
    }

    @Test
    void aFieldOfAnApplicationsConfigurationIsRead() throws JsonProcessingException {
        RacecarConfig config = read("racecar: {clientId: mine, consumers: {a: {pauseTimeout: 5}}}");

        assertThat(config.clientId()).isEqualTo("mine");
        assertThat(config.consumer("a").pauseTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(validator.validate(config)).isEmpty();
    }

    @Test
    void everyProblemIsAViolation() throws JsonProcessingException {
        Application application =
                mapper.readValue("racecar: {clientId: [1], pauseTimout: 1, sessionTimeout: 30000}", Application.class);

        assertThat(validator.validate(application))
                .allMatch(violation -> violation.getPropertyPath().toString().equals("racecar"))
                .extracting(ConstraintViolation::getMessage)
                .containsExactlyInAnyOrder(
                        "clientId must be text without blanks around it but was a list",
                        "pauseTimout is not a setting; did you mean pauseTimeout?",
                        "sessionTimeout must be a duration from 100ms to 30m such as 500ms but was 30000; "
                                + "bare numbers are seconds; did you mean 30000ms?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"racecar: text", "racecar: [1, 2]", "racecar: 5", "racecar: true"})
    void nothingMakesJacksonFail(String yaml) throws JsonProcessingException {
        RacecarConfig config = read(yaml);

        assertThat(config.problems()).hasSize(1);
        assertThat(config.toString()).isEqualTo("RacecarConfig[]");
        assertThatThrownBy(config::clientId).isInstanceOf(InvalidConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${1 + 1}", "{message}", "\\\\{x}", "#{y}", "$5 \\\\ 6"})
    void whatUsersWroteIsNoExpression(String value) throws JsonProcessingException {
        RacecarConfig config = read("racecar: {lagInterval: \"" + value + "\"}");

        Set<ConstraintViolation<RacecarConfig>> violations = validator.validate(config);

        assertThat(violations).extracting(ConstraintViolation::getMessage).isEqualTo(config.problems());
    }

    @Test
    void anAbsentBlockIsNoConfiguration() throws JsonProcessingException {
        Application application = mapper.readValue("racecar:", Application.class);

        assertThat(application.racecar).isNull();
        assertThat(validator.validate(application)).isEmpty();
    }

    private RacecarConfig read(String yaml) throws JsonProcessingException {
        return Objects.requireNonNull(mapper.readValue(yaml, Application.class).racecar);
    }
}
