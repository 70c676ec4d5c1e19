package io.racecar.testing.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterHeaders;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.DeadLettersException;
import io.racecar.engine.deadletters.Observer;
import io.racecar.engine.deadletters.Purge;
import io.racecar.engine.deadletters.PurgePlan;
import io.racecar.engine.deadletters.Redrive;
import io.racecar.engine.deadletters.RedriveResult;
import io.racecar.engine.deadletters.Refused;
import java.util.Map;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said of dead letters to whom the brokers' access lists do not let at them. */
@ExtendWith(Secured.class)
class DeadLetterAclIT {
    private static final String RIGHTS = "see docs/dead-letters.md for the rights that it takes";

    private String topic;
    private DeadLetterTopic dead;

    @BeforeEach
    void bury(SecuredBroker broker, TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        String letters = topic + "-dead";
        broker.kafka().createTopic(topic, 1);
        broker.kafka().createTopic(letters, 1);
        broker.kafka().produce(letter(topic));
        dead = DeadLetterTopic.of(
                RacecarConfig.builder()
                        .environment(Map.of())
                        .set("brokers", broker.kafka().brokers("SASL_PLAINTEXT"))
                        .set("securityProtocol", "sasl_plaintext")
                        .set("sasl.mechanism", "SCRAM-SHA-256")
                        .set("sasl.username", "alice")
                        .set("sasl.password", SecuredBroker.PASSWORD)
                        .build(),
                letters);
    }

    @Test
    void whoMayNotReadThemIsTold(SecuredBroker broker) {
        PurgePlan all = dead.plan(new Purge.All(), Observer.NONE);
        broker.allow("CN=somebody else", ResourceType.TOPIC, dead.name());

        assertRefused(() -> dead.list(DeadLetterFilter.ALL, 10, Observer.NONE), dead.name());
        assertRefused(() -> dead.open(0, 0), dead.name());
        assertRefused(() -> dead.plan(new Purge.All(), Observer.NONE), dead.name());
        assertRefused(() -> dead.purge(all), dead.name());
        assertRefused(this::redrive, dead.name());
    }

    @Test
    void whoMayNotWriteWhereTheyWereIsTold(SecuredBroker broker) {
        broker.allow("alice", ResourceType.TOPIC, topic); // may read, and so describe it

        assertRefused(this::redrive, topic);

        assertThat(dead.list(DeadLetterFilter.ALL, 10, Observer.NONE).redriven())
                .isZero();
    }

    @Test
    void aTopicThatMayNotBeSeenHoldsUpNoOther(SecuredBroker broker) {
        broker.kafka().createTopic(topic + "-hidden", 1);
        broker.allow("CN=somebody else", ResourceType.TOPIC, topic + "-hidden");
        broker.kafka().produce(letter(topic + "-hidden"));

        RedriveResult result = dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, Observer.NONE);

        assertThat(result.redriven()).isEqualTo(1);
        assertThat(result.refused()).extracting(Refused::reason).containsExactly(Refused.Reason.NOT_ALLOWED);
    }

    @Test
    void whoMayNotUseTheTransactionalIdIsTold(SecuredBroker broker) {
        broker.allow("CN=somebody else", ResourceType.TRANSACTIONAL_ID, "racecar-redrive-" + dead.name());

        assertRefused(this::redrive, "");
    }

    private OutgoingMessage letter(String origin) {
        return OutgoingMessage.to(topic + "-dead")
                .value("a letter")
                .header(DeadLetterHeaders.TOPIC, origin)
                .header(DeadLetterHeaders.PARTITION, "0");
    }

    private void redrive() {
        dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, Observer.NONE);
    }

    private void assertRefused(ThrowingCallable call, String about) {
        assertThatThrownBy(call)
                .isInstanceOf(DeadLettersException.class)
                .hasMessageStartingWith("dead letters of " + dead.name() + ": ")
                .hasMessageContaining(about)
                .hasMessageEndingWith(RIGHTS)
                .hasMessageNotContaining(SecuredBroker.PASSWORD);
    }
}
