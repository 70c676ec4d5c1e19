package io.racecar.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.racecar.Message;
import io.racecar.OutgoingMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.metrics.KafkaYammerMetrics;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, stopping and coming back. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EmbeddedKafkaLifecycleIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aBrokerComesBackOnItsPortWithItsData() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().topic("kept", 2).start()) {
            String brokers = kafka.brokers();
            kafka.produce(message("kept", "before"));

            kafka.stopBroker(1);
            assertThatThrownBy(() -> connect(brokers)).isInstanceOf(IOException.class);
            kafka.startBroker(1);

            assertThat(kafka.brokers()).isEqualTo(brokers);
            kafka.produce(message("kept", "after"));
            assertThat(values(kafka, "kept", 2)).containsExactly("before", "after");
        }
    }

    @Test
    void aBrokerMayBeRestartedAgainAndAgain() {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().topic("kept", 1).start()) {
            for (int i = 0; i < 10; i++) {
                kafka.produce(message("kept", "m" + i));
                kafka.stopBroker(1);
                kafka.startBroker(1);
            }

            assertThat(values(kafka, "kept", 10))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10).mapToObj(i -> "m" + i).toList());
        }
    }

    @Test
    void threeBrokersReplicateAndGoOnWithoutOne() throws Exception {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.builder().brokers(3).topic("replicated", 6).start()) {
            assertThat(kafka.brokers().split(",")).hasSize(3).doesNotHaveDuplicates();
            assertThat(replicas(kafka, "replicated"))
                    .hasSize(6)
                    .allSatisfy(nodes -> assertThat(nodes).hasSize(3));
            kafka.produce(messages("replicated", 50));

            kafka.stopBroker(2);
            kafka.produce(messages("replicated", 50));
            kafka.createTopic("made-meanwhile", 3);
            assertThat(new Clients(kafka).consume("group", "classic", "replicated", 100))
                    .hasSize(100);

            kafka.startBroker(2);
            kafka.stopBroker(1);
            kafka.stopBroker(3);
            assertThat(kafka.read("replicated", 100, SOON)).hasSize(100);
        }
    }

    @Test
    void twoClustersRunSideBySide() {
        try (EmbeddedKafka one = EmbeddedKafka.builder().topic("here", 1).start();
                EmbeddedKafka other = EmbeddedKafka.builder().topic("here", 1).start()) {
            one.produce(message("here", "one"));
            other.produce(message("here", "other"));

            assertThat(one.brokers()).isNotEqualTo(other.brokers());
            assertThat(values(one, "here", 1)).containsExactly("one");
            assertThat(values(other, "here", 1)).containsExactly("other");
        }
    }

    @Test
    void aDataDirectoryContinues(@TempDir Path directory) {
        String brokers;
        try (EmbeddedKafka kafka = in(directory).topic("kept", 1).start()) {
            brokers = kafka.brokers();
            kafka.produce(message("kept", "a"));
            assertThat(new Clients(kafka).consume("group", "classic", "kept", 1))
                    .containsExactly("a");
        }

        try (EmbeddedKafka kafka = in(directory).topic("kept", 1).start()) {
            assertThat(kafka.brokers()).isEqualTo(brokers);
            kafka.produce(message("kept", "b"));
            assertThat(values(kafka, "kept", 2)).containsExactly("a", "b");
            assertThat(new Clients(kafka).consume("group", "classic", "kept", 1))
                    .containsExactly("b");
        }
    }

    @Test
    void aDataDirectoryContinuesOnAnotherPortWhenItsOwnIsTaken(@TempDir Path directory) throws Exception {
        int port;
        try (EmbeddedKafka kafka = in(directory).topic("kept", 1).start()) {
            port = port(kafka.brokers());
            kafka.produce(message("kept", "a"));
        }

        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedKafka kafka = in(directory).start()) {
            assertThat(port(kafka.brokers())).isNotEqualTo(taken.getLocalPort());
            assertThat(values(kafka, "kept", 1)).containsExactly("a");
        }
    }

    @Test
    void aDataDirectoryBelongsToOneClusterAtATime(@TempDir Path directory) {
        try (EmbeddedKafka kafka = in(directory).start()) {
            assertThatThrownBy(() -> in(directory).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("used by another");
            kafka.createTopic("unharmed", 1);
        }
    }

    @Test
    void aDataDirectoryKeepsItsNumberOfBrokers(@TempDir Path directory) {
        in(directory).start().close();

        assertThatThrownBy(() -> in(directory).brokers(2).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brokers must be 1")
                .hasMessageContaining("was 2");
        in(directory).start().close();
    }

    @Test
    void aTemporaryDirectoryIsDeleted() throws Exception {
        Path directory;
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            directory = logDirectory(kafka).getParent();
            assertThat(directory).isDirectory();
        }

        assertThat(directory).doesNotExist();
    }

    @Test
    void propertiesGoOverTheDefaults() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                        .property("auto.create.topics.enable", "true")
                        .property("num.partitions", "5")
                        .property("message.max.bytes", "1234")
                        .start();
                Admin admin = new Clients(kafka).admin()) {
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");

            assertThat(admin.describeConfigs(List.of(broker))
                            .all()
                            .get()
                            .get(broker)
                            .entries())
                    .filteredOn(entry -> List.of("auto.create.topics.enable", "num.partitions", "message.max.bytes")
                            .contains(entry.name()))
                    .extracting(entry -> entry.value())
                    .containsExactlyInAnyOrder("true", "5", "1234");
        }
    }

    @Test
    void aListenerHasAnAddressOfItsOwnAndKeepsIt() {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .listener("OTHER", SecurityProtocol.PLAINTEXT)
                .start()) {
            String address = kafka.brokers("OTHER");
            kafka.stopBroker(1);
            kafka.startBroker(1);

            assertThat(address).isEqualTo(kafka.brokers("OTHER")).isNotEqualTo(kafka.brokers());
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
                assertThat(admin.describeCluster().nodes())
                        .succeedsWithin(Duration.ofSeconds(20))
                        .asInstanceOf(InstanceOfAssertFactories.collection(Node.class))
                        .extracting(node -> node.host() + ":" + node.port())
                        .containsExactly(address);
            }
            assertThatThrownBy(() -> kafka.brokers("NOWHERE"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NOWHERE")
                    .hasMessageContaining("[OTHER]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BROKER", "CONTROLLER", "lower", "WITH-DASH", ""})
    void aListenerNeedsANameOfItsOwn(String name) {
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder();

        assertThatThrownBy(() -> builder.listener(name, SecurityProtocol.SSL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("upper-case letters")
                .hasMessageEndingWith("but was " + name);
    }

    @Test
    void aPropertyThatKafkaRefusesFailsTheStart() {
        assertThatThrownBy(() -> EmbeddedKafka.builder()
                        .property("num.partitions", "many")
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("num.partitions")
                .hasMessageContaining("many");
    }

    @Test
    void aStartThatFailsEndsNeitherTheJvmNorTheNextStart(@TempDir Path directory) throws IOException {
        in(directory).start().close();
        Path checkpoint = directory.resolve("broker-1").resolve("meta.properties");
        String content = Files.readString(checkpoint);
        Files.writeString(checkpoint, content.replace("node.id=1", "node.id=7"));

        assertThatThrownBy(() -> in(directory).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not start");

        Files.writeString(checkpoint, content);
        in(directory).start().close();
    }

    @Test
    void nothingWorksAfterClosingButClosingAgain() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        kafka.close();

        kafka.close();

        assertThat(kafka.brokers()).startsWith("localhost:");
        Stream.<Runnable>of(
                        () -> kafka.createTopic("late", 1),
                        () -> kafka.produce(message("late", "x")),
                        () -> kafka.read("late", 1, SOON),
                        () -> kafka.stopBroker(1),
                        () -> kafka.startBroker(1))
                .forEach(use -> assertThatThrownBy(use::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("closed"));
    }

    @Test
    void brokersAreNamedByTheirNumbers() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            assertThatThrownBy(() -> kafka.stopBroker(2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("broker must be a number from 1 to 1 but was 2");
            assertThatThrownBy(() -> kafka.startBroker(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("broker 1 is running");

            kafka.stopBroker(1);
            assertThatThrownBy(() -> kafka.stopBroker(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("broker 1 is stopped already");
        }
    }

    @Test
    void aTopicNeedsARunningBroker() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.stopBroker(1);

            assertThatThrownBy(() -> kafka.createTopic("nowhere", 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no broker is running");
        }
    }

    @Test
    void nothingOfItIsLeftInTheJvm() {
        EmbeddedKafka.builder().brokers(2).topic("gone", 3).start().close();

        assertThat(KafkaYammerMetrics.defaultRegistry().allMetrics()).isEmpty();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("embedded-kafka-") || name.contains("controller")));
    }

    @Test
    void startingTakesAsLongAsPrinted() {
        for (int brokers : new int[] {1, 1, 3, 3}) {
            long start = System.nanoTime();
            EmbeddedKafka kafka = EmbeddedKafka.builder().brokers(brokers).start();
            long started = System.nanoTime();
            kafka.close();
            System.out.printf(
                    "%d brokers: started in %d ms, closed in %d ms%n",
                    brokers, millis(started - start), millis(System.nanoTime() - started));
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static EmbeddedKafka.Builder in(Path directory) {
        return EmbeddedKafka.builder().dataDirectory(directory);
    }

    private static OutgoingMessage message(String topic, String value) {
        return OutgoingMessage.to(topic).key("k").value(value);
    }

    private static OutgoingMessage[] messages(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> OutgoingMessage.to(topic).key("k" + i).value("v" + i))
                .toArray(OutgoingMessage[]::new);
    }

    private static List<String> values(EmbeddedKafka kafka, String topic, int count) {
        return kafka.read(topic, count, SOON).stream()
                .map(Message::value)
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    private static List<List<Node>> replicas(EmbeddedKafka kafka, String topic) throws Exception {
        try (Admin admin = new Clients(kafka).admin()) {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                    .map(partition -> partition.replicas())
                    .toList();
        }
    }

    private static Path logDirectory(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = new Clients(kafka).admin()) {
            Set<String> directories = admin.describeLogDirs(List.of(1))
                    .allDescriptions()
                    .get()
                    .get(1)
                    .keySet();
            return Path.of(directories.iterator().next());
        }
    }

    private static int port(String brokers) {
        return Integer.parseInt(brokers.substring(brokers.indexOf(':') + 1));
    }

    private static void connect(String brokers) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port(brokers)).close();
    }
}
