package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.testing.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees and does from another JVM with a consumer in a share group (G1). */
@Timeout(120)
class ShareGroupsOverJmxIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectNames NAMES = new ObjectNames("io.racecar");
    private static final String TOPIC = RemoteApplication.SHARED + "orders";
    private static final int MESSAGES = 300;
    private static final int FAILING = 3;

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RemoteApplication application;
    private static MBeanServerConnection connection;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.builder()
                .topic(TOPIC, 2)
                .topic(TOPIC + RemoteApplication.COPIES, 1)
                .topic(TOPIC + RemoteApplication.DEAD, 1)
                .start();
        application = RemoteApplication.start(kafka.brokers(), directory.resolve("log"), TOPIC);
        connection = application.connect("alice");
        kafka.produce(IntStream.range(0, MESSAGES)
                .mapToObj(it -> OutgoingMessage.to(TOPIC)
                        .partition(it % 2)
                        .value(it % (MESSAGES / FAILING) == 0 ? RemoteApplication.FAILS : "order"))
                .toArray(OutgoingMessage[]::new));
    }

    @AfterAll
    static void stop() {
        application.close();
        kafka.close();
    }

    @Test
    void whatItHasDoneIsCountedExactly() {
        ConsumerMBean consumer = JMX.newMBeanProxy(connection, NAMES.consumer(TOPIC), ConsumerMBean.class);

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(consumer.getDeadLettered()).isEqualTo(FAILING));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(consumer.getProcessed()).isEqualTo(MESSAGES - FAILING));
        assertThat(consumer.getFailed()).isEqualTo(2 * FAILING);
        assertThat(consumer.getSkipped()).isZero();
        assertThat(consumer.getState()).isEqualTo("RUNNING");
        assertThat(consumer.getLag()).isEqualTo(-1);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(consumer.getLastError()).isNull());
        assertThat(kafka.read(TOPIC + RemoteApplication.DEAD, FAILING, LONG)).hasSize(FAILING);
        assertThat(kafka.read(TOPIC + RemoteApplication.COPIES, MESSAGES - FAILING, LONG))
                .hasSize(MESSAGES - FAILING);
    }

    @Test
    void theConsumerIsPausedAsAWholeAndNoPartitionOfIt() {
        ConsumerMBean consumer = JMX.newMBeanProxy(connection, NAMES.consumer(TOPIC), ConsumerMBean.class);
        var name = NAMES.partition(TOPIC, new Partition(TOPIC, 0));
        await().atMost(LONG).until(() -> connection.isRegistered(name));
        PartitionMBean partition = JMX.newMBeanProxy(connection, name, PartitionMBean.class);

        assertThat(partition.getPosition()).isEqualTo(-1);
        assertThatThrownBy(partition::pause)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it is in a share group")
                .hasNoCause();
        assertThatThrownBy(() -> partition.seek(0)).hasMessageContaining("kafka-share-groups.sh");
        consumer.pause();
        assertThat(consumer.getState()).isEqualTo("PAUSED");
        consumer.resume();
        await().atMost(LONG).untilAsserted(() -> assertThat(consumer.getState()).isEqualTo("RUNNING"));
    }
}
