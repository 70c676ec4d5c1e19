package io.racecar.testing.security;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that prove who they are by name and password. */
@ExtendWith(Secured.class)
class SaslIT {
    @TempDir
    private Path directory;

    private Attempt attempt;
    private Path authorities;

    @BeforeEach
    void setUp(SecuredBroker broker, Attempt attempt) {
        this.attempt = attempt;
        this.authorities =
                Credentials.pem(directory.resolve("ca.pem"), broker.authority().certificate());
    }

    @ParameterizedTest
    @CsvSource({
        "SASL_PLAINTEXT, PLAIN",
        "SASL_PLAINTEXT, SCRAM-SHA-256",
        "SASL_PLAINTEXT, SCRAM-SHA-512",
        "SASL_SSL, PLAIN",
        "SASL_SSL, SCRAM-SHA-256",
        "SASL_SSL, SCRAM-SHA-512",
    })
    void aPasswordProvesWhoTheClientIs(String listener, String mechanism) {
        sasl(listener, mechanism)
                .set("sasl.username", "alice")
                .secret("sasl.password", SecuredBroker.PASSWORD)
                .start();

        attempt.assertWorks();
    }

    @ParameterizedTest
    @CsvSource({
        "SASL_PLAINTEXT, PLAIN",
        "SASL_PLAINTEXT, SCRAM-SHA-256",
        "SASL_PLAINTEXT, SCRAM-SHA-512",
        "SASL_SSL, PLAIN",
        "SASL_SSL, SCRAM-SHA-256",
        "SASL_SSL, SCRAM-SHA-512",
    })
    void aWrongPasswordIsRefused(String listener, String mechanism) {
        sasl(listener, mechanism)
                .set("sasl.username", "alice")
                .secret("sasl.password", "wrong-horse")
                .start();

        attempt.assertFails("alice", mechanism);
    }

    private Attempt sasl(String listener, String mechanism) {
        if (listener.equals("SASL_SSL")) {
            attempt.set("ssl.caLocation", authorities);
        }
        return attempt.to(listener).set("securityProtocol", listener).set("sasl.mechanism", mechanism);
    }
}
