package io.racecar.testing.security;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that bring a token which nobody has signed; over SASL_SSL the broker wants one with a scope. */
@ExtendWith(Secured.class)
class OauthbearerIT {
    /** How every token begins that says it is not signed. */
    private static final String TOKEN = "eyJhbGciOiJub25lI";

    @TempDir
    private Path directory;

    private Attempt attempt;

    @BeforeEach
    void setUp(Attempt attempt) {
        this.attempt = attempt;
        attempt.neverLogs(TOKEN).set("sasl.mechanism", "OAUTHBEARER");
    }

    @Test
    void aNameIsEnoughForAToken() {
        attempt.to("SASL_PLAINTEXT")
                .set("securityProtocol", "sasl_plaintext")
                .set("sasl.username", "alice")
                .start()
                .assertWorks();
    }

    @Test
    void aNameIsEnoughForATokenOnAnEncryptedConnection(SecuredBroker broker) {
        encrypted(broker).to("ANY_TOKEN").set("sasl.username", "alice").start().assertWorks();
    }

    @Test
    void aTokenWithoutTheScopeIsRefused(SecuredBroker broker) {
        encrypted(broker).set("sasl.username", "alice").start().assertFails("alice", "OAUTHBEARER", "scope");
    }

    @Test
    void aRawLoginGivesTheTokenAScope(SecuredBroker broker) {
        Map<String, String> login = Map.of(
                SaslConfigs.SASL_JAAS_CONFIG,
                OAuthBearerLoginModule.class.getName()
                        + " required unsecuredLoginStringClaim_sub=\"alice\""
                        + " unsecuredLoginListClaim_scope=\",racecar\";");

        encrypted(broker)
                .set("consumerProperties", login)
                .set("producer.properties", login)
                .start()
                .assertWorks();
    }

    private Attempt encrypted(SecuredBroker broker) {
        return attempt.to("SASL_SSL")
                .set("securityProtocol", "sasl_ssl")
                .set(
                        "ssl.caLocation",
                        Credentials.pem(
                                directory.resolve("ca.pem"), broker.authority().certificate()));
    }
}
