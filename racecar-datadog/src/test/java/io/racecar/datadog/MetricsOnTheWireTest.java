package io.racecar.datadog;

import static io.racecar.datadog.Observed.ORDERS;
import static io.racecar.datadog.Observed.batch;
import static io.racecar.datadog.Observed.message;
import static io.racecar.datadog.Observed.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.Delivered;
import io.racecar.RacecarListener.GroupJoined;
import io.racecar.RacecarListener.GroupLeft;
import io.racecar.RacecarListener.HandlerStuck;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.RacecarListener.Polled;
import io.racecar.RacecarListener.Produced;
import io.racecar.RacecarListener.Skipped;
import io.racecar.RacecarListener.StateChanged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real socket gets, byte for byte. */
class MetricsOnTheWireTest {
    private static final String CONSUMER = "|#client:shop,group_id:shop-orders";
    private static final String PARTITION = CONSUMER + ",topic:orders,partition:3";
    private static final String TOPIC = "|#client:shop,topic:invoices";
    private static final OutgoingMessage INVOICE =
            OutgoingMessage.to("invoices").value("17");

    @TempDir
    private Path directory;

    enum Transport {
        UDP,
        UNIX
    }

    private FakeAgent agent(Transport transport) throws IOException {
        return transport == Transport.UDP ? new UdpAgent() : new UnixAgent(directory.resolve("dsd.socket"));
    }

