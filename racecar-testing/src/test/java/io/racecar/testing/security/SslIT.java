package io.racecar.testing.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Encryption, and clients that prove who they are by certificate. */
@ExtendWith(Secured.class)
class SslIT {
    private static final String PASSWORD = "open-sesame";

    @TempDir
    private Path directory;

    private Attempt attempt;
    private TestAuthority authority;
    private Credentials client;

    @BeforeEach
    void setUp(SecuredBroker broker, Attempt attempt) {
        this.attempt = attempt;
        this.authority = broker.authority();
        this.client = authority.client("alice");
        attempt.to("SSL")
                .set("securityProtocol", "ssl")
                .set("ssl.caLocation", Credentials.pem(directory.resolve("ca.pem"), authority.certificate()));
    }

    @Test
    void aKeystoreProvesWhoTheClientIs() {
        attempt.set("ssl.keystoreLocation", client.keystore(directory.resolve("client.p12"), PASSWORD))
                .secret("ssl.keystorePassword", PASSWORD)
                .start();

        attempt.assertWorks();
    }

    @Test
    void aCertificateAndItsKeyProveWhoTheClientIs() {
        certificate(client).set("ssl.keyLocation", client.key(directory.resolve("key.pem")));

        attempt.start().assertWorks();
    }

    @Test
    void aKeyMayBeEncrypted() {
        certificate(client)
                .set("ssl.keyLocation", client.key(directory.resolve("key.pem"), PASSWORD))
                .secret("ssl.keyPassword", PASSWORD);

        attempt.start().assertWorks();
    }

    @Test
    void aClientWithoutCertificateIsRefused() {
        attempt.start().assertFails("certificate");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        Credentials stranger = new TestAuthority("stranger").client("mallory");
        certificate(stranger).set("ssl.keyLocation", stranger.key(directory.resolve("key.pem")));

        attempt.start().assertFails("certificate");
    }

    @Test
    void aBrokerOfAnotherAuthorityIsRefused() {
        attempt.set(
                "ssl.caLocation",
                Credentials.pem(directory.resolve("stranger.pem"), new TestAuthority("stranger").certificate()));

        attempt.start().assertFails("ssl.caLocation");
    }

    @Test
    void aBrokerElsewhereIsRefused() {
        attempt.to("ELSEWHERE").start().assertFails("localhost", "ssl.verifyHostname");
    }

    @Test
    void aBrokerElsewhereMayBeAllowed() {
        attempt.to("ELSEWHERE").set("ssl.verifyHostname", false).start().assertWorks();
    }

    @Test
    void aDirectoryOfAuthoritiesIsEnough() throws IOException {
        Path authorities = Files.createDirectory(directory.resolve("authorities"));
        Credentials.pem(authorities.resolve("6d616c6c.0"), new TestAuthority("stranger").certificate());
        Credentials.pem(authorities.resolve("72616365.0"), authority.certificate());

        attempt.to("OPEN").set("ssl.caLocation", authorities).start().assertWorks();
    }

    @Test
    void aDirectoryOfOtherAuthoritiesIsNot() throws IOException {
        Path authorities = Files.createDirectory(directory.resolve("authorities"));
        Credentials.pem(authorities.resolve("6d616c6c.0"), new TestAuthority("stranger").certificate());

        attempt.to("OPEN").set("ssl.caLocation", authorities).start().assertFails("ssl.caLocation");
    }

    private Attempt certificate(Credentials credentials) {
        return attempt.set("ssl.certificateLocation", credentials.certificate(directory.resolve("client.pem")));
    }
}
