package io.racecar.testing.security;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that do not talk to a listener as it wants: it hangs up, and Kafka's client says nothing but that. */
@ExtendWith(Secured.class)
class MisunderstandingIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "OPEN,           plaintext",
        "SSL,            plaintext",
        "SASL_SSL,       plaintext",
        "OPEN,           sasl_plaintext",
        "SASL_SSL,       sasl_plaintext",
    })
    void aListenerThatEncryptsIsNotTalkedToInTheClear(String listener, String protocol, Attempt attempt) {
        login(attempt.to(listener).set("securityProtocol", protocol), protocol)
                .start()
                .assertFailsInTheEnd("encrypts its connections", "set it to ssl or sasl-ssl");
    }

    @ParameterizedTest
    @CsvSource({
        "PLAINTEXT,      ssl,      plaintext",
        "SASL_PLAINTEXT, ssl,      sasl-plaintext",
        "PLAINTEXT,      sasl_ssl, plaintext",
        "SASL_PLAINTEXT, sasl_ssl, sasl-plaintext",
    })
    void aListenerThatDoesNotEncryptIsNotTalkedToInSecret(
            String listener, String protocol, String right, SecuredBroker broker, Attempt attempt) {
        attempt.set(
                "ssl.caLocation",
                Credentials.pem(directory.resolve("ca.pem"), broker.authority().certificate()));

        login(attempt.to(listener).set("securityProtocol", protocol), protocol)
                .start()
                .assertFailsInTheEnd("does not encrypt its connections", "set securityProtocol to " + right);
    }

    @Test
    void aListenerThatWantsToKnowItsClientsIsNotTalkedToAnonymously(Attempt attempt) {
        attempt.to("SASL_PLAINTEXT")
                .start()
                .assertFailsInTheEnd("wants to know who its clients are", "set it to sasl-plaintext");
    }

    @Test
    void norIsOneThatEncrypts(SecuredBroker broker, Attempt attempt) {
        attempt.to("SASL_SSL")
                .set("securityProtocol", "ssl")
                .set(
                        "ssl.caLocation",
                        Credentials.pem(
                                directory.resolve("ca.pem"), broker.authority().certificate()))
                .start()
                .assertFailsInTheEnd("wants to know who its clients are", "set it to sasl-ssl");
    }

    private static Attempt login(Attempt attempt, String protocol) {
        return protocol.startsWith("sasl")
                ? attempt.set("sasl.mechanism", "PLAIN")
                        .set("sasl.username", "alice")
                        .secret("sasl.password", SecuredBroker.PASSWORD)
                : attempt;
    }
}
