package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.AttributeChangeNotification;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does from another JVM, through a connector that asks who it is. */
@Timeout(120)
class RemoteControlIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectNames NAMES = new ObjectNames("io.racecar");

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RemoteApplication application;
    private static MBeanServerConnection connection;

    @BeforeAll
    static void start() throws Exception {
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder();
        String[] topics = {"read", "paused", "failing", "sought", "stopped", "watched", "ended", "shared"};
        List.of(topics).forEach(it -> builder.topic(it, 2).topic(it + RemoteApplication.COPIES, 1));
        kafka = builder.start();
        application = RemoteApplication.start(
                kafka.brokers(),
                directory.resolve("log"),
                List.of(topics).subList(0, 6).toArray(String[]::new));
        connection = application.connect("alice");
    }

    @AfterAll
    static void stop() {
        application.close();
        kafka.close();
    }

    @Test
    void theConfigurationIsReadWithoutItsSecrets() {
        RacecarMBean racecar = JMX.newMBeanProxy(connection, NAMES.racecar(), RacecarMBean.class);

        assertThat(racecar.getClientId()).isEqualTo("racecar");
        assertThat(racecar.getBrokers()).isEqualTo(kafka.brokers());
        assertThat(racecar.getConsumers()).contains("read", "paused");
        assertThat(racecar.getConfiguration())
                .contains("pauseTimeout: -1  # code")
                .contains("ssl.key.password: \"[redacted]\"  # environment")
                .doesNotContain(RemoteApplication.SECRET);
        assertThat(racecar.getSettings().get(new Object[] {"consumerProperties.ssl.key.password"}))
                .extracting(it -> it.get("value"), it -> it.get("source"))
                .containsExactly("[redacted]", "environment");
        assertThat(racecar.getSettings().toString()).doesNotContain(RemoteApplication.SECRET);
    }

    @Test
    void aConsumerAndItsPartitionsAreRead() {
        produce("read", 0, "a", "b");
        ConsumerMBean consumer = consumer("read");
        PartitionMBean partition = partition("read", 0);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(partition.getPosition()).isEqualTo(2));
        await().atMost(LONG).untilAsserted(() -> assertThat(partition.getEnd()).isEqualTo(2));
        assertThat(consumer.getState()).isEqualTo("RUNNING");
        assertThat(consumer.getProcessed()).isEqualTo(2);
        assertThat(consumer.getGroupId()).isEqualTo("read");
        assertThat(consumer.getLastError()).isNull();
        assertThat(partition.getLag()).isZero();
        assertThat(partition.getFailingOffset()).isEqualTo(-1);
        assertThat(partition.getPausedUntil()).isNull();
        assertThat(consumer.getPartitions().get(new Object[] {"read", 0}).get("position"))
                .isEqualTo(2L);
    }

    @Test
    void aPausedPartitionWaitsForItsResumption() {
        PartitionMBean partition = partition("paused", 1);

        partition.pause();
        assertThat(partition.isPaused()).isTrue();
        assertThatThrownBy(partition::pause)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("paused/1 is paused already")
                .hasNoCause();
        produce("paused", 1, "waits");
        produce("paused", 0, "does not");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(partition("paused", 0).getPosition()).isEqualTo(1));
        assertThat(partition.getPosition()).isZero();
        partition.resume();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(partition.getPosition()).isEqualTo(1));
        consumer("paused").pause();
        assertThat(consumer("paused").getState()).isEqualTo("PAUSED");
        consumer("paused").resume();
        assertThat(consumer("paused").getState()).isEqualTo("RUNNING");
    }

    @Test
    void aFailingMessageIsTriedAgainAndSkippedByItsOffsetOnly() throws Exception {
        PartitionMBean partition = partition("failing", 0);
        produce("failing", 0, "a", RemoteApplication.FAILS, "c");

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(partition.getFailingOffset()).isEqualTo(1));
        assertThat(partition.isPaused()).isTrue();
        assertThat(partition.getAttempt()).isEqualTo(1);
        partition.retryNow();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(partition.getAttempt()).isEqualTo(2));
        assertThatThrownBy(() -> partition.skip(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fails at offset 1, so 2 is not skipped")
                .hasNoCause();
        partition.skip(partition.getFailingOffset());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(partition.getPosition()).isEqualTo(3));
        assertThat(partition.getFailingOffset()).isEqualTo(-1);
        assertThat(consumer("failing").getSkipped()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("log"))).contains("failing/0@1 skipped, as alice asked");
    }

    @Test
    void aSeekUnderLoadLosesNothing() throws Exception {
        PartitionMBean byOffset = partition("sought", 0);
        PartitionMBean byTime = partition("sought", 1);
        produceToBoth(50);
        Instant between = Instant.now().plusMillis(1);
        await().until(() -> Instant.now().isAfter(between));
        produceToBoth(50);
        ExecutorService load = Executors.newSingleThreadExecutor();
        Future<?> produced = load.submit(() -> IntStream.range(0, 20).forEach(it -> produceToBoth(20)));
        load.shutdown();

        await().atMost(LONG).until(() -> byOffset.getPosition() > 100 && byTime.getPosition() > 100);
        byOffset.seek(30);
        byTime.seekToTime(between.toString());
        produced.get();

        await().atMost(LONG).until(() -> byOffset.getPosition() == 500 && byTime.getPosition() == 500);
        Map<String, Integer> copies = copies("sought");
        assertThat(copies).hasSize(1000).containsEntry("sought/0@29", 1).containsEntry("sought/1@49", 1);
        assertThat(copies.get("sought/0@30")).isGreaterThan(1);
        assertThat(copies.get("sought/1@50")).isGreaterThan(1);
    }

    @Test
    void whatCannotBeDoneSaysWhy() {
        PartitionMBean partition = partition("read", 1);

        assertThatThrownBy(() -> partition.seek(5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holds offsets from 0 up to its end at 0");
        assertThatThrownBy(() -> partition.seekToTime("yesterday"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 2026-11-22T12:00:00Z")
                .hasNoCause();
        assertThatThrownBy(partition::retryNow)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to retry");
        assertThatThrownBy(consumer("read")::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only a stopped or failed consumer can be started");
    }

    @Test
    void aConsumerStopsAndItsPartitionsGoWithItUntilItStartsAgain() throws Exception {
        ConsumerMBean consumer = consumer("stopped");
        partition("stopped", 0);

        consumer.stop();
        assertThat(consumer.getState()).isEqualTo("STOPPED");
        assertThat(connection.queryNames(new ObjectName("io.racecar:type=Partition,consumer=stopped,*"), null))
                .isEmpty();
        consumer.start();
        assertThat(partition("stopped", 0).getTopic()).isEqualTo("stopped");
    }

    @Test
    void changesOfStateAndFailuresAreNotifications() throws Exception {
        Queue<Notification> ofConsumer = new ConcurrentLinkedQueue<>();
        Queue<Notification> ofApplication = new ConcurrentLinkedQueue<>();
        PartitionMBean partition = partition("watched", 0);
        connection.addNotificationListener(NAMES.consumer("watched"), (it, handback) -> ofConsumer.add(it), null, null);
        connection.addNotificationListener(NAMES.racecar(), (it, handback) -> ofApplication.add(it), null, null);

        produce("watched", 0, RemoteApplication.FAILS);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(partition.getFailingOffset()).isZero());
        partition.skip(0);
        consumer("watched").pause();

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(ofConsumer)
                        .extracting(Notification::getType)
                        .contains(Notices.FAILED, Notices.SKIPPED, AttributeChangeNotification.ATTRIBUTE_CHANGE));
        Notification failed = ofConsumer.stream()
                .filter(it -> it.getType().equals(Notices.FAILED))
                .findFirst()
                .orElseThrow();
        assertThat(failed.getMessage()).contains("watched/0@0 failed", "it fails, as it should");
        assertThat(failed.getSource()).isEqualTo(NAMES.partition("watched", new Partition("watched", 0)));
        assertThat(((CompositeData) failed.getUserData()).get("offset")).isEqualTo(0L);
        assertThat(ofConsumer)
                .filteredOn(AttributeChangeNotification.class::isInstance)
                .extracting(it -> ((AttributeChangeNotification) it).getNewValue())
                .contains("PAUSED");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(ofApplication)
                        .extracting(Notification::getType)
                        .contains(Notices.FAILED, Notices.SKIPPED, AttributeChangeNotification.ATTRIBUTE_CHANGE));
    }

    @Test
    void theApplicationStopsInOrder() throws Exception {
        try (RemoteApplication ended = RemoteApplication.start(kafka.brokers(), directory.resolve("ended"), "ended")) {
            MBeanServerConnection remote = ended.connect("bob");
            produce("ended", 0, "a", "b", "c");
            ConsumerMBean consumer = JMX.newMBeanProxy(remote, NAMES.consumer("ended"), ConsumerMBean.class);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(consumer.getProcessed()).isEqualTo(3));

            JMX.newMBeanProxy(remote, NAMES.racecar(), RacecarMBean.class).stop();

            assertThat(ended.awaitExit()).isZero();
        }
        assertThat(Files.readString(directory.resolve("ended")))
                .contains("all consumers stop, as bob asked")
                .contains("STOPPING -> STOPPED");
        assertThat(committed("ended", 0)).isEqualTo(3);
    }

    @Test
    void whatARebalanceMovesToAnotherMemberIsSteeredThereAndComesBack() throws Exception {
        ObjectName[] both = {
            NAMES.partition("shared", new Partition("shared", 0)), NAMES.partition("shared", new Partition("shared", 1))
        };
        try (RemoteApplication staying =
                RemoteApplication.start(kafka.brokers(), directory.resolve("staying"), "shared")) {
            MBeanServerConnection here = staying.connect("alice");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(partitions(here)).containsExactlyInAnyOrder(both));

            try (RemoteApplication leaving =
                    RemoteApplication.start(kafka.brokers(), directory.resolve("leaving"), "shared")) {
                MBeanServerConnection there = leaving.connect("bob");
                await().atMost(LONG).untilAsserted(() -> {
                    assertThat(partitions(there)).hasSize(1);
                    assertThat(partitions(here)).hasSize(1).doesNotContainAnyElementsOf(partitions(there));
                });
                ObjectName moved = partitions(there).iterator().next();
                assertThatThrownBy(() -> here.getAttribute(moved, "Lag")).isInstanceOf(InstanceNotFoundException.class);
                PartitionMBean partition = JMX.newMBeanProxy(there, moved, PartitionMBean.class);
                partition.pause();
                assertThat(partition.isPaused()).isTrue();

                JMX.newMBeanProxy(there, NAMES.racecar(), RacecarMBean.class).stop();
                assertThat(leaving.awaitExit()).isZero();
            }
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(partitions(here)).containsExactlyInAnyOrder(both));
        }
    }

    private static Set<ObjectName> partitions(MBeanServerConnection of) throws Exception {
        return of.queryNames(new ObjectName("io.racecar:type=Partition,*"), null);
    }

    private static ConsumerMBean consumer(String name) {
        return JMX.newMBeanProxy(connection, NAMES.consumer(name), ConsumerMBean.class);
    }

    /** Waits for its assignment. */
    private static PartitionMBean partition(String topic, int number) {
        ObjectName name = NAMES.partition(topic, new Partition(topic, number));
        await().atMost(LONG).until(() -> connection.isRegistered(name));
        return JMX.newMBeanProxy(connection, name, PartitionMBean.class);
    }

    private static void produce(String topic, int partition, String... values) {
        kafka.produce(Stream.of(values)
                .map(it -> OutgoingMessage.to(topic).partition(partition).value(it))
                .toArray(OutgoingMessage[]::new));
    }

    private static void produceToBoth(int count) {
        String[] values = Collections.nCopies(count, "value").toArray(String[]::new);
        produce("sought", 0, values);
        produce("sought", 1, values);
    }

    /** How often each message was copied. */
    private static Map<String, Integer> copies(String topic) throws Exception {
        TopicPartition copies = new TopicPartition(topic + RemoteApplication.COPIES, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            long count = admin.listOffsets(Map.of(copies, OffsetSpec.latest()))
                    .partitionResult(copies)
                    .get()
                    .offset();
            return kafka.read(copies.topic(), (int) count, LONG).stream()
                    .collect(Collectors.toMap(
                            it -> new String(it.valueBytes(), StandardCharsets.UTF_8), it -> 1, Integer::sum));
        }
    }

    private static long committed(String group, int partition) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(group, partition))
                    .offset();
        }
    }
}
