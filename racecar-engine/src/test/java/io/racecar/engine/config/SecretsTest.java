package io.racecar.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Plants a marker at every key, in every form a secret has and from every source, and reads all that is printed. */
class SecretsTest {
    private static final String MARKER = "hunter2";

    /** For keys that are no secrets themselves: what they may hold by mistake, or quite rightly. */
    private static final List<String> SECRETS = List.of(
            "https://me:" + MARKER + "@registry",
            "me:" + MARKER + "@proxy:8080",
            "Bearer " + MARKER,
            "Basic " + MARKER,
            "x required username=\"me\" password=\"" + MARKER + "\";",
            "-----BEGIN PRIVATE KEY-----" + MARKER);

    private static final List<String> SECRET_NAMES =
            List.of("ssl.key.password", "sasl.jaas.config", "basic.auth.user.info", "ssl.keystore.key", "my.secret");

    @TempDir
    Path directory;

    private final Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = log.getLevel();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void logEverything() {
        logged.start();
        log.addAppender(logged);
        log.setLevel(Level.TRACE);
    }

    @AfterEach
    void logAsBefore() {
        log.detachAppender(logged);
        log.setLevel(level);
    }

    @ParameterizedTest
    @MethodSource("io.racecar.engine.config.Samples#keys")
    void noKeyShowsASecret(Key key) {
        for (String secret : secretsFor(key)) {
            for (RacecarConfig config : fromEverySource(key, secret)) {
                assertThat(printed(config)).noneMatch(text -> text.contains(MARKER));
            }
        }
    }

    @Test
    void clientsAreGivenWhatIsNotShown() {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of("RACECAR_SASL_PASSWORD", MARKER))
                .set("securityProtocol", "sasl_plaintext")
                .set("sasl.mechanism", "SCRAM-SHA-512")
                .set("sasl.username", "me")
                .set("consumerProperties.my.secret", MARKER)
                .set("consumers.a.valueDeserializer", "org.apache.kafka.common.serialization.StringDeserializer")
                .set("consumers.a.valueDeserializerProperties", Map.of("basic.auth.user.info", "me:" + MARKER))
                .build();

        assertThat(parse(config)).isEqualTo(MARKER);
        assertThat(printed(config)).noneMatch(text -> text.contains(MARKER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl: {password: hunter2",
                "sasl:\n  password: \"hunter2\n",
                "sasl:\n  password: !hunter2!x y\n",
                "sasl:\n  password: !<hunter2> y\n",
                "sasl:\n  password: %hunter2\n",
                "sasl:\n  password: *hunter2\n",
                "sasl:\n  password: &hunter2 x: y\n",
                "sasl:\n  password: hunter2: x\n",
                "sasl:\n\tpassword: hunter2\n",
                "sasl:\n  password: [hunter2]\n",
                "sasl:\n  password: {hunter2: x}\n",
                "sasl:\n  password: hunter2\n  password: hunter2\n",
                "sasl:\n  password: \"\\hunter2\"\n",
                "sasl:\n  password: |x\n hunter2\n",
            })
    void noBrokenFileShowsASecret(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("racecar.yml"), yaml);

        List<String> printed = new ArrayList<>();
        try {
            printed.addAll(printed(
                    RacecarConfig.builder().environment(Map.of()).file(file).build()));
        } catch (InvalidConfigurationException e) {
            printed.add(e.toString());
        }

        assertThat(printed).isNotEmpty().noneMatch(text -> text.contains(MARKER));
    }

    private static List<String> secretsFor(Key key) {
        if (key.setting().type().secret()) {
            return List.of(MARKER);
        }
        return key.setting().map().isEmpty()
                ? SECRETS
                : Stream.concat(
                                SECRETS.stream().map(secret -> "x=" + secret),
                                SECRET_NAMES.stream().map(name -> name + "=" + MARKER))
                        .toList();
    }

    private List<RacecarConfig> fromEverySource(Key key, String secret) {
        RacecarConfig.Builder variables =
                RacecarConfig.builder().environment(Map.of("RACECAR_" + key.variable(), secret));
        RacecarConfig none = RacecarConfig.builder().environment(Map.of()).build();
        List<RacecarConfig> configs = new ArrayList<>();
        configs.add(none.with(key.path(), secret));
        configs.add(none.with(key.path(), List.of(secret)));
        configs.add(none.with(key.path(), Map.of("x", secret, "y.password", MARKER)));
        configs.add(none.withCommandLine(Map.of(key.path(), secret)));
        configs.add(RacecarConfig.fromTree(tree(key.path(), secret)));
        add(configs, () -> variables.build().withConsumers(List.of(Samples.CONSUMER)));
        return configs;
    }

    private void add(List<RacecarConfig> configs, Supplier<RacecarConfig> reading) {
        try {
            configs.add(reading.get());
        } catch (InvalidConfigurationException e) {
            assertThat(e.toString()).doesNotContain(MARKER);
        }
    }

    private static Object tree(String path, Object value) {
        int dot = path.indexOf('.');
        return dot < 0 ? Map.of(path, value) : Map.of(path.substring(0, dot), tree(path.substring(dot + 1), value));
    }

    private static String parse(RacecarConfig config) {
        new ProducerConfig(config.producerProperties());
        new AdminClientConfig(config.adminProperties());
        Map<String, Object> properties = config.consumerProperties("a");
        new ConsumerConfig(properties);
        return String.valueOf(properties.get("my.secret"));
    }

    private List<String> printed(RacecarConfig config) {
        List<String> texts = new ArrayList<>(config.problems());
        texts.addAll(config.warnings());
        texts.add(config.toString());
        texts.add(config.effective().toString());
        texts.add(config.effectiveYaml());
        if (config.problems().isEmpty()) {
            texts.add(config.consumer(Samples.CONSUMER).toString());
            texts.add(config.producer().toString());
            texts.add(config.datadog().toString());
            texts.add(config.jmx().toString());
            texts.add(config.metrics().toString());
            texts.add(config.livenessProbe().toString());
            texts.add(config.dashboard().toString());
        }
        logged.list.forEach(event -> texts.add(event.getFormattedMessage()));
        return texts;
    }
}
