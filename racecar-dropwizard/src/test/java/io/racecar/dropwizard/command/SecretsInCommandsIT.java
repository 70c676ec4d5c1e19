package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.dropwizard.RacecarApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plants a marker in every place where a process is given secrets, and reads all that it and commands say. */
class SecretsInCommandsIT {
    private static final String MARKER = "hunter2";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern ADMIN_PORT = Pattern.compile("Started admin@\\S+\\{[^{}]*}\\{[^{}]*:(\\d+)}");

    @TempDir
    private Path directory;

    private final Map<String, String> variables = Map.of(
            "RACECAR_SSL_KEYSTORE_PASSWORD", MARKER,
            "RACECAR_CONSUMER_PROPERTIES_MY_SECRET", MARKER,
            "RACECAR_PRODUCER_PROPERTIES", "proxy=me:" + MARKER + "@proxy:8080",
            "RACECAR_SASL_PASSWROD", MARKER,
            "SASL_PASSWORD", MARKER);

    @BeforeEach
    void plant() throws Exception {
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "me",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=me",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        "me.p12",
                        "-storepass",
                        MARKER)
                .directory(directory.toFile())
                .start()
                .waitFor();
        Files.writeString(directory.resolve("config.yml"), """
                racecar:
                  brokers: localhost:1
                  securityProtocol: sasl-ssl
                  ssl: {keystoreLocation: me.p12}
                  sasl: {mechanism: PLAIN, username: me, password: '${SASL_PASSWORD}'}
                  pidfile: racecar.pid
                  logfile: racecar.log
                  logLevel: trace
                  consumerProperties:
                    sasl.jaas.config: 'org.apache.kafka.common.security.plain.PlainLoginModule required username="me" password="hunter2";'
                    schema.registry.url: https://me:hunter2@registry
                    other.url: https://me:a/hunter2@registry
                    header: Bearer hunter2
                    headers: 'x-a: Basic hunter2'
                  producer:
                    properties:
                      sasl.jaas.config: 'org.apache.kafka.common.security.plain.PlainLoginModule required username="me" password="hunter2";'
                      header: Bearer hunter2
                  consumers:
                    journalist:
                      class: io.racecar.dropwizard.command.JournalConsumer
                      consumerProperties: {basic.auth.user.info: 'me:hunter2'}
                      valueDeserializer: org.apache.kafka.common.serialization.StringDeserializer
                      valueDeserializerProperties: {bearer.auth.token: hunter2}
                logging: {level: INFO, loggers: {io.racecar: TRACE}}
                server:
                  applicationConnectors: [{type: http, port: 0}]
                  adminConnectors: [{type: http, port: 0}]
                """);
    }

    @Test
    void aRunningProcessShowsNoSecret() throws Exception {
        try (Jvm jvm = start("server", "config.yml")) {
            await().atMost(LONG).until(() -> ADMIN_PORT.matcher(jvm.out()).find());
            await().atMost(LONG).until(() -> Files.exists(directory.resolve("racecar.pid")));

            Invocation config = racecar("config");
            assertThat(config.out())
                    .as(config.err())
                    .contains("password: \"[redacted]\"  # file")
                    .contains("keystorePassword: \"[redacted]\"  # environment")
                    .contains("my.secret: \"[redacted]\"  # environment")
                    .contains("my.token: \"[redacted]\"  # command line")
                    .contains("proxy: \"[redacted]\"  # environment")
                    .contains("header: \"[redacted]\"  # file")
                    .doesNotContain(MARKER);
            for (String[] command : new String[][] {{"status"}, {"status", "--json"}, {"liveness-probe"}}) {
                Invocation said = racecar(command);
                assertThat(said.out() + said.err()).isNotEmpty().doesNotContain(MARKER);
            }
            assertThat(get(jvm, "/healthcheck")).contains("journalist").doesNotContain(MARKER);
            assertThat(get(jvm, "/metrics")).doesNotContain(MARKER);
            jvm.signal("USR1");
            await().atMost(LONG).untilAsserted(() -> assertThat(jvm.err()).contains("keystorePassword"));
            assertThat(racecar("stop").failed()).isFalse();

            assertThat(jvm.out() + jvm.err()).contains("RACECAR_SASL_PASSWROD").doesNotContain(MARKER);
            assertThat(Files.readString(directory.resolve("racecar.log")))
                    .isNotEmpty()
                    .doesNotContain(MARKER);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "racecar doctor config.yml --timeout 1s",
                "racecar doctor config.yml --timeout 1s --json",
                "check config.yml",
            })
    void commandsShowNoSecret(String command) throws Exception {
        try (Jvm jvm = start(command.split(" "))) {
            jvm.status();

            assertThat(jvm.out() + jvm.err()).contains("RACECAR_SASL_PASSWROD").doesNotContain(MARKER);
        }
    }

    private Jvm start(String... arguments) throws IOException {
        return Jvm.start(
                RacecarApplication.class,
                directory,
                variables,
                Stream.concat(Stream.of("-Ddw.racecar.consumerProperties.my\\.token=" + MARKER), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private Invocation racecar(String... command) {
        String[] all = new String[command.length + 3];
        all[0] = "racecar";
        System.arraycopy(command, 0, all, 1, command.length);
        all[command.length + 1] = "--pidfile";
        all[command.length + 2] = directory.resolve("racecar.pid").toString();
        return Invocation.of(all);
    }

    private static String get(Jvm jvm, String path) throws IOException, InterruptedException {
        Matcher port = ADMIN_PORT.matcher(jvm.out());
        assertThat(port.find()).isTrue();
        URI uri = URI.create("http://localhost:" + port.group(1) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
