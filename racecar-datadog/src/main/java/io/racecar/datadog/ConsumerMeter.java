package io.racecar.datadog;

import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.RacecarListener.Polled;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What happens in one consumer. Thread-safe; flushes and looks are those of one thread. */
final class ConsumerMeter {
    /** After that many flushes without an event, figures of partitions that have gone are forgotten: a minute. */
    private static final int IDLE_FLUSHES = 30;

    private final Tags tags;
    private final String groupId;
    private final LongSupplier nanoTime;
    private final Series series;
    private final Map<String, LongAdder> pollErrors = new ConcurrentHashMap<>();
    private final Map<Partition, PartitionMeter> partitions = new ConcurrentHashMap<>();
    private final Map<String, Series> seriesByTags = new ConcurrentHashMap<>();
    private final Map<Partition, Long> offsetsSent = new ConcurrentHashMap<>();
    private final AtomicReference<ConsumerState> changedTo = new AtomicReference<>();

    ConsumerMeter(Tags tags, String groupId, LongSupplier nanoTime) {
        this.tags = tags;
        this.groupId = groupId;
        this.nanoTime = nanoTime;
        this.series = new Series(Scope.CONSUMER, tags.consumer(groupId));
    }

    Series series() {
        return series;
    }

    PartitionMeter partition(Partition partition) {
        PartitionMeter known = partitions.get(partition);
        return known != null ? known : partitions.computeIfAbsent(partition, this::meter);
    }

    private PartitionMeter meter(Partition partition) {
        String tagged = tags.partition(groupId, partition);
        return new PartitionMeter(
                seriesByTags.computeIfAbsent(tagged, it -> new Series(Scope.PARTITION, it)), nanoTime);
    }

    /** What is known of it will be out of date when it comes back; what is counted stays. */
    void forget(Partition partition) {
        partitions.remove(partition);
        offsetsSent.remove(partition);
    }

    void polled(Polled event) {
        series.record(Metric.LOOP_DURATION, event.duration().toNanos());
        if (event.error() != null) {
            pollErrors
                    .computeIfAbsent(ErrorCodes.of(event.error()), it -> new LongAdder())
                    .increment();
        }
    }

    void became(ConsumerState state) {
        changedTo.set(state);
    }

    /** Writes what has happened since the last time. */
    void flush(Lines lines) {
        ConsumerState changed = changedTo.getAndSet(null);
        if (changed != null) {
            check(changed, lines);
        }
        pollErrors.forEach((code, count) -> {
            long number = count.sumThenReset();
            if (number != 0) {
                lines.count(ErrorCodes.metric(code), number, series.tags());
            }
        });
        series.flush(lines);
        partitions.forEach((partition, meter) -> {
            Long sent = offsetsSent.get(partition);
            if (meter.lastOffset() >= 0 && (sent == null || sent != meter.lastOffset())) {
                offset(partition, meter, lines);
            }
        });
        Set<Series> used =
                partitions.values().stream().map(PartitionMeter::series).collect(Collectors.toSet());
        used.forEach(it -> it.flush(lines));
        seriesByTags.values().removeIf(it -> !used.contains(it) && isOver(it, lines));
    }

    /** A handler may still return, so what has gone is asked for a while. */
    private static boolean isOver(Series series, Lines lines) {
        series.flush(lines);
        return series.idleFlushes() > IDLE_FLUSHES;
    }

    /** Writes how it is now, also with what is idle or paused. */
    void look(ConsumerStatus status, Lines lines) {
        changedTo.set(null);
        check(status.state(), lines);
        Map<String, PartitionGauges> gauges = new LinkedHashMap<>();
        Set<Partition> present = new HashSet<>();
        for (PartitionStatus it : status.partitions()) {
            present.add(it.partition());
            PartitionMeter meter = partition(it.partition());
            gauges.computeIfAbsent(meter.series().tags(), tagged -> new PartitionGauges())
                    .add(it, meter.pausedNanos(it.paused()));
            if (meter.lastOffset() >= 0) {
                offset(it.partition(), meter, lines);
            }
        }
        if (status.lag() >= 0) { // else a worker may not have answered
            partitions.keySet().retainAll(present);
            offsetsSent.keySet().retainAll(present);
        }
        boolean whole = tags.ofPartitions() || status.lag() >= 0; // a worker that does not answer is missing here
        gauges.forEach((tagged, gauge) -> gauge.write(lines, tagged, whole));
    }

    /** Offsets of several partitions are no figure. */
    private void offset(Partition partition, PartitionMeter meter, Lines lines) {
        if (tags.ofPartitions()) {
            long offset = meter.lastOffset();
            offsetsSent.put(partition, offset);
            lines.gauge(Metric.OFFSET, offset, meter.series().tags());
        }
    }

    private void check(ConsumerState state, Lines lines) {
        int status = switch (state) {
            case RUNNING, PAUSED -> 0;
            case STARTING, STUCK, STOPPING, STOPPED -> 1;
            case FAILED -> 2;
        };
        lines.check(Metric.UP, status, series.tags(), state.name());
    }
}
