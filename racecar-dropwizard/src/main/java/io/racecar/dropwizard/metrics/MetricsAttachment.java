package io.racecar.dropwizard.metrics;

import com.codahale.metrics.Gauge;
import io.racecar.Partition;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.RacecarPlugin.Attachment;
import io.racecar.engine.Subscriptions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/** Keeps the registry in line with what happens in one Racecar. Thread-safe. */
final class MetricsAttachment implements Attachment {
    private final Registered registered;
    private final boolean ofPartitions;
    private final LongSupplier nanoTime;
    private final ProducerFigures producer;
    private final Map<String, Consumer> consumers = new ConcurrentHashMap<>();

    /** @param partitions their gauges, by the number of the worker and their name */
    private record Consumer(ConsumerFigures figures, Statuses statuses, Map<String, Gauge<?>> partitions) {}

    MetricsAttachment(Registered registered, boolean ofPartitions, LongSupplier nanoTime) {
        this.registered = registered;
        this.ofPartitions = ofPartitions;
        this.nanoTime = nanoTime;
        this.producer = new ProducerFigures(new Timers(registered, Names.PRODUCER, nanoTime), registered);
    }

    @Override
    public void built(Racecar racecar) {
        racecar.subscriptions().stream()
                .map(Subscriptions::consumer)
                .forEach(name ->
                        add(name, new Statuses(() -> racecar.consumer(name).status(), nanoTime)));
    }

    private void add(String name, Statuses statuses) {
        String prefix = Names.consumer(name);
        ConsumerFigures figures = new ConsumerFigures(new Timers(registered, prefix, nanoTime));
        for (ConsumerGauge it : ConsumerGauge.values()) {
            Gauge<Object> gauge = () -> it.value(statuses.consumer());
            registered.add(Names.of(prefix, it), gauge);
        }
        consumers.put(name, new Consumer(figures, statuses, new ConcurrentHashMap<>()));
    }

    @Override
    public void closed() {
        registered.close();
    }

    @Override
    public Optional<MetricsReporter> clientMetrics(@Nullable String consumer, int worker) {
        return Optional.of(new ClientGauges(Names.client(consumer, worker), registered));
    }

    // ---- partitions

    @Override
    public void partitionsAssigned(PartitionsAssigned event) {
        forEach(event.consumer(), event.partitions(), (consumer, partition) -> {
            String prefix = Names.partition(event.consumer(), partition);
            for (PartitionGauge it : PartitionGauge.values()) {
                Gauge<Long> gauge = () -> value(it, consumer.statuses().partition(partition));
                String name = Names.of(prefix, it);
                consumer.partitions().put(event.worker() + " " + name, gauge);
                registered.replaceLater(name, gauge);
            }
        });
    }

    private static @Nullable Long value(PartitionGauge gauge, @Nullable PartitionStatus status) {
        return status == null ? null : gauge.value(status);
    }

    @Override
    public void partitionsRevoked(PartitionsRevoked event) {
        forEach(event.consumer(), event.partitions(), (consumer, partition) -> {
            String prefix = Names.partition(event.consumer(), partition);
            for (PartitionGauge it : PartitionGauge.values()) {
                String name = Names.of(prefix, it);
                Gauge<?> gauge = consumer.partitions().remove(event.worker() + " " + name);
                if (gauge != null) {
                    registered.removeLater(name, gauge);
                    ofOthers(consumer, name).ifPresent(other -> registered.replaceLater(name, other));
                }
            }
        });
    }

    /** Of another worker that has the partition too, as in a share group. */
    private static Optional<Gauge<?>> ofOthers(Consumer consumer, String name) {
        return consumer.partitions().entrySet().stream()
                .filter(it -> it.getKey().endsWith(" " + name))
                .<Gauge<?>>map(Map.Entry::getValue)
                .findFirst();
    }

    private void forEach(String name, Set<Partition> partitions, BiConsumer<Consumer, Partition> action) {
        if (ofPartitions) {
            Consumer consumer = consumer(name);
            partitions.forEach(it -> action.accept(consumer, it));
        }
    }

    // ---- events

    private Consumer consumer(String name) {
        return Objects.requireNonNull(consumers.get(name), name);
    }

    private ConsumerFigures figures(String consumer) {
        return consumer(consumer).figures();
    }

    @Override
    public void polled(Polled event) {
        figures(event.consumer()).polled(event);
    }

    @Override
    public void handlingFinished(HandlingFinished event) {
        figures(event.started().consumer()).handled(event);
    }

    @Override
    public void handlerStuck(HandlerStuck event) {
        figures(event.started().consumer()).stuck();
    }

    @Override
    public void lanePaused(LanePaused event) {
        figures(event.consumer()).pauseBegan();
    }

    @Override
    public void laneResumed(LaneResumed event) {
        figures(event.consumer()).pauseEnded(event.paused());
    }

    @Override
    public void skipped(Skipped event) {
        figures(event.consumer()).skipped();
    }

    @Override
    public void deadLettered(DeadLettered event) {
        figures(event.consumer()).deadLettered();
    }

    @Override
    public void groupJoined(GroupJoined event) {
        figures(event.consumer()).joined(event.duration(), event.error());
    }

    @Override
    public void groupLeft(GroupLeft event) {
        figures(event.consumer()).left(event.duration(), event.error());
    }

    @Override
    public void produced(Produced event) {
        producer.produced(event);
    }

    @Override
    public void delivered(Delivered event) {
        producer.delivered(event);
    }
}