    @ParameterizedTest
    @EnumSource
    void messages(Transport transport) throws IOException {
        try (FakeAgent agent = agent(transport);
                Observed observed = new Observed(agent)) {
            observed.handled(message(ORDERS, 17), Duration.ofMillis(12));
            observed.failed(message(ORDERS, 18));
            observed.flush();

            assertThat(agent.lines())
                    .containsExactlyInAnyOrder(
                            "racecar.consumer.process_message.latency:12|ms" + PARTITION,
                            "racecar.consumer.process_message.errors:1|c" + PARTITION,
                            "racecar.consumer.messages:1|c" + PARTITION,
                            "racecar.consumer.offset:18|g" + PARTITION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void batches(Transport transport) throws IOException {
        try (FakeAgent agent = agent(transport);
                Observed observed = new Observed(agent)) {
            observed.handled(batch(ORDERS, 10, 15), Duration.ofNanos(153_482));
            observed.failed(batch(ORDERS, 15, 25));
            observed.flush();

            assertThat(agent.lines())
                    .containsExactlyInAnyOrder(
                            "racecar.consumer.process_batch.latency:0.153482|ms" + PARTITION,
                            "racecar.consumer.process_batch.errors:1|c" + PARTITION,
                            "racecar.consumer.batch_size:5|h" + PARTITION,
                            "racecar.consumer.batch_size:10|h" + PARTITION,
                            "racecar.consumer.messages:5|c" + PARTITION,
                            "racecar.consumer.offset:24|g" + PARTITION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHappensToMessages(Transport transport) throws IOException {
        try (FakeAgent agent = agent(transport);
                Observed observed = new Observed(agent)) {
            observed.events().handlerStuck(new HandlerStuck(message(ORDERS, 1), Duration.ofMinutes(5), List.of()));
            observed.events().skipped(new Skipped("orders", ORDERS, 1, "ops"));
            observed.events()
                    .deadLettered(new DeadLettered(
                            "orders",
                            new TextMessage("orders", 3, 2, "x"),
                            5,
                            new IllegalStateException(),
                            new Delivery(ORDERS, 1)));
            observed.flush();

            assertThat(agent.lines())
                    .containsExactlyInAnyOrder(
                            "racecar.consumer.stuck:1|c" + PARTITION,
                            "racecar.consumer.skipped:1|c" + PARTITION,
                            "racecar.consumer.dead_letters:1|c" + PARTITION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void groupsAndPolls(Transport transport) throws IOException {
        try (FakeAgent agent = agent(transport);
                Observed observed = new Observed(agent)) {
            RuntimeException error = new TopicAuthorizationException("orders");
            observed.events().groupJoined(new GroupJoined("orders", 0, Duration.ofMillis(300), null));
            observed.events().groupJoined(new GroupJoined("orders", 0, Duration.ofMillis(900), error));
            observed.events().groupLeft(new GroupLeft("orders", 0, Duration.ofMillis(40), error));
            observed.events().polled(new Polled("orders", 0, 0, Duration.ofMillis(7), error));
            observed.flush();

            assertThat(agent.lines())
                    .containsExactlyInAnyOrder(
                            "racecar.consumer.join_group:300|ms" + CONSUMER,
                            "racecar.consumer.join_group:900|ms" + CONSUMER,
                            "racecar.consumer.join_group.errors:1|c" + CONSUMER,
                            "racecar.consumer.leave_group:40|ms" + CONSUMER,
                            "racecar.consumer.leave_group.errors:1|c" + CONSUMER,
                            "racecar.consumer.loop.duration:7|h" + CONSUMER,
                            "racecar.consumer.poll.error.topic_authorization_failed:1|c" + CONSUMER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsProduced(Transport transport) throws IOException {
        try (FakeAgent agent = agent(transport);
                Observed observed = new Observed(agent)) {
            observed.events().produced(new Produced("orders", INVOICE, 2, 9, null));
            observed.events().produced(new Produced(null, INVOICE, 0, 9, new IllegalStateException()));
            observed.events()
                    .delivered(new Delivered("orders", INVOICE, new Delivery(ORDERS, 1), Duration.ofMillis(4), null));
            observed.events()
                    .delivered(new Delivered(
                            null,
                            INVOICE,
                            null,
                            Duration.ofMinutes(5),
                            new DeliveryException("late", DeliveryException.Reason.TIMED_OUT, INVOICE, null)));
            observed.flush();

            assertThat(agent.lines())
                    .containsExactlyInAnyOrder(
                            "racecar.producer.produce.messages:1|c" + TOPIC,
                            "racecar.producer.produce.errors:1|c" + TOPIC,
                            "racecar.producer.produce.message_size:2|h" + TOPIC,
                            "racecar.producer.produce.message_size.sum:2|c" + TOPIC,
                            "racecar.producer.buffer.size:9|h" + TOPIC,
                            "racecar.producer.deliver.latency:4|ms|#client:shop",
                            "racecar.producer.deliver.messages:1|c|#client:shop",
                            "racecar.producer.ack.messages:1|c|#client:shop",
                            "racecar.producer.produce.delivery.errors:1|c|#client:shop");
        }
    }

    @ParameterizedTest
    @EnumSource
    void howItIsNow(Transport transport) throws IOException {
        try (FakeAgent agent = agent(transport);
                Observed observed = new Observed(agent)) {
            observed.events().lanePaused(new LanePaused("orders", ORDERS, null, 18, null, null));
            observed.pass(Duration.ofMillis(90_500));
            observed.look(ConsumerState.PAUSED, status(3, 42, Duration.ofMillis(1500), true));

            assertThat(agent.lines())
                    .containsExactlyInAnyOrder(
                            "_sc|racecar.consumer.up|0" + CONSUMER + "|m:PAUSED",
                            "racecar.consumer.lag:42|g" + PARTITION,
                            "racecar.consumer.time_lag:1500|g" + PARTITION,
                            "racecar.consumer.pause.duration:90.5|g" + PARTITION);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCheckSaysWhetherTheConsumerWorks(ConsumerState state) throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent)) {
            observed.look(state);

            int status = switch (state) {
                case RUNNING, PAUSED -> 0;
                case STARTING, STUCK, STOPPING, STOPPED -> 1;
                case FAILED -> 2;
            };
            assertThat(agent.lines()).containsExactly("_sc|racecar.consumer.up|" + status + CONSUMER + "|m:" + state);
        }
    }

    @Test
    void namespaceAndTagsComeFirst() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed =
                        new Observed(agent, "datadog.namespace=shop.kafka", "datadog.tags=env:test,team:dance")) {
            observed.failed(message(ORDERS, 17));
            observed.flush();

            assertThat(agent.lines())
                    .contains("shop.kafka.consumer.process_message.errors:1|c|#env:test,team:dance,client:shop,"
                            + "group_id:shop-orders,topic:orders,partition:3");
        }
    }

    @Test
    void withoutPartitionTagsATopicHasOneSeriesOfEach() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent, "datadog.partitionTags=false")) {
            for (int partition = 0; partition < 3; partition++) {
                observed.handled(message(new Partition("orders", partition), 17), Duration.ofMillis(1));
            }
            observed.events().lanePaused(new LanePaused("orders", ORDERS, null, 18, null, null));
            observed.pass(Duration.ofSeconds(5));
            observed.look(
                    ConsumerState.RUNNING,
                    status(0, 10, Duration.ofSeconds(1), false),
                    status(1, 0, Duration.ZERO, false),
                    status(3, 32, Duration.ofSeconds(3), true));
            observed.flush();

            String topic = CONSUMER + ",topic:orders";
            assertThat(agent.lines())
                    .containsExactlyInAnyOrder(
                            "_sc|racecar.consumer.up|0" + CONSUMER + "|m:RUNNING",
                            "racecar.consumer.lag:42|g" + topic,
                            "racecar.consumer.time_lag:3000|g" + topic,
                            "racecar.consumer.pause.duration:5|g" + topic,
                            "racecar.consumer.messages:3|c" + topic,
                            "racecar.consumer.process_message.latency:1|ms|@0.3333333333" + topic);
        }
    }

    @Test
    void lagThatIsNotKnownIsNotSent() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent, "datadog.partitionTags=false")) {
            observed.look(
                    ConsumerState.RUNNING, status(2, 5, Duration.ZERO, false), status(3, -1, Duration.ZERO, false));

            assertThat(agent.lines()).noneMatch(it -> it.startsWith("racecar.consumer.lag"));
        }
    }

    @Test
    void theTimeLagOfAPartitionWhoseEndIsNotKnownIsThatOfTheMessageAtHand() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent)) {
            observed.look(
                    ConsumerState.RUNNING,
                    status(2, -1, Duration.ZERO, false),
                    status(3, -1, Duration.ofSeconds(3), false));

            assertThat(agent.lines().stream().filter(it -> it.startsWith("racecar.consumer.time_lag")))
                    .containsExactly("racecar.consumer.time_lag:3000|g" + PARTITION);
        }
    }

