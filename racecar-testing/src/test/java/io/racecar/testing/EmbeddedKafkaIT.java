package io.racecar.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.Headers;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one broker that nobody stops is good for. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedKafkaIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static EmbeddedKafka kafka;

    record Ban(String user, Instant at) {}

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder().topic("created", 3).start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void topicsOfTheBuilderAreThere() throws Exception {
        assertThat(partitions("created")).isEqualTo(3);
    }

    @Test
    void aCreatedTopicHasItsPartitions() throws Exception {
        kafka.createTopic("four", 4);

        assertThat(partitions("four")).isEqualTo(4);
    }

    @Test
    void aTopicCannotBeCreatedTwice() {
        kafka.createTopic("twice", 1);

        assertThatThrownBy(() -> kafka.createTopic("twice", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("twice exists already");
    }

    @Test
    void aTopicThatKafkaRefusesIsNamed() {
        assertThatThrownBy(() -> kafka.createTopic("no spaces", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no spaces");
        assertThatThrownBy(() -> kafka.createTopic("none", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partitions of topic none must be 1 or more but was 0");
    }

    @Test
    void whatIsProducedCanBeRead() {
        kafka.createTopic("roundtrip", 2);
        Instant time = Instant.parse("2026-11-22T10:00:00.123Z");

        kafka.produce(OutgoingMessage.to("roundtrip")
                .key("u1")
                .json(new Ban("u1", time))
                .header("trace", "a")
                .header("trace", "b")
                .header("none", (byte[]) null)
                .partition(1)
                .createTime(time));

        Message<byte[]> message = kafka.read("roundtrip", 1, SOON).get(0);
        assertThat(message).hasToString("roundtrip/1@0");
        assertThat(message.key()).isEqualTo("u1");
        assertThat(message.value())
                .isEqualTo("{\"user\":\"u1\",\"at\":\"2026-11-22T10:00:00.123Z\"}".getBytes(UTF_8))
                .isSameAs(message.valueBytes());
        assertThat(message.createTime()).isEqualTo(time);
        assertThat(message.headers()).extracting(Headers.Header::name).containsExactly("trace", "trace", "none");
        assertThat(message.headers().get("trace")).isEqualTo("b");
    }

    @Test
    void aTombstoneHasNoValue() {
        kafka.createTopic("tombstones", 1);

        kafka.produce(OutgoingMessage.to("tombstones").key("u1").tombstone());

        assertThat(kafka.read("tombstones", 1, SOON).get(0).value()).isNull();
    }

    @Test
    void aMessageWithoutValueIsRefused() {
        assertThatThrownBy(() -> kafka.produce(OutgoingMessage.to("created").key("u1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tombstone()");
    }

    @Test
    void aPartitionKeyDecidesInThePlaceOfTheKey() {
        kafka.createTopic("by-partition-key", 8);

        for (int i = 0; i < 20; i++) {
            kafka.produce(OutgoingMessage.to("by-partition-key")
                    .key("key-" + i)
                    .partitionKey("one")
                    .value("x"));
        }

        assertThat(kafka.read("by-partition-key", 20, SOON))
                .extracting(Message::partition)
                .containsOnly(kafka.read("by-partition-key", 1, SOON).get(0).partition());
    }

    @Test
    void readingGivesTheFirstByTimeAndKeepsTheOrderOfAPartition() {
        kafka.createTopic("ordered", 2);

        kafka.produce(
                at("ordered", 0, 3, "a"),
                at("ordered", 0, 1, "b"),
                at("ordered", 1, 2, "c"),
                at("ordered", 1, 4, "d"),
                at("ordered", 1, 5, "e"));

        assertThat(kafka.read("ordered", 4, SOON))
                .extracting(message -> new String(message.value(), UTF_8))
                .containsExactly("c", "a", "b", "d");
    }

    @Test
    void readingTooManyTellsHowManyThereAre() {
        kafka.createTopic("few", 2);
        kafka.produce(at("few", 0, 1, "a"), at("few", 1, 1, "b"));

        assertThatThrownBy(() -> kafka.read("few", 3, Duration.ofMillis(300)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("topic few was to hold 3 messages but held 2 after 300 ms");
    }

    @Test
    void readingWaitsForTheTopicAndTellsWhenThereIsNone() {
        assertThatThrownBy(() -> kafka.read("nowhere", 1, Duration.ofMillis(300)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("topic nowhere was to hold 1 messages but was not found after 300 ms");
    }

    @Test
    void readingNothingIsAMistake() {
        assertThatThrownBy(() -> kafka.read("created", 0, SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count must be 1 or more but was 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void groupsOfEachProtocolContinueWhereTheyCommitted(String protocol) {
        String topic = "group-" + protocol;
        kafka.createTopic(topic, 1);

        kafka.produce(at(topic, 0, 1, "a"), at(topic, 0, 2, "b"));
        assertThat(clients().consume(topic, protocol, topic, 2)).containsExactly("a", "b");

        kafka.produce(at(topic, 0, 3, "c"));
        assertThat(clients().consume(topic, protocol, topic, 1)).containsExactly("c");
    }

    @Test
    void shareGroupsGetMessages() throws Exception {
        kafka.createTopic("shared", 2);
        kafka.produce(at("shared", 0, 1, "a"), at("shared", 1, 2, "b"));

        assertThat(clients().share("sharing", "shared", 2)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void onlyCommittedTransactionsAreRead() {
        kafka.createTopic("transactions", 1);
        try (KafkaProducer<String, String> producer = clients().producer(Map.of("transactional.id", "tx"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", "aborted"));
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactions", "committed"));
            producer.commitTransaction();
        }

        assertThat(kafka.read("transactions", 1, SOON))
                .extracting(message -> new String(message.value(), UTF_8))
                .containsExactly("committed");
    }

    @Test
    void topicsAreNotCreatedByUsingThem() throws Exception {
        assertThatThrownBy(() -> kafka.read("unheard-of", 1, Duration.ofMillis(300)))
                .isInstanceOf(AssertionError.class);

        try (Admin admin = clients().admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain("unheard-of");
        }
    }

    private static OutgoingMessage at(String topic, int partition, long millis, String value) {
        return OutgoingMessage.to(topic)
                .partition(partition)
                .createTime(Instant.ofEpochMilli(millis))
                .value(value);
    }

    private static int partitions(String topic) throws Exception {
        try (Admin admin = clients().admin()) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .partitions()
                    .size();
        }
    }

    private static Clients clients() {
        return new Clients(kafka);
    }
}
