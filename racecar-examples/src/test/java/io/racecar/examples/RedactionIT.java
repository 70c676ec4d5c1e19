package io.racecar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret of the configuration comes out of a process anywhere: a marker is put wherever one can be, and looked for. */
class RedactionIT {
    private static final String SECRET = "Kaffeekanne7291";

    private static final String SERVER = """
        embeddedKafka: {enabled: true}
        database: {driverClass: org.h2.Driver, url: 'jdbc:h2:mem:example;DB_CLOSE_DELAY=-1'}
        archiveDirectory: archive
        server:
          shutdownGracePeriod: 5s
          applicationConnectors: [{type: http, port: 0}]
          adminConnectors: [{type: http, port: 0}]
          requestLog: {appenders: []}
        logging:
          level: INFO
          loggers: {io.racecar: TRACE, kafka: WARN}
        racecar:
          logfile: racecar.log
          logLevel: trace
          pauseTimeout: 200ms
          shutdownTimeout: 5s
        """;

    /** What Kafka's clients, or what is plugged into them, take as they are. */
    private static final String RAW = """
        sasl.jaas.config: >-
            org.apache.kafka.common.security.plain.PlainLoginModule required username="shop" password="%1$s";
        ssl.keystore.password: %1$s
        ssl.key.password: %1$s
        ssl.keystore.key: "-----BEGIN PRIVATE KEY-----%1$s-----END PRIVATE KEY-----"
        schema.registry.url: http://shop:%1$s@localhost:1
        basic.auth.user.info: shop:%1$s
        example.api.key: %1$s
        example.client.secret: %1$s
        example.login: "user=shop password=%1$s"
        """.formatted(SECRET);

    private static final Map<String, String> VARIABLES = Map.of(
            "RACECAR_SASL_PASSWROD", SECRET,
            "RACECAR_PRODUCER_PROPERTIES_SSL_TRUSTSTORE_PASSWORD", SECRET,
            "RACECAR_CONSUMER_PROPERTIES_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET", SECRET);

    @TempDir
    private Path directory;

    @Test
    void aServerThatWorksKeepsItsSecrets() throws Exception {
        String configuration = SERVER + "  consumerProperties:\n" + RAW.indent(4) + "  producer:\n    properties:\n"
                + RAW.indent(6) + "  consumers:\n    user-ban-consumer:\n      consumerProperties:\n" + RAW.indent(8);
        try (ApplicationProcess server =
                ApplicationProcess.start(ExampleApplication.class, directory, configuration, VARIABLES)) {
            server.awaitOutput("user-ban-consumer: STARTING -> RUNNING");

            List<String> answers = useEverything(server);

            assertThat(answers).anySatisfy(answer -> assertThat(answer).contains("user-ban-consumer: paused"));
            assertThat(server.output()).contains("RACECAR_SASL_PASSWROD", "there is no user 40", "STOPPING -> STOPPED");
            assertKept(server, answers);
        }
    }

    @Test
    void aServerThatIsLockedOutKeepsItsSecrets() throws Exception {
        Path keystore = keystore();
        String configuration = SERVER + """
              securityProtocol: sasl_ssl
              ssl: {keystoreLocation: %1$s, keystorePassword: %2$s}
              sasl: {mechanism: PLAIN, username: shop, password: file}
              producer: {messageTimeout: 5s}
            """.formatted(keystore, SECRET);
        try (ApplicationProcess server = ApplicationProcess.start(
                ExampleApplication.class,
                directory,
                configuration,
                Map.of("RACECAR_SASL_PASSWORD", SECRET),
                "-Ddw.racecar.sasl.password=" + SECRET)) {
            server.awaitOutput("Started admin@");

            List<String> answers = useEverything(server);

            assertThat(answers).anySatisfy(answer -> assertThat(answer).contains("\"healthy\":false"));
            assertThat(server.errors()).contains("password: \"[redacted]\"");
            assertKept(server, answers);
        }
    }

    @Test
    void whatIsWrongIsReportedWithoutSecrets() throws Exception {
        String configuration = SERVER + """
              securityProtocol: sasl_ssl
              ssl: {keystoreLocation: nowhere.p12, keystorePassword: [%1$s], keyPasword: %1$s}
              sasl: {mechanism: PLAIN, pasword: %1$s, password: {secret: %1$s}}
              consumerProperties: {ssl.truststore.password: [%1$s], acks: all}
              producer: {properties: {acks: "password=%1$s", transactional.id: x, linger.ms: "token=%1$s"}}
              consumers: {nobody: {consumerProperties: {sasl.jaas.config: %1$s}}}
            """.formatted(SECRET);
        try (ApplicationProcess server =
                ApplicationProcess.start(ExampleApplication.class, directory, configuration, VARIABLES)) {
            assertThat(server.awaitExit()).isEqualTo(1);

            assertThat(server.errors()).contains("keyPasword", "keystorePassword", "linger.ms");
            assertThat(server.output() + server.errors()).doesNotContainIgnoringCase(SECRET);
        }
    }

    /** Asks for everything that can be asked for, provokes errors, and stops the server. */
    private static List<String> useEverything(ApplicationProcess server) throws Exception {
        server.signal("USR1");
        server.awaitErrors("socketTimeout");
        List<String> answers = new ArrayList<>();
        answers.add(server.application("POST", "/users/40/ban").body());
        for (String page : List.of("ping", "healthcheck", "metrics", "threads")) {
            answers.add(server.admin("GET", "/" + page).body());
        }
        String partition = "?consumer=user-ban-consumer&topic=user_banned&partition=0";
        for (String task : List.of(
                "pause?consumer=user-ban-consumer",
                "pause?consumer=nobody",
                "pause?nothing",
                "skip" + partition + "&offset=17",
                "seek" + partition + "&offset=99",
                "retry" + partition,
                "resume?consumer=user-ban-consumer",
                "stop?consumer=user-ban-consumer",
                "start?consumer=user-ban-consumer")) {
            answers.add(server.admin("POST", "/tasks/racecar-" + task).body());
        }
        answers.add(server.application("GET", "/failures").body());
        server.signal("TERM");
        server.awaitExit();
        return answers;
    }

    private void assertKept(ApplicationProcess server, List<String> answers) throws Exception {
        assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContainIgnoringCase(SECRET));
        assertThat(server.output()).doesNotContainIgnoringCase(SECRET);
        assertThat(server.errors()).doesNotContainIgnoringCase(SECRET);
        assertThat(Files.readString(directory.resolve("racecar.log")))
                .isNotEmpty()
                .doesNotContainIgnoringCase(SECRET);
    }

    private Path keystore() throws Exception {
        Path keystore = directory.resolve("shop.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        keystore.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        SECRET,
                        "-dname",
                        "CN=shop",
                        "-keyalg",
                        "EC")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        return keystore;
    }
}
