package io.racecar.datadog;

import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.RacecarListener.HandlingFinished;
import io.racecar.RacecarListener.HandlingStarted;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.RacecarPlugin.Attachment;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the plugin makes for an agent, with a clock that stands still, and events as a consumer named orders causes them. */
final class Observed implements AutoCloseable {
    static final Partition ORDERS = new Partition("orders", 3);

    private final AtomicLong nanos = new AtomicLong();
    private final Meters meters;
    private final Lines lines;
    private final Agent agent;
    private final DatadogAttachment attachment;

    Observed(FakeAgent agent, String... settings) {
        this(Stream.concat(agent.settings(), Stream.of(settings)));
    }

    /** @param settings keys and values, with = between them */
    Observed(Stream<String> settings) {
        RacecarConfig.Builder builder = RacecarConfig.builder().environment(Map.of());
        builder.set("consumers.orders.groupId", "shop-orders").set("clientId", "shop");
        settings.map(it -> it.split("=", 2)).forEach(it -> builder.set(it[0], it[1]));
        RacecarConfig config = builder.build().withConsumers(List.of("orders"));
        assert config.problems().isEmpty() : config.problems();
        this.meters = new Meters(config, new Tags(config.datadog(), config.clientId()), nanos::get);
        this.agent = new Agent(RacecarDatadog.wire(config.datadog()));
        this.lines = new Lines(config.datadog().namespace(), this.agent);
        this.attachment = new DatadogAttachment(meters, lines, this.agent, config.lagInterval());
    }

    Attachment events() {
        return attachment;
    }

    ConsumerMeter consumer() {
        return meters.consumer("orders");
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    void flush() {
        meters.flush(lines);
        lines.end();
    }

    void look(ConsumerState state, PartitionStatus... partitions) {
        meters.look(
                List.of(new ConsumerStatus(
                        "orders", "shop-orders", state, 1, List.of(partitions), 0, 0, 0, 0, 0, Duration.ZERO, null)),
                lines);
        lines.end();
    }

    static PartitionStatus status(int number, long lag, Duration timeLag, boolean paused) {
        return new PartitionStatus(new Partition("orders", number), 0, 0, 0, lag, lag, timeLag, -1, 0, paused, null);
    }

    static HandlingStarted message(Partition partition, long offset) {
        return new HandlingStarted(
                "orders",
                partition,
                List.of(new TextMessage(partition.topic(), partition.number(), offset, "")),
                false,
                1);
    }

    static HandlingStarted batch(Partition partition, long from, long to) {
        List<TextMessage> messages = LongStream.range(from, to)
                .mapToObj(it -> new TextMessage(partition.topic(), partition.number(), it, ""))
                .toList();
        return new HandlingStarted("orders", partition, messages, true, 1);
    }

    void handled(HandlingStarted started, Duration duration) {
        attachment.handlingFinished(new HandlingFinished(started, duration, null));
    }

    void failed(HandlingStarted started) {
        attachment.handlingFinished(
                new HandlingFinished(started, Duration.ofMillis(1), new IllegalStateException("no such user")));
    }

    @Override
    public void close() throws IOException {
        agent.close();
    }
}
