package io.racecar.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.RacecarListener.StateChanged;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JmxAttachmentTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ObjectNames names = new ObjectNames("io.racecar");
    private final JmxAttachment attachment = new JmxAttachment(
            new MBeans(server, names, System::nanoTime), new Notices(names, InstantSource.fixed(NOW)));
    private final Racecar racecar = Racecar.builder(
                    RacecarConfig.builder().environment(Map.of()).build())
            .consumer("orders", byte[].class, (message, context) -> {})
            .build();
    private final Queue<Notification> told = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void attach() throws Exception {
        attachment.built(racecar);
        server.addNotificationListener(names.consumer("orders"), (it, handback) -> told.add(it), null, null);
    }

    @AfterEach
    void close() {
        attachment.closed();
        racecar.close();
    }

    private Set<String> partitions() throws Exception {
        return server.queryNames(new ObjectName("io.racecar:type=Partition,*"), null).stream()
                .map(it -> it.getKeyProperty("topic") + "/" + it.getKeyProperty("partition"))
                .collect(Collectors.toSet());
    }

    @Test
    void partitionsComeAndGo() {
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(orders(1), orders(2))));
        await().untilAsserted(() -> assertThat(partitions()).containsExactlyInAnyOrder("orders/1", "orders/2"));

        attachment.partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(orders(1)), false));
        await().untilAsserted(() -> assertThat(partitions()).containsExactly("orders/2"));
    }

    @Test
    void aPartitionThatWorkersShareGoesWithTheLastOfThem() {
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(orders(1))));
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 1, Set.of(orders(1))));
        attachment.partitionsRevoked(new PartitionsRevoked("orders", 1, Set.of(orders(1)), false));
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 1, Set.of(orders(2))));
        await().untilAsserted(() -> assertThat(partitions()).containsExactlyInAnyOrder("orders/1", "orders/2"));

        attachment.partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(orders(1)), false));
        await().untilAsserted(() -> assertThat(partitions()).containsExactly("orders/2"));
    }

    @Test
    void aPartitionThatAnotherWorkerHasByNowStays() {
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(orders(1), orders(2))));
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 1, Set.of(orders(1))));
        attachment.partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(orders(1), orders(2)), true));

        await().untilAsserted(() -> assertThat(partitions()).containsExactly("orders/1"));
    }

    @Test
    void aChangeOfStateIsThatOfAnAttribute() {
        attachment.stateChanged(new StateChanged(
                "orders", ConsumerState.RUNNING, ConsumerState.FAILED, new IllegalStateException("no more")));

        await().untilAsserted(() -> assertThat(told).hasSize(1));
        AttributeChangeNotification change = (AttributeChangeNotification) told.remove();
        assertThat(change.getAttributeName()).isEqualTo("State");
        assertThat(change.getNewValue()).isEqualTo("FAILED");
        assertThat(change.getTimeStamp()).isEqualTo(NOW.toEpochMilli());
        assertThat(change.getMessage())
                .isEqualTo("orders: RUNNING -> FAILED, because of java.lang.IllegalStateException: no more");
    }

    @Test
    void aFailureNamesItsMessage() {
        attachment.lanePaused(new LanePaused(
                "orders", orders(1), null, 17, Duration.ofSeconds(10), new IllegalStateException("it fails")));

        await().untilAsserted(() -> assertThat(told).hasSize(1));
        Notification failure = told.remove();
        assertThat(failure.getType()).isEqualTo("racecar.message.failed");
        assertThat(failure.getSource()).isEqualTo(names.partition("orders", orders(1)));
        assertThat(failure.getMessage())
                .isEqualTo("orders/1@17 failed, so it pauses for 10.0 s: java.lang.IllegalStateException: it fails");
        assertThat(((CompositeData) failure.getUserData()).getAll(new String[] {"topic", "partition", "offset"}))
                .containsExactly("orders", 1, 17L);
    }

    @Test
    void aPauseAndItsEndAreToldInTheirOrder() {
        attachment.lanePaused(new LanePaused("orders", orders(1), null, 17, null, null));
        attachment.laneResumed(new LaneResumed("orders", orders(1), null, Duration.ofMillis(1500)));

        await().untilAsserted(() -> assertThat(told)
                .extracting(Notification::getMessage)
                .containsExactly("orders/1 is paused until it is resumed", "orders/1 is resumed after 1.5 s"));
        assertThat(told).extracting(Notification::getSequenceNumber).isSorted();
    }

    @Test
    void aSubscriberThatHangsHoldsNobodyUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.addNotificationListener(
                names.racecar(),
                (it, handback) -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                null,
                null);

        for (int i = 0; i < 20_000; i++) {
            attachment.laneResumed(new LaneResumed("orders", orders(1), null, Duration.ZERO));
        }
        end.countDown();

        await().untilAsserted(() -> assertThat(told).hasSizeBetween(10_000, 10_002));
    }

    @Test
    void afterTheEndNothingIsLeft() {
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(orders(1))));
        attachment.closed();
        attachment.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(orders(2))));

        assertThat(server.queryNames(null, null)).noneMatch(it -> it.getDomain().equals("io.racecar"));
    }

    private static Partition orders(int number) {
        return new Partition("orders", number);
    }
}
