package io.racecar.dropwizard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.jersey.validation.Validators;
import io.racecar.engine.config.EffectiveSetting;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.config.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Dropwizard itself does to a configuration before it is read goes for the settings too. */
class ConfigurationOverridesTest {
    /** Not Dropwizard's own, so that tests beside this one are left alone. */
    private static final String PREFIX = "overrides-test";

    private final List<String> properties = new ArrayList<>();

    @AfterEach
    void forgetProperties() {
        properties.forEach(System::clearProperty);
    }

    @Test
    void systemPropertiesReplaceWhatTheFileHas() throws Exception {
        override("clientId", "overridden");
        override("consumers.user-ban-consumer.pauseTimeout", "3s");
        override("consumerProperties.fetch\\.min\\.bytes", "7");
        override("brokers", "kafka1:9092,kafka2:9092");
        override("jmx.enabled", "false");

        RacecarConfig config = read(
                "racecar: {clientId: from-file, brokers: [kafka0], consumers: {user-ban-consumer: {concurrency: 2}}}");

        assertThat(config.problems()).isEmpty();
        assertThat(config.brokers()).containsExactly("kafka1:9092", "kafka2:9092");
        assertThat(config.consumer("user-ban-consumer").pauseTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.consumer("user-ban-consumer").concurrency()).isEqualTo(2);
        assertThat(config.consumerProperties("user-ban-consumer")).containsEntry("fetch.min.bytes", "7");
        assertThat(config.jmx().enabled()).isFalse();
        assertThat(config.effective()).contains(new EffectiveSetting("clientId", "overridden", Source.COMMAND_LINE));
    }

    @Test
    void whatASystemPropertyGivesIsOfTheCommandLineAndTheRestOfTheFile() throws Exception {
        override("brokers[1]", "kafka9:9092");
        override("consumerProperties.check\\.crcs", "false");
        override("consumerProperties.fetch.min.bytes", "7");
        override("consumers.a.pauseTimeout", "3s");

        RacecarConfig config = read("""
                racecar:
                  brokers: [kafka0:9092, kafka1:9092]
                  lagInterval: 1s
                  consumerProperties: {fetch.min.bytes: 1, fetch.max.bytes: 2000000}
                  consumers: {a: {concurrency: 2}}
                """);

        assertThat(config.problems()).isEmpty();
        assertThat(config.brokers()).containsExactly("kafka0:9092", "kafka9:9092");
        assertThat(config.effective().stream().filter(it -> it.source() != Source.DEFAULT))
                .extracting(it -> it.path() + " " + it.source())
                .containsExactlyInAnyOrder(
                        "brokers COMMAND_LINE",
                        "lagInterval FILE",
                        "consumerProperties.check.crcs COMMAND_LINE",
                        "consumerProperties.fetch.min.bytes COMMAND_LINE",
                        "consumerProperties.fetch.max.bytes FILE",
                        "consumers.a.pauseTimeout COMMAND_LINE",
                        "consumers.a.concurrency FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"brokers[0]", "brokers[7]", "clientId.x", "consumers.a[0].concurrency"})
    void aSystemPropertyThatFitsNowhereIsAProblem(String key) {
        override(key, "hunter2");

        assertThatThrownBy(() -> read("racecar: {brokers: 'kafka1:9092', clientId: a, consumers: {a: {}}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Unable to override racecar." + key)
                .satisfies(error -> assertThat(Throwables.getStackTrace(error)).doesNotContain("hunter2"));
    }

    @Test
    void aWrongSystemPropertyIsOneProblem() {
        override("pauseTimeout", "soon");
        override("ssl", "on");

        assertThatThrownBy(() -> read("racecar: {pauseTimeout: 1s}"))
                .hasMessageContainingAll("pauseTimeout must be", "but was soon", "ssl must be a mapping")
                .hasMessageContaining("has the following errors")
                .satisfies(error -> assertThat(error.getMessage().lines().filter(it -> it.contains("*")))
                        .hasSize(2));
    }

    @Test
    void systemPropertiesNeedNoBlockInTheFile() throws Exception {
        override("deadLetter.topic", "dead");

        assertThat(read("{}").consumer("any").deadLetterTopic()).contains("dead");
    }

    @Test
    void aSystemPropertyThatMeansNothingIsAProblemLikeAMisspeltKey() {
        override("pauseTimout", "3s");

        assertThatThrownBy(() -> read("racecar: {}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("racecar pauseTimout is not a setting; did you mean pauseTimeout?");
    }

    @Test
    void variablesAreSubstitutedInTheFile() throws Exception {
        RacecarConfig config =
                read("racecar: {clientId: '${PATH}', groupIdPrefix: '${NO_SUCH_VARIABLE_HERE:-staging.}', pauseTimeout:"
                        + " 1s}");

        assertThat(config.clientId()).isEqualTo(System.getenv("PATH"));
        assertThat(config.consumer("a").groupId()).isEqualTo("staging.a");
    }

    @Test
    void aVariableThatIsNotSetIsAProblem() {
        assertThatThrownBy(() -> read("racecar: {clientId: '${NO_SUCH_VARIABLE_HERE}'}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("but was ${NO_SUCH_VARIABLE_HERE}; nothing has replaced the variable in it;"
                        + " set that one, or RACECAR_CLIENT_ID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "racecar:\n  sasl: {password: \"hunter2}\n",
                "racecar:\n  sasl: {password: hunter2\n",
                "racecar:\n  sasl:\n    password: hunter2: x\n",
                "racecar:\n  sasl:\n    password: !hunter2!x y\n",
                "racecar:\n  sasl:\n\t  password: hunter2\n",
                "racecar:\n  sasl:\n    password: hunter2\n    password: hunter2\n",
                "racecar:\n  sasl:\n    passwort: hunter2\n",
                "racecra:\n  sasl:\n    password: hunter2\n",
                "racecar:\n  sasl:\n    password: [hunter2]\n",
            })
    void noReportOfABrokenFileShowsASecret(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("shop.yml has ")
                .satisfies(error -> assertThat(Throwables.getStackTrace(error)).doesNotContain("hunter2"));
    }

    private void override(String key, String value) {
        String property = PREFIX + ".racecar." + key;
        properties.add(property);
        System.setProperty(property, value);
    }

    private static RacecarConfig read(String yaml) throws IOException, ConfigurationException {
        Bootstrap<ShopConfiguration> bootstrap = new Bootstrap<>(new ShopApplication((racecar, environment) -> {}));
        new RacecarBundle<ShopConfiguration>(ShopConfiguration::racecar).initialize(bootstrap);
        ConfigurationSourceProvider file = path -> new ByteArrayInputStream(yaml.getBytes(UTF_8));
        ShopConfiguration configuration = bootstrap
                .getConfigurationFactoryFactory()
                .create(ShopConfiguration.class, Validators.newValidator(), bootstrap.getObjectMapper(), PREFIX)
                .build(new SubstitutingSourceProvider(file, new EnvironmentVariableSubstitutor(false)), "shop.yml");
        return Objects.requireNonNull(configuration.racecar());
    }
}
