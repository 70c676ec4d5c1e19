package io.racecar.testing.security;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of brokers that their authority has revoked. */
@ExtendWith(Secured.class)
class RevocationIT {
    @TempDir
    private Path directory;

    private SecuredBroker broker;
    private Attempt attempt;

    @BeforeEach
    void setUp(SecuredBroker broker, Attempt attempt) {
        this.broker = broker;
        this.attempt = attempt;
        attempt.set("securityProtocol", "ssl")
                .set(
                        "ssl.caLocation",
                        Credentials.pem(
                                directory.resolve("ca.pem"), broker.authority().certificate()));
    }

    @Test
    void nothingIsRevokedWithoutAList() {
        attempt.to("REVOKED").start().assertWorks();
    }

    @Test
    void aRevokedCertificateIsRefused() {
        lists().to("REVOKED").start().assertFails("revoked", "ssl.crlLocation");
    }

    @Test
    void otherCertificatesOfThatAuthorityAreNot() {
        lists().to("OPEN").start().assertWorks();
    }

    @Test
    void aRevokedCertificateIsRefusedWhateverItsHost() {
        lists().to("REVOKED").set("ssl.verifyHostname", false).start().assertFails("revoked", "ssl.crlLocation");
    }

    @Test
    void hostNamesAreStillVerified() {
        lists().to("ELSEWHERE").start().assertFails("localhost", "ssl.verifyHostname");
    }

    @Test
    void aClientStillProvesWhoItIs() {
        Credentials client = broker.authority().client("alice");
        lists().to("SSL")
                .set("ssl.certificateLocation", client.certificate(directory.resolve("client.pem")))
                .set("ssl.keyLocation", client.key(directory.resolve("key.pem")));

        attempt.start().assertWorks();
    }

    @Test
    void aListOfAnotherAuthorityTellsNothing() {
        attempt.set(
                "ssl.crlLocation",
                Credentials.pem(directory.resolve("crl.pem"), new TestAuthority("stranger").revoking()));

        attempt.to("OPEN").start().assertFails("ssl.crlLocation", "current list");
    }

    private Attempt lists() {
        return attempt.set(
                "ssl.crlLocation",
                Credentials.pem(
                        directory.resolve("crl.pem"), broker.authority().revoking(broker.revokedCertificate())));
    }
}
