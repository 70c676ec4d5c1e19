package io.racecar.dropwizard.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.SubscribesTo;
import io.racecar.engine.Racecar;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorCommandIT {
    @RegisterExtension
    static final RacecarExtension RACECAR = RacecarExtension.with(EmbeddedKafka.builder()
            .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .property("allow.everyone.if.no.acl.found", "true"));

    @TempDir
    private Path directory;

    private EmbeddedKafka kafka;

    @BeforeEach
    void take(EmbeddedKafka brokers) {
        kafka = brokers;
    }

    @Test
    void allIsWellWhereTopicsExist() throws Exception {
        kafka.createTopic("well", 2);
        kafka.createTopic("well-2026", 1);

        Invocation doctor = doctor(
                "",
                it -> it.consumer("well", String.class, (message, context) -> {})
                        .consumer(PatternConsumer.class));

        assertThat(doctor.err()).isEmpty();
        assertThat(doctor.out())
                .contains("1 broker of cluster ")
                .contains("release of the brokers: 4.3\n")
                .contains("the cluster works as release 4.3, with the features")
                .contains("metadata.version=")
                .contains("topic well of well has 2 partitions")
                .contains("matches 1 topics")
                .contains("topic well-2026 of pattern-consumer has 1 partition")
                .contains("group well of well does not exist yet")
                .doesNotContain("warn")
                .doesNotContain("fail");
        assertThat(doctor.status()).isZero();
    }

    @Test
    void missingTopicsFailWithWhatToDo() throws Exception {
        Invocation doctor = doctor(
                "consumers: {missing: {deadLetter: {topic: nowhere, afterAttempts: 3}}}",
                it -> it.consumer("missing", String.class, (message, context) -> {}));

        assertThat(unwrapped(doctor.out()))
                .contains("topic missing of missing does not exist")
                .contains("create it, or name another one in consumers.missing.topics")
                .contains("dead-letter topic nowhere of missing does not exist")
                .contains("create it, or set another deadLetter.topic");
        assertThat(doctor.err()).isEqualTo("2 checks failed\n");
        assertThat(doctor.failed()).isTrue();
    }

    @Test
    void aDeadLetterTopicThatTheConsumerReadsIsAWrongConfiguration() throws Exception {
        Invocation doctor = doctor(
                "consumers: {pattern-consumer: {deadLetter: {topic: well-dead, afterAttempts: 3}}}",
                it -> it.consumer(PatternConsumer.class));

        assertThat(doctor.err())
                .contains("consumers.pattern-consumer.deadLetter.topic is well-dead, to which the consumer itself"
                        + " subscribes; use another topic");
        assertThat(doctor.out()).isEmpty();
        assertThat(doctor.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"racecar doctor config.yml", "racecar doctor config.yml --json"})
    void noSecretIsShownOfClientsThatConnect(String command) throws Exception {
        kafka.createTopic("no-secret-" + command.length(), 1);
        Files.writeString(directory.resolve("config.yml"), """
                racecar:
                  brokers: '%s'
                  logLevel: trace
                  consumerProperties:
                    ssl.truststore.password: hunter2
                    basic.auth.user.info: 'me:hunter2'
                    header: Bearer hunter2
                  producer:
                    properties:
                      proxy: 'me:hunter2@proxy:8080'
                  consumers:
                    journal-consumer: {topics: {commands: no-secret-%d}}
                logging: {level: INFO, loggers: {io.racecar: TRACE, org.apache.kafka: DEBUG}}
                """.formatted(kafka.brokers(), command.length()));

        try (Jvm jvm = Jvm.start(
                JournalApplication.class, directory, Map.of("RACECAR_SASL_PASSWROD", "hunter2"), command.split(" "))) {
            jvm.status();

            assertThat(jvm.out())
                    .as(jvm.err())
                    .contains("topic no-secret-" + command.length())
                    .contains("RACECAR_SASL_PASSWROD");
            assertThat(jvm.out() + jvm.err()).doesNotContain("hunter2");
        }
    }

    @Test
    void settingsOfWhichNoClientCanBeMadeAreAFailure() throws Exception {
        Invocation doctor = doctor("""
                securityProtocol: ssl
                  consumerProperties: {ssl.truststore.password: x}
                """, it -> it.consumer("well", String.class, (message, context) -> {}));

        assertThat(unwrapped(doctor.out())).contains("no client can be made of these settings: SSL trust store");
        assertThat(doctor.err()).isEqualTo("1 check failed\n");
    }

    @Test
    void jsonSaysTheSame() throws Exception {
        Invocation doctor = doctor("", it -> it.consumer("absent", String.class, (message, context) -> {}), "--json");

        JsonNode report = new ObjectMapper().readTree(doctor.out());
        assertThat(report.get("level").asText()).isEqualTo("fail");
        assertThat(report.get("findings")).anySatisfy(it -> {
            assertThat(it.get("level").asText()).isEqualTo("fail");
            assertThat(it.get("what").asText()).startsWith("topic absent of absent does not exist");
            assertThat(it.get("toDo").asText()).startsWith("create it");
        });
    }

    @Test
    void whatIsForbiddenFails() throws Exception {
        kafka.createTopic("secret", 1);
        kafka.createTopic("secret-dead", 1);
        allowOnly(ResourceType.TOPIC, "secret", AclOperation.DESCRIBE);
        allowOnly(ResourceType.TOPIC, "secret-dead", AclOperation.READ);
        allowOnly(ResourceType.GROUP, "secret", AclOperation.DESCRIBE_CONFIGS);

        Invocation doctor = doctor(
                "consumers: {secret: {deadLetter: {topic: secret-dead, afterAttempts: 3}}}",
                it -> it.consumer("secret", String.class, (message, context) -> {}));

        assertThat(unwrapped(doctor.out()))
                .contains("fail topic secret of secret may not be read allow READ on the topic")
                .contains("fail dead-letter topic secret-dead of secret may not be written allow WRITE on the topic to")
                .contains("fail group secret of secret may not be read allow READ and DESCRIBE on the group");
    }

    @Test
    void tooManyWorkersAreAWarningWhichIsNoFailure() throws Exception {
        kafka.createTopic("few", 2);

        Invocation doctor =
                doctor("parallelWorkers: 3", it -> it.consumer("few", String.class, (message, context) -> {}));

        assertThat(unwrapped(doctor.out())).contains("warn few has parallelWorkers: 3 for 2 partitions");
        assertThat(doctor.status()).isZero();
    }

    @Test
    void aShareGroupMayBeConfigured() throws Exception {
        kafka.createTopic("shared", 1);
        kafka.createTopic("shared-dead", 1);

        Invocation doctor = sharing("shared", 3);

        assertThat(unwrapped(doctor.out()))
                .contains("group shared of shared does not exist yet")
                .doesNotContain("fail")
                .doesNotContain("parallelWorkers");
        assertThat(doctor.status()).isZero();
    }

    @Test
    void whatAShareGroupNeedsAndIsForbiddenFails() throws Exception {
        kafka.createTopic("closed", 1);
        kafka.createTopic("closed-dead", 1);
        allowOnly(ResourceType.GROUP, "closed", AclOperation.READ);
        assertThat(unwrapped(sharing("closed", 3).out()))
                .contains(
                        "fail the limits of share group closed of closed may not be read allow DESCRIBE_CONFIGS on the"
                                + " group");

        allowOnly(ResourceType.GROUP, "closed", AclOperation.DESCRIBE_CONFIGS);
        assertThat(unwrapped(sharing("closed", 3).out()))
                .containsSubsequence("fail share group closed of closed does not exist yet", "allow ALTER_CONFIGS on");

        allowOnly(ResourceType.GROUP, "closed", AclOperation.ALTER_CONFIGS);
        assertThat(sharing("closed", 3).status()).isZero();
    }

    @Test
    void moreAttemptsThanAShareGroupDeliversFail() throws Exception {
        kafka.createTopic("often", 1);
        kafka.createTopic("often-dead", 1);

        assertThat(unwrapped(sharing("often", 5).out()))
                .contains("fail share group often of often delivers a message 5 times");
    }

    private Invocation sharing(String topic, int attempts) throws IOException {
        return doctor(
                "groupProtocol: share\n  parallelWorkers: 3\n  deadLetter: {topic: " + topic + "-dead, afterAttempts: "
                        + attempts + "}",
                it -> it.consumer(topic, String.class, (message, context) -> {}));
    }

    private Invocation doctor(String settings, UnaryOperator<Racecar.Builder> registration, String... more)
            throws IOException {
        Path config = Files.writeString(
                directory.resolve("config.yml"),
                "racecar:\n  brokers: '" + kafka.brokers() + "'\n  " + settings + "\nlogging: {level: INFO}\n");
        return Invocation.of(
                "",
                registration,
                Stream.concat(Stream.of("racecar", "doctor", config.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String unwrapped(String table) {
        return table.replaceAll("\\s+", " ");
    }

    private void allowOnly(ResourceType type, String name, AclOperation operation) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            AccessControlEntry entry =
                    new AccessControlEntry("User:ANONYMOUS", "*", operation, AclPermissionType.ALLOW);
            ResourcePattern pattern = new ResourcePattern(type, name, PatternType.LITERAL);
            admin.createAcls(List.of(new AclBinding(pattern, entry))).all().get();
        }
    }

    @SubscribesTo(pattern = "well-.*")
    static final class PatternConsumer implements MessageConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {}
    }
}
