package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.Producer;
import io.racecar.engine.Racecar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigResource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the application is told when a message cannot be delivered, and that the next one can (P2). */
class UndeliveredIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @Test
    void aMessageLargerThanTheTopicAllows(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        BROKERS.allow(1000, race.topic());

        assertRefused(race, Reason.TOO_LARGE, message(race).value("x".repeat(2000)))
                .hasMessage(
                        "a message to " + race.topic() + " is too large with its 2000 bytes; make it smaller, or raise"
                                + " max.message.bytes of the topic and max.request.size in producer.properties");
    }

    @Test
    void aMessageLargerThanTheProducerAllows(Race race) {
        race.kafka().createTopic(race.topic(), 1);

        assertRefused(race, Reason.TOO_LARGE, message(race).value("x".repeat(2_000_000)))
                .hasMessageContaining("is too large with its 2000000 bytes");
    }

    @Test
    void aBatchLargerThanASegment(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        set(race.topic(), "max.message.bytes", "10000000");
        set(race.topic(), "segment.bytes", "1048576");
        race.set("producer.properties.max.request.size", "10000000");

        assertRefused(race, Reason.RECORD_LIST_TOO_LARGE, message(race).value("x".repeat(2_000_000)))
                .hasMessage(
                        "a message to " + race.topic() + " was sent in a batch that is larger than a log segment of the"
                                + " topic; lower batch.size in producer.properties, or raise segment.bytes of the topic");
    }

    @Test
    void aTopicThatDoesNotExist(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.set("producer.messageTimeout", "1s");

        assertRefused(
                        race,
                        Reason.UNKNOWN_TOPIC_OR_PARTITION,
                        OutgoingMessage.to("nowhere").value("x"))
                .hasMessage(
                        "a message to nowhere cannot be delivered: the topic does not exist, nor was it created within"
                                + " 1 s; create it, or correct its name");
    }

    @Test
    void aPartitionThatDoesNotExist(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.set("producer.messageTimeout", "1s");

        assertRefused(
                        race,
                        Reason.UNKNOWN_TOPIC_OR_PARTITION,
                        message(race).value("x").partition(7))
                .hasMessageContaining("no such partition became known within 1 s; correct its number");
    }

    @Test
    void aMessageThatTheTopicDoesNotTakeForAnotherReason(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        set(race.topic(), "cleanup.policy", "compact");

        assertRefused(race, Reason.OTHER, message(race).value("without a key"))
                .hasMessage("a message to " + race.topic()
                        + " was not delivered, because of InvalidRecordException; see the cause")
                .hasCauseInstanceOf(InvalidRecordException.class);
    }

    @Test
    void aProducerThatIsClosed(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        Racecar racecar = race.builder().build();
        Producer producer = racecar.producer();
        producer.deliver(message(race).value("before"));
        racecar.close();

        DeliveryException refused = catchThrowableOfType(
                DeliveryException.class, () -> producer.deliver(message(race).value("after")));

        assertThat(refused.reason()).isEqualTo(Reason.CLOSED);
        assertThat(refused)
                .hasMessage("a message to " + race.topic()
                        + " was not delivered, because the producer is closed; produce before Racecar stops");
    }

    /** Of a block, what is in order is delivered; the block fails with the first that is not. */
    @Test
    void aBlockOfWhichSomeCannotBeDelivered(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        BROKERS.allow(1000, race.topic());
        try (Racecar racecar = race.builder().build()) {
            DeliveryException refused = catchThrowableOfType(
                    DeliveryException.class,
                    () -> racecar.producer().deliverAll(all -> {
                        all.deliver(message(race).value("first"));
                        all.produce(message(race).value("x".repeat(2000)));
                        all.produce(message(race).value("y".repeat(2000)).partition(0));
                    }));
            racecar.producer().deliver(message(race).value("last"));

            assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(refused.undelivered().value()).isEqualTo("x".repeat(2000));
            assertThat(refused.getSuppressed()).hasSize(1);
            assertThat(race.kafka().read(race.topic(), 2, Race.LONG)).hasSize(2);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Race race, Reason reason, OutgoingMessage message) {
        try (Racecar racecar = race.builder().build()) {
            DeliveryException refused = catchThrowableOfType(
                    DeliveryException.class, () -> racecar.producer().deliver(message));
            Delivery next = racecar.producer().deliver(message(race).key("k").value("the next one is delivered"));

            assertThat(next.partition()).isEqualTo(new Partition(race.topic(), 0));
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.undelivered()).isEqualTo(message);
            return assertThat(refused);
        }
    }

    private static OutgoingMessage message(Race race) {
        return OutgoingMessage.to(race.topic());
    }

    private static void set(String topic, String property, String value) {
        Collection<AlterConfigOp> change =
                List.of(new AlterConfigOp(new ConfigEntry(property, value), AlterConfigOp.OpType.SET));
        SharedBrokers.get(BROKERS.admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), change))
                .all());
    }
}
