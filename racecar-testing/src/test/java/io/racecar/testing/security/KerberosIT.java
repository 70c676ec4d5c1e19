package io.racecar.testing.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that prove who they are by a keytab. */
@ExtendWith(Secured.class)
class KerberosIT {
    @TempDir
    private Path directory;

    private SecuredBroker broker;
    private Attempt attempt;

    @BeforeEach
    void setUp(SecuredBroker broker, Attempt attempt) {
        this.broker = broker;
        this.attempt = attempt;
        attempt.to("SASL_PLAINTEXT").set("securityProtocol", "sasl_plaintext").set("sasl.mechanism", "GSSAPI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SASL_PLAINTEXT", "SASL_SSL"})
    void aKeytabProvesWhoTheClientIs(String listener) {
        if (listener.equals("SASL_SSL")) {
            attempt.set(
                    "ssl.caLocation",
                    Credentials.pem(
                            directory.resolve("ca.pem"), broker.authority().certificate()));
        }
        kerberos("alice", broker.kdc().add("alice-" + listener.length()))
                .to(listener)
                .set("securityProtocol", listener)
                .set("sasl.kerberos.principal", TestKdc.principal("alice-" + listener.length()))
                .start();

        attempt.assertWorks();
    }

    @Test
    void anUnknownPrincipalIsRefused() {
        Path keytab = broker.kdc().add("carol");

        kerberos("mallory", keytab).start().assertFails(TestKdc.principal("mallory"), "the keytab holds no key");
    }

    @Test
    void aKeytabThatIsOutOfDateIsRefused() {
        Path keytab = broker.kdc().add("dave");
        broker.kdc().changeKey("dave");

        kerberos("dave", keytab).start().assertFails(TestKdc.principal("dave"), "sasl.kerberos");
    }

    /** Kafka's client takes that for a passing failure of the connection, and tries again. */
    @Test
    void aServiceThatIsUnknownLooksLikeABrokerThatCannotBeReached() {
        kerberos("erin", broker.kdc().add("erin"))
                .set("sasl.kerberos.serviceName", "nosuchservice")
                .start();

        attempt.await(() -> assertThat(attempt.status().lastError()).contains("no broker can be reached"));
        assertThat(attempt.status().state()).isEqualTo(ConsumerState.STARTING);
    }

    private Attempt kerberos(String name, Path keytab) {
        return attempt.set("sasl.kerberos.principal", TestKdc.principal(name)).set("sasl.kerberos.keytab", keytab);
    }
}