    @Test
    void anIdlePartitionKeepsItsOffset() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent)) {
            observed.handled(message(ORDERS, 17), Duration.ofMillis(1));
            observed.flush();
            agent.lines();

            observed.flush();
            assertThat(agent.lines()).as("nothing is new").isEmpty();
            observed.look(ConsumerState.RUNNING, status(3, 0, Duration.ZERO, false));
            assertThat(agent.lines()).contains("racecar.consumer.offset:17|g" + PARTITION);
        }
    }

    @Test
    void aPauseEndsWithItsLaneOrWithWhatTheStatusSays() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent)) {
            observed.events().lanePaused(new LanePaused("orders", ORDERS, null, 18, null, null));
            observed.pass(Duration.ofSeconds(5));
            observed.events().laneResumed(new LaneResumed("orders", ORDERS, null, Duration.ofSeconds(5)));
            observed.events().lanePaused(new LanePaused("orders", ORDERS, null, 18, null, null));
            observed.pass(Duration.ofSeconds(1));
            assertThat(pauses(observed, agent, true)).containsExactly("1");

            assertThat(pauses(observed, agent, false)).containsExactly("0");

            observed.pass(Duration.ofSeconds(3));
            assertThat(pauses(observed, agent, true))
                    .as("seen first by this look")
                    .containsExactly("0");
        }
    }

    @Test
    void nothingOldIsSentOfAPartitionThatComesBack() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent)) {
            observed.handled(message(ORDERS, 17), Duration.ofMillis(1));
            observed.events().lanePaused(new LanePaused("orders", ORDERS, null, 18, null, null));
            observed.flush();
            observed.events().partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(ORDERS), false));
            observed.pass(Duration.ofHours(4));
            agent.lines();

            observed.look(ConsumerState.RUNNING, status(3, 0, Duration.ZERO, true));

            assertThat(agent.lines())
                    .contains("racecar.consumer.pause.duration:0|g" + PARTITION)
                    .noneMatch(it -> it.startsWith("racecar.consumer.offset"));
        }
    }

    private static List<String> pauses(Observed observed, FakeAgent agent, boolean paused) throws IOException {
        observed.look(ConsumerState.RUNNING, status(3, 0, Duration.ZERO, paused));
        return agent.lines().stream()
                .filter(it -> it.startsWith("racecar.consumer.pause.duration:"))
                .map(it -> it.substring(it.indexOf(':') + 1, it.indexOf('|')))
                .toList();
    }

    @Test
    void aChangeOfStateIsToldWithoutALook() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent)) {
            observed.events()
                    .stateChanged(new StateChanged("orders", ConsumerState.RUNNING, ConsumerState.STUCK, null));
            observed.flush();
            observed.flush();

            assertThat(agent.lines()).containsExactly("_sc|racecar.consumer.up|1" + CONSUMER + "|m:STUCK");
        }
    }

    @Test
    void manyLinesAreSpreadOverPackets() throws IOException {
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent)) {
            for (int partition = 0; partition < 200; partition++) {
                observed.failed(message(new Partition("orders", partition), 17));
            }
            observed.flush();

            Map<Boolean, Long> bySize = agent.packets().stream()
                    .collect(Collectors.partitioningBy(
                            it -> String.join("\n", it).length() < 1432, Collectors.counting()));
            assertThat(bySize.get(false)).isZero();
            assertThat(bySize.get(true)).isBetween(10L, 60L);
        }
    }

    @Test
    void aLineLongerThanAPacketGoesAlone() throws IOException {
        String tags = IntStream.range(0, 20)
                .mapToObj(it -> "tag" + it + ":" + "x".repeat(100))
                .collect(Collectors.joining(","));
        try (FakeAgent agent = agent(Transport.UDP);
                Observed observed = new Observed(agent, "datadog.tags=" + tags)) {
            observed.failed(message(ORDERS, 17));
            observed.flush();

            assertThat(agent.packets())
                    .hasSize(2)
                    .allSatisfy(it -> assertThat(it).singleElement().asString().contains("tag19:"));
        }
    }
}
