package io.racecar.testing.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import java.nio.file.Path;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the brokers' access lists reserve for others. */
@ExtendWith(Secured.class)
class AclIT {
    @TempDir
    private Path directory;

    @Test
    void aTopicOfOthersIsRefused(SecuredBroker broker, Attempt attempt) {
        broker.allow("CN=somebody else", ResourceType.TOPIC, attempt.topic());

        asAlice(attempt).start().assertFails("alice", "topic " + attempt.topic(), "READ");
    }

    @Test
    void aTopicOfOthersIsNotWrittenTo(SecuredBroker broker, Attempt attempt) {
        broker.allow("CN=somebody else", ResourceType.TOPIC, attempt.topic());

        DeliveryException refused = asAlice(attempt).undelivered();

        assertThat(refused.reason()).isEqualTo(Reason.NOT_AUTHORIZED);
        assertThat(refused)
                .hasMessage("a message to " + attempt.topic()
                        + " may not be written by this producer: it lacks the right; grant it WRITE on the topic");
    }

    @Test
    void aGroupOfOthersIsRefused(SecuredBroker broker, Attempt attempt) {
        broker.allow("CN=somebody else", ResourceType.GROUP, attempt.topic());

        asAlice(attempt).start().assertFails("alice", "group " + attempt.topic(), "READ");
    }

    @Test
    void aCertificateNamesWhoIsRefused(SecuredBroker broker, Attempt attempt) {
        broker.allow("CN=somebody else", ResourceType.TOPIC, attempt.topic());
        Credentials bob = broker.authority().client("bob");
        attempt.to("SSL")
                .set("securityProtocol", "ssl")
                .set(
                        "ssl.caLocation",
                        Credentials.pem(
                                directory.resolve("ca.pem"), broker.authority().certificate()))
                .set("ssl.keystoreLocation", bob.keystore(directory.resolve("bob.p12"), "open-sesame"))
                .secret("ssl.keystorePassword", "open-sesame");

        attempt.start().assertFails("CN=bob", "topic " + attempt.topic());
    }

    @Test
    void aRightThatIsLostLaterIsWaitedFor(SecuredBroker broker, Attempt attempt) {
        asAlice(attempt).start().assertWorks();

        broker.allow("CN=somebody else", ResourceType.TOPIC, attempt.topic());

        attempt.assertRefused("alice", "topic " + attempt.topic());
    }

    @Test
    void aTransactionalIdOfOthersIsRefused(SecuredBroker broker, Attempt attempt) {
        String id = exactlyOnce(attempt);
        broker.allow("CN=somebody else", ResourceType.TRANSACTIONAL_ID, id);

        asAlice(attempt).start().assertFails("transactional id " + id, "grant WRITE and DESCRIBE");
    }

    @Test
    void aRightToTransactionsThatIsLostLaterIsWaitedFor(SecuredBroker broker, Attempt attempt) {
        String id = exactlyOnce(attempt);
        asAlice(attempt).start().assertWorks();

        broker.allow("CN=somebody else", ResourceType.TRANSACTIONAL_ID, id);
        broker.kafka().produce(OutgoingMessage.to(attempt.topic()).value("one more"));

        attempt.assertRefused("transactional id " + id, "grant WRITE and DESCRIBE");
    }

    /** Returns the id of its transactions. */
    private static String exactlyOnce(Attempt attempt) {
        attempt.set("processingGuarantee", "exactly-once").set("transactionalIdPrefix", "mine");
        return "mine-" + attempt.topic() + "-" + attempt.topic() + "-0";
    }

    private static Attempt asAlice(Attempt attempt) {
        return attempt.to("SASL_PLAINTEXT")
                .set("securityProtocol", "sasl_plaintext")
                .set("sasl.mechanism", "SCRAM-SHA-256")
                .set("sasl.username", "alice")
                .secret("sasl.password", SecuredBroker.PASSWORD);
    }
}
