package io.racecar.testing.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that are replaced while a consumer runs; the broker restarts, so that its clients connect anew. */
@ExtendWith(Secured.class)
class ReplacedFilesIT {
    private static final String PASSWORD = "open-sesame";

    @TempDir
    private Path directory;

    private SecuredBroker broker;
    private Attempt attempt;
    private Path authority;

    @BeforeEach
    void setUp(SecuredBroker broker, Attempt attempt) {
        this.broker = broker;
        this.attempt = attempt;
        this.authority =
                Credentials.pem(directory.resolve("ca.pem"), broker.authority().certificate());
        attempt.set("securityProtocol", "ssl").set("ssl.caLocation", authority);
    }

    @Test
    void aCertificateAndItsKeyAreUsedOnceBothAreReplaced() {
        broker.allow("CN=alice", ResourceType.TOPIC, attempt.topic());
        broker.allow("CN=bob", ResourceType.TOPIC, attempt.topic());
        Path certificate = directory.resolve("client.pem");
        Path key = directory.resolve("key.pem");
        Credentials alice = broker.authority().client("alice");
        Credentials bob = broker.authority().client("bob");
        attempt.to("SSL")
                .set("ssl.certificateLocation", alice.certificate(certificate))
                .set("ssl.keyLocation", alice.key(key))
                .start()
                .assertWorks();

        bob.certificate(certificate);
        broker.restart();
        attempt.assertWorks(2);
        assertThat(attempt.log().racecar()).anyMatch(line -> line.contains("not the key of the certificate"));

        bob.key(key);
        broker.restart();
        attempt.assertWorks(3);
        broker.disallow("CN=alice", ResourceType.TOPIC, attempt.topic());
        attempt.assertWorks(4);
    }

    @Test
    void aKeystoreIsUsedWhenItIsReplaced() {
        Path keystore = directory.resolve("client.p12");
        attempt.to("SSL")
                .set("ssl.keystoreLocation", broker.authority().client("alice").keystore(keystore, PASSWORD))
                .secret("ssl.keystorePassword", PASSWORD)
                .start()
                .assertWorks();

        new TestAuthority("stranger").client("alice").keystore(keystore, PASSWORD);
        broker.restart();

        attempt.assertRefused("this client's certificate");
    }

    @Test
    void anAuthorityIsUsedWhenItIsReplaced() {
        attempt.to("OPEN").start().assertWorks();

        Credentials.pem(authority, new TestAuthority("stranger").certificate());
        broker.restart();

        attempt.assertRefused("ssl.caLocation");
    }

    @Test
    void authoritiesOfADirectoryAreUsedWhenTheyAreReplaced() throws IOException {
        Path authorities = Files.createDirectory(directory.resolve("authorities"));
        Path before = Files.move(authority, authorities.resolve("before.pem"));
        attempt.to("OPEN").set("ssl.caLocation", authorities).start().assertWorks();

        Credentials.pem(authorities.resolve("after.pem"), new TestAuthority("stranger").certificate());
        broker.restart();
        attempt.assertWorks(2);

        Files.delete(before);
        broker.restart();
        attempt.assertRefused("ssl.caLocation");
    }

    @Test
    void aRevocationListIsUsedWhenItIsReplaced() {
        Path lists = directory.resolve("crl.pem");
        attempt.to("OPEN")
                .set(
                        "ssl.crlLocation",
                        Credentials.pem(lists, broker.authority().revoking()))
                .start()
                .assertWorks();

        Credentials.pem(lists, broker.authority().revoking(broker.certificate()));
        broker.restart();

        attempt.assertRefused("revoked");
    }
}
