package io.racecar.testing.security;

import io.racecar.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker whose listeners demand what users have to set, for all test classes together. */
final class SecuredBroker implements AutoCloseable {
    static final String PASSWORD = "correct-horse";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SecuredBroker.class);
    private static final int SCRAM_ITERATIONS = 4096;

    private final Path directory;
    private final TestAuthority authority = new TestAuthority("authority");
    private final Credentials revoked = authority.server("localhost");
    private final EmbeddedKafka kafka;
    private final Admin admin;

    private SecuredBroker() throws IOException, ExecutionException, InterruptedException {
        directory = Files.createTempDirectory("secured-broker-");
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder()
                .listener("SSL", SecurityProtocol.SSL)
                .listener("OPEN", SecurityProtocol.SSL)
                .listener("ELSEWHERE", SecurityProtocol.SSL)
                .listener("REVOKED", SecurityProtocol.SSL)
                .listener("SASL_PLAINTEXT", SecurityProtocol.SASL_PLAINTEXT)
                .listener("SASL_SSL", SecurityProtocol.SASL_SSL);
        Credentials here = authority.server("localhost");
        certificate(builder, "ssl", here);
        builder.property("listener.name.ssl.ssl.client.auth", "required");
        certificate(builder, "open", here);
        certificate(builder, "elsewhere", authority.server("broker.example"));
        certificate(builder, "revoked", revoked);
        certificate(builder, "sasl_ssl", here);
        mechanisms(builder, "sasl_plaintext");
        mechanisms(builder, "sasl_ssl");
        kafka = builder.start();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
        addScramUser();
    }

    /** The one of this JVM, started when first asked for and closed when all tests have ended. */
    static SecuredBroker in(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        SecuredBroker.class,
                        type -> {
                            try {
                                return new SecuredBroker();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        SecuredBroker.class);
    }

    private void certificate(EmbeddedKafka.Builder builder, String listener, Credentials credentials) {
        String prefix = "listener.name." + listener + ".ssl.";
        String password = "broker-" + listener;
        builder.property(prefix + "keystore.type", "PKCS12")
                .property(
                        prefix + "keystore.location",
                        credentials
                                .keystore(directory.resolve(listener + ".p12"), password)
                                .toString())
                .property(prefix + "keystore.password", password)
                .property(prefix + "key.password", password)
                .property(prefix + "truststore.type", "PEM")
                .property(
                        prefix + "truststore.location",
                        Credentials.pem(directory.resolve("ca.pem"), authority.certificate())
                                .toString());
    }

    private static void mechanisms(EmbeddedKafka.Builder builder, String listener) {
        String prefix = "listener.name." + listener + ".";
        builder.property(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512")
                .property(
                        prefix + "plain.sasl.jaas.config",
                        PlainLoginModule.class.getName() + " required user_alice=\"" + PASSWORD + "\";")
                .property(prefix + "scram-sha-256.sasl.jaas.config", ScramLoginModule.class.getName() + " required;")
                .property(prefix + "scram-sha-512.sasl.jaas.config", ScramLoginModule.class.getName() + " required;");
    }

    /** One after the other: the brokers take no two of a user at once. */
    private void addScramUser() throws ExecutionException, InterruptedException {
        for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
            UserScramCredentialAlteration credential = new UserScramCredentialUpsertion(
                    "alice", new ScramCredentialInfo(mechanism, SCRAM_ITERATIONS), PASSWORD);
            admin.alterUserScramCredentials(List.of(credential)).all().get();
        }
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    TestAuthority authority() {
        return authority;
    }

    /** What the listener REVOKED shows. */
    Credentials revoked() {
        return revoked;
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
