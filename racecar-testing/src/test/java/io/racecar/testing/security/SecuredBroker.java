package io.racecar.testing.security;

import io.racecar.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker whose listeners demand what users have to set, for all test classes together. */
final class SecuredBroker implements AutoCloseable {
    static final String PASSWORD = "correct-horse";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SecuredBroker.class);
    private static final int SCRAM_ITERATIONS = 4096;

    private final Path directory;
    private final TestAuthority authority = new TestAuthority("authority");
    private final Credentials revoked = authority.server("localhost");
    private final Credentials here = authority.server("localhost");
    private final TestKdc kdc;
    private final EmbeddedKafka kafka;
    private final Admin admin;

    private SecuredBroker() throws Exception {
        directory = Files.createTempDirectory("secured-broker-");
        kdc = new TestKdc(directory);
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder()
                .property("authorizer.class.name", StandardAuthorizer.class.getName())
                .property("super.users", KafkaPrincipal.ANONYMOUS.toString())
                .property("allow.everyone.if.no.acl.found", "true")
                .listener("PLAINTEXT", SecurityProtocol.PLAINTEXT)
                .listener("SSL", SecurityProtocol.SSL)
                .listener("OPEN", SecurityProtocol.SSL)
                .listener("ELSEWHERE", SecurityProtocol.SSL)
                .listener("REVOKED", SecurityProtocol.SSL)
                .listener("SASL_PLAINTEXT", SecurityProtocol.SASL_PLAINTEXT)
                .listener("SASL_SSL", SecurityProtocol.SASL_SSL)
                .listener("ANY_TOKEN", SecurityProtocol.SASL_SSL);
        certificate(builder, "ssl", here);
        builder.property("listener.name.ssl.ssl.client.auth", "required");
        certificate(builder, "open", here);
        certificate(builder, "elsewhere", authority.server("broker.example"));
        certificate(builder, "revoked", revoked);
        certificate(builder, "sasl_ssl", here);
        certificate(builder, "any_token", here);
        Path keytab = kdc.add("kafka/localhost");
        mechanisms(builder, "sasl_plaintext", "", keytab);
        mechanisms(builder, "any_token", "", keytab);
        mechanisms(builder, "sasl_ssl", " unsecuredValidatorRequiredScope=\"racecar\"", keytab);
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

    private static void mechanisms(EmbeddedKafka.Builder builder, String listener, String tokens, Path keytab) {
        Map<String, String> logins = Map.of(
                "plain",
                PlainLoginModule.class.getName() + " required user_alice=\"" + PASSWORD + "\";",
                "scram-sha-256",
                ScramLoginModule.class.getName() + " required;",
                "scram-sha-512",
                ScramLoginModule.class.getName() + " required;",
                "oauthbearer",
                OAuthBearerLoginModule.class.getName() + " required unsecuredLoginStringClaim_sub=\"broker\"" + tokens
                        + ";",
                "gssapi",
                "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true keyTab=\"" + keytab
                        + "\" principal=\"" + TestKdc.principal("kafka/localhost") + "\";");
        String prefix = "listener.name." + listener + ".";
        builder.property(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER,GSSAPI");
        builder.property(prefix + "sasl.kerberos.service.name", "kafka");
        logins.forEach((mechanism, login) -> builder.property(prefix + mechanism + ".sasl.jaas.config", login));
    }

    /** One after the other: the brokers take no two of a user at once. */
    private void addScramUser() {
        for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
            UserScramCredentialAlteration credential = new UserScramCredentialUpsertion(
                    "alice", new ScramCredentialInfo(mechanism, SCRAM_ITERATIONS), PASSWORD);
            get(admin.alterUserScramCredentials(List.of(credential)).all());
        }
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    TestKdc kdc() {
        return kdc;
    }

    TestAuthority authority() {
        return authority;
    }

    /** What all listeners show but ELSEWHERE and REVOKED. */
    X509Certificate certificate() {
        return here.certificate();
    }

    /** What the listener REVOKED shows. */
    X509Certificate revokedCertificate() {
        return revoked.certificate();
    }

    /** Stops and starts, so that all clients connect anew. */
    void restart() {
        kafka.stopBroker(1);
        kafka.startBroker(1);
    }

    /** From now on only those may read it, join it, or have transactions with it, that are allowed to; without a rule everybody may. */
    void allow(String user, ResourceType type, String name) {
        AclBinding rule = rule(user, type, name);
        get(admin.createAcls(List.of(rule)).all());
        Awaitility.await()
                .until(() -> !get(admin.describeAcls(rule.toFilter()).values()).isEmpty());
    }

    void disallow(String user, ResourceType type, String name) {
        AclBindingFilter rule = rule(user, type, name).toFilter();
        get(admin.deleteAcls(List.of(rule)).all());
        Awaitility.await().until(() -> get(admin.describeAcls(rule).values()).isEmpty());
    }

    private static AclBinding rule(String user, ResourceType type, String name) {
        AclOperation operation = type == ResourceType.TRANSACTIONAL_ID ? AclOperation.WRITE : AclOperation.READ;
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        admin.close();
        kafka.close();
        kdc.close();
        Utils.delete(directory.toFile());
    }
}
