package io.racecar.dropwizard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationFactoryFactory;
import io.dropwizard.configuration.JsonConfigurationFactory;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictConfigurationFactoryTest {
    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    static Stream<Arguments> files() {
        return Stream.of(
                file(
                        "clientId: a\nlagInterval: 1s\nclientId: b\n",
                        "clientId is given twice, in lines 1 and 3; keep one"),
                file("ssl: {}\nsasl: {}\nssl: {}\n", "ssl is given twice, in lines 1 and 3; keep one"),
                file("datadog:\n  tags: [&t a, *t]\n", "datadog.tags[1] is a YAML alias, which is not followed; write"),
                file(
                        "clientId: &a x\ngroupId: *a\n",
                        "groupId is a YAML alias, which is not followed; write the value"),
                file("ssl: &a {verifyHostname: true}\nsasl: {<<: *a}\n", "sasl.<< is a YAML alias, which is not"),
                file("clientId: a\n---\nclientId: b\n", "it holds several YAML documents; keep one"),
                file("{clientId: a} clientId: b\n", "it is not valid YAML at line 1, column 2"),
                file("clientId: a\n...\n%x\n\t", "it is not valid YAML at line 4"),
                file("# filler\n".repeat(10 * 1024 * 1024 / 9), "it has more than 1 MiB"),
                file("\0\1\2\3", "it is not text in UTF-8"),
                file("clientId: \u0001\u0002", "it is not valid YAML"),
                Arguments.of("clientId: \u00e4".getBytes(ISO_8859_1), "it is not text in UTF-8"),
                file(exploding(), "b[0] is a YAML alias"));
    }

    private static Arguments file(String content, String error) {
        return Arguments.of(content.getBytes(UTF_8), error);
    }

    private static String exploding() {
        StringBuilder yaml = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char it = 'b'; it < 'k'; it++) {
            String above = "*" + (char) (it - 1);
            yaml.append("%c: &%c [%s]\n".formatted(it, it, String.join(", ", List.of(above, above, above, above))));
        }
        return yaml.toString();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileIsRefusedForTheSameReasonWithAndWithoutDropwizard(byte[] content, String error) throws IOException {
        Path file = Files.write(directory.resolve("racecar.yml"), content);

        assertThatThrownBy(() -> read(YamlConfigurationFactory::new, content))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("shop.yml has ")
                .hasMessageContaining(error)
                .satisfies(it -> assertThat(it.getStackTrace()).isEmpty());
        InvalidConfigurationException loaded =
                catchThrowableOfType(InvalidConfigurationException.class, () -> RacecarConfig.load(file));
        assertThat(loaded.problems()).anyMatch(it -> it.contains(error));
    }

    @Test
    void everyProblemIsReportedWithoutThoseInsideWhatIsGivenTwice() {
        assertThatThrownBy(() -> read(YamlConfigurationFactory::new, """
                        racecar: {clientId: a}
                        server: &s {type: default}
                        logging: *s
                        racecar: {clientId: b}
                        """.getBytes(UTF_8)))
                .hasMessageContaining("logging is a YAML alias")
                .hasMessageContaining("racecar is given twice, in lines 1 and 4")
                .hasMessageContaining("shop.yml has the following errors")
                .hasMessageNotContaining("clientId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "racecar: {clientId: &unused a}",
                "---\nracecar: {clientId: a}\n...\n",
                "racecar: {clientId: a}\nlogging: {level: INFO, loggers: {a: INFO}}\nserver: {type: simple}",
                "racecar: {clientId: a, livenessProbe: {enabled: true}, jmx: {enabled: true}}",
            })
    void whatIsClearIsRead(String yaml) throws Exception {
        assertThat(read(YamlConfigurationFactory::new, yaml.getBytes(UTF_8)).clientId())
                .isEqualTo("a");
    }

    @Test
    void anotherFormatIsLeftToItsOwnFactory() throws Exception {
        // A tab that YAML does not allow.
        byte[] json = "{\n\t\"racecar\":\n\t{\"clientId\": \"a\"}\n}".getBytes(UTF_8);

        assertThat(read(JsonConfigurationFactory::new, json).clientId()).isEqualTo("a");
    }

    @Test
    void classesThatNoConsumerCouldBeMadeFromAreRefused() {
        byte[] yaml = """
                racecar:
                  deadLetter: {topic: dead, on: [com.example.AbsentException]}
                  consumers:
                    absent: {class: com.example.Absent}
                    text: {class: java.lang.String}
                """.getBytes(UTF_8);

        assertThatThrownBy(() -> read(YamlConfigurationFactory::new, yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("shop.yml has the following errors")
                .hasMessageContaining("consumers.absent.class is com.example.Absent, which is not on the classpath")
                .hasMessageContaining("java.lang.String is neither a MessageConsumer nor a BatchConsumer")
                .hasMessageContaining("deadLetter.on names com.example.AbsentException");
    }

    @Test
    void whatIsWrongWithSettingsAndWithClassesIsOneReport() {
        byte[] yaml = "racecar: {pauseTimout: 1s, consumers: {absent: {class: com.example.Absent}}}".getBytes(UTF_8);

        assertThatThrownBy(() -> read(YamlConfigurationFactory::new, yaml)).hasMessage("""
                        shop.yml has the following errors:
                          * racecar pauseTimout is not a setting; did you mean pauseTimeout?
                          * consumers.absent.class is com.example.Absent, which is not on the classpath; give a class's full name, with $ before a nested one
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "- racecar", "*x", "5"})
    void whatHasNoKeysIsRefused(String yaml) {
        assertThatThrownBy(() -> read(YamlConfigurationFactory::new, yaml.getBytes(UTF_8)))
                .hasMessageContaining("shop.yml has an error")
                .hasMessageContaining("it must be a mapping of sections");
    }

    @Test
    void warningsAreToldWhereTheConfigurationCanBeUsed() throws Exception {
        read(YamlConfigurationFactory::new, "racecar: {minMessageQueueSize: 100}".getBytes(UTF_8));

        assertThat(warnings)
                .containsExactly(
                        "minMessageQueueSize is read as maxBufferedMessages; use that name", "doubts of racecar");
    }

    @Test
    void noReportShowsWhatMayBeASecret() {
        assertThatThrownBy(() -> read(YamlConfigurationFactory::new, "a: &hunter2 x\nb: *hunter2".getBytes(UTF_8)))
                .satisfies(error -> assertThat(Throwables.getStackTrace(error)).doesNotContain("hunter2"));
    }

    private RacecarConfig read(ConfigurationFactoryFactory<ShopConfiguration> factories, byte[] content)
            throws IOException, ConfigurationException {
        ShopConfiguration configuration = StrictConfigurationFactory.around(
                        factories, config -> List.of("doubts of " + config.clientId()), warnings::add)
                .create(ShopConfiguration.class, Validators.newValidator(), Jackson.newObjectMapper(), "strict-test")
                .build(path -> new ByteArrayInputStream(content), "shop.yml");
        return Objects.requireNonNull(configuration.racecar());
    }
}
