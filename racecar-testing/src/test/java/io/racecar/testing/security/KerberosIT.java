package io.racecar.testing.security;

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

    @Test
    void aServiceThatIsUnknownIsNotTriedForEver() {
        kerberos("erin", broker.kdc().add("erin"))
                .set("sasl.kerberos.serviceName", "nosuchservice")
                .start()
                .assertFailsInTheEnd("no service nosuchservice at localhost", "sasl.kerberos.serviceName");
    }

    private Attempt kerberos(String name, Path keytab) {
        return attempt.set("sasl.kerberos.principal", TestKdc.principal(name)).set("sasl.kerberos.keytab", keytab);
    }
}
