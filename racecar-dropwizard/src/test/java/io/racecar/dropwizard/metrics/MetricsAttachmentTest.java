package io.racecar.dropwizard.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.DeliveryException.Reason;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.Delivered;
import io.racecar.RacecarListener.GroupJoined;
import io.racecar.RacecarListener.GroupLeft;
import io.racecar.RacecarListener.HandlerStuck;
import io.racecar.RacecarListener.HandlingFinished;
import io.racecar.RacecarListener.HandlingStarted;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.RacecarListener.Polled;
import io.racecar.RacecarListener.Produced;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin.Attachment;
import io.racecar.engine.codec.RecordMessage;
import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What events make of the registry; nothing is started. */
class MetricsAttachmentTest {
    private static final Partition PARTITION = new Partition("shop.orders", 3);
    private static final Duration TIME = Duration.ofMillis(20);

    private final Exception error = new IllegalStateException("no luck");
    private final MetricRegistry registry = new MetricRegistry();
    private final Racecar racecar = Racecar.builder(config(Map.of()))
            .consumer("orders", byte[].class, (message, context) -> {})
            .build();
    private final Attachment metrics = attach(Map.of());

    private static RacecarConfig config(Map<String, Object> settings) {
        RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());
        settings.forEach(builder::set);
        return builder.build();
    }

    private Attachment attach(Map<String, Object> settings) {
        Attachment attached =
                new RacecarMetrics(registry).attach(config(settings)).orElseThrow();
        attached.built(racecar);
        return attached;
    }

    @AfterEach
    void close() {
        metrics.closed();
        racecar.close();
    }

    private static HandlingStarted handling(int messages, boolean batch) {
        Message<byte[]> message = null;
        return new HandlingStarted("orders", PARTITION, Collections.nCopies(messages, message), batch, 1);
    }

    private long meter(String name) {
        return registry.getMeters().get("racecar." + name).getCount();
    }

    private long timer(String name) {
        return registry.getTimers().get("racecar." + name).getCount();
    }

    private long histogram(String name) {
        return registry.getHistograms().get("racecar." + name).getCount();
    }

    private Object gauge(String name) {
        return registry.getGauges().get("racecar." + name).getValue();
    }

    private Set<String> ofPartitions() {
        return registry.getGauges((name, metric) -> name.contains(".partition."))
                .keySet();
    }

    @Test
    void callsOfHandlersAreTimedAndTheirMessagesCounted() {
        metrics.handlingFinished(new HandlingFinished(handling(1, false), TIME, null));
        metrics.handlingFinished(new HandlingFinished(handling(1, false), TIME, error));

        assertThat(timer("consumer.orders.handling")).isEqualTo(2);
        assertThat(meter("consumer.orders.messages")).isEqualTo(1);
        assertThat(meter("consumer.orders.errors")).isEqualTo(1);
        assertThat(histogram("consumer.orders.batch-size")).isZero();
        assertThat(registry.getTimers()
                        .get("racecar.consumer.orders.handling")
                        .getSnapshot()
                        .getMax())
                .isEqualTo(TIME.toNanos());
    }

    @Test
    void aBatchCountsAsManyMessagesAsItHas() {
        metrics.handlingFinished(new HandlingFinished(handling(5, true), TIME, null));

        assertThat(meter("consumer.orders.messages")).isEqualTo(5);
        assertThat(histogram("consumer.orders.batch-size")).isEqualTo(1);
    }

    @Test
    void pollsAndWhatTheyBroughtAreCounted() {
        metrics.polled(new Polled("orders", 0, 7, TIME, null));
        metrics.polled(new Polled("orders", 0, 0, TIME, error));

        assertThat(timer("consumer.orders.polls")).isEqualTo(2);
        assertThat(meter("consumer.orders.polled")).isEqualTo(7);
        assertThat(meter("consumer.orders.poll-errors")).isEqualTo(1);
    }

    @Test
    void whatGoesWrongIsCounted() {
        metrics.lanePaused(new LanePaused("orders", PARTITION, null, 17, TIME, error));
        metrics.laneResumed(new LaneResumed("orders", PARTITION, null, TIME));
        metrics.skipped(new Skipped("orders", PARTITION, 17, "somebody"));
        metrics.handlerStuck(new HandlerStuck(handling(1, false), TIME, List.of()));
        metrics.deadLettered(new DeadLettered(
                "orders",
                RecordMessage.of(new ConsumerRecord<>("shop.orders", 3, 17, null, new byte[0]), ConsumerRecord::value),
                3,
                error,
                new Delivery(PARTITION, 0)));

        assertThat(meter("consumer.orders.pauses")).isEqualTo(1);
        assertThat(timer("consumer.orders.paused")).isEqualTo(1);
        assertThat(meter("consumer.orders.skipped")).isEqualTo(1);
        assertThat(meter("consumer.orders.stuck")).isEqualTo(1);
        assertThat(meter("consumer.orders.dead-letters")).isEqualTo(1);
    }

    @Test
    void joiningAndLeavingAreTimedAndTheirFailuresCounted() {
        metrics.groupJoined(new GroupJoined("orders", 0, TIME, null));
        metrics.groupJoined(new GroupJoined("orders", 0, TIME, error));
        metrics.groupLeft(new GroupLeft("orders", 0, TIME, null));
        metrics.groupLeft(new GroupLeft("orders", 0, TIME, error));

        assertThat(timer("consumer.orders.joins")).isEqualTo(1);
        assertThat(meter("consumer.orders.join-errors")).isEqualTo(1);
        assertThat(timer("consumer.orders.leaves")).isEqualTo(1);
        assertThat(meter("consumer.orders.leave-errors")).isEqualTo(1);
    }

    @Test
    void whatIsProducedIsCountedUntilItIsDelivered() {
        OutgoingMessage message = OutgoingMessage.to("t").value("v");
        metrics.produced(new Produced(null, message, 100, 1, null));
        metrics.produced(new Produced("orders", message, 100, 2, null));
        metrics.produced(new Produced("orders", message, 100, 3, null));
        metrics.produced(new Produced("orders", message, 0, 3, error));
        metrics.delivered(new Delivered(null, message, new Delivery(PARTITION, 0), TIME, null));
        metrics.delivered(new Delivered(
                "orders", message, null, TIME, new DeliveryException("no", Reason.TIMED_OUT, message, null)));

        assertThat(meter("producer.produced")).isEqualTo(3);
        assertThat(meter("producer.produce-errors")).isEqualTo(1);
        assertThat(histogram("producer.message-size")).isEqualTo(3);
        assertThat(timer("producer.delivered")).isEqualTo(1);
        assertThat(meter("producer.delivery-errors")).isEqualTo(1);
        assertThat(gauge("producer.undelivered")).isEqualTo(1L);
    }

    @Test
    void theConsumersStatusIsThereInGauges() {
        assertThat(gauge("consumer.orders.state")).isEqualTo("STARTING");
        assertThat(gauge("consumer.orders.up")).isEqualTo(0);
        assertThat(gauge("consumer.orders.lag")).isEqualTo(-1L);
        assertThat(gauge("consumer.orders.time-lag-millis")).isEqualTo(-1L);
    }

    @Test
    void gaugesOfAPartitionComeWithItsAssignmentAndGoWithItsRevocation() {
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(PARTITION)));
        await().untilAsserted(() -> assertThat(ofPartitions()).hasSameSizeAs(PartitionGauge.values()));
        assertThat(ofPartitions()).contains("racecar.consumer.orders.partition.shop_orders.3.lag");

        metrics.partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(PARTITION), false));
        await().untilAsserted(() -> assertThat(ofPartitions()).isEmpty());
    }

    @Test
    void aPartitionThatAnotherWorkerHasByNowKeepsItsGauges() {
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(PARTITION)));
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 1, Set.of(PARTITION)));
        metrics.partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(PARTITION), true));
        Partition last = new Partition("shop.orders", 4);
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(last)));

        await().until(() -> ofPartitions().contains("racecar.consumer.orders.partition.shop_orders.4.attempt"));
        assertThat(ofPartitions()).hasSize(2 * PartitionGauge.values().length);
    }

    @Test
    void aPartitionThatWorkersShareKeepsItsGaugesUntilTheLastOfThemLeaves() {
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(PARTITION)));
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 1, Set.of(PARTITION)));
        metrics.partitionsRevoked(new PartitionsRevoked("orders", 1, Set.of(PARTITION), false));
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 1, Set.of(new Partition("shop.orders", 4))));

        await().until(() -> ofPartitions().contains("racecar.consumer.orders.partition.shop_orders.4.attempt"));
        assertThat(ofPartitions()).hasSize(2 * PartitionGauge.values().length);
        metrics.partitionsRevoked(new PartitionsRevoked("orders", 0, Set.of(PARTITION), false));
        await().untilAsserted(() -> assertThat(ofPartitions()).hasSameSizeAs(PartitionGauge.values()));
    }

    @Test
    void partitionsCanBeLeftOut() {
        metrics.closed();
        Attachment without = attach(Map.of("metrics.partitions", false));

        without.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(PARTITION)));
        without.closed(); // after all that was to be done

        assertThat(ofPartitions()).isEmpty();
    }

    @Test
    void allOfItCanBeTurnedOff() {
        assertThat(new RacecarMetrics(registry).attach(config(Map.of("metrics.enabled", false))))
                .isEmpty();
    }

    @Test
    void theEndRemovesAllOfItAndNothingElse() {
        registry.counter("mine");
        metrics.partitionsAssigned(new PartitionsAssigned("orders", 0, Set.of(PARTITION)));

        metrics.closed();

        assertThat(registry.getNames()).containsExactly("mine");
    }

    @Test
    void twoProducersInOneRegistryAddUp() {
        Attachment other = attach(Map.of());
        OutgoingMessage message = OutgoingMessage.to("t").value("v");

        metrics.produced(new Produced(null, message, 100, 1, null));
        other.produced(new Produced(null, message, 100, 1, null));
        other.closed();

        assertThat(meter("producer.produced")).isEqualTo(2);
    }
}
