package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** A topic of numbered messages, the share group of the lambda that handles them, and what was handled how often. */
final class ShareTask implements AutoCloseable {
    private final SharedBrokers brokers;
    private final String topic;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final Queue<Handled> handled = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<Racecar> started = new ConcurrentLinkedDeque<>();
    private int produced;

    /** A handler was called. */
    record Handled(int number, int attempt) {}

    ShareTask(SharedBrokers brokers, String topic, int partitions) {
        this.brokers = brokers;
        this.topic = topic;
        brokers.kafka().createTopic(topic, partitions);
        brokers.kafka().createTopic(dead(), 1);
        set("groupProtocol", "share");
        set("brokers", brokers.kafka().brokers());
        set("deadLetter.topic", dead());
        set("maxWaitTime", "100ms");
        set("socketTimeout", "5s");
        set("pauseTimeout", "50ms");
        set("shutdownTimeout", "10s");
        set("consumerProperties.metadata.max.age.ms", "500");
    }

    String topic() {
        return topic;
    }

    String dead() {
        return topic + "-dead";
    }

    ShareTask set(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    ShareTask unset(String key) {
        settings.remove(key);
        return this;
    }

    Map<String, Object> settings() {
        return Map.copyOf(settings);
    }

    /** Sets something of the group at the brokers. */
    ShareTask group(String name, String value) {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, topic);
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        SharedBrokers.get(brokers.admin()
                .incrementalAlterConfigs(Map.of(group, List.of(set)))
                .all());
        return this;
    }

    /** The next so many. */
    ShareTask produce(int count) {
        brokers.kafka()
                .produce(IntStream.range(produced, produced + count)
                        .mapToObj(it -> OutgoingMessage.to(topic).value(Integer.toString(it)))
                        .toArray(OutgoingMessage[]::new));
        produced += count;
        return this;
    }

    static int number(Message<String> message) {
        return Integer.parseInt(message.value());
    }

    Racecar start(MessageConsumer<String> handler, RacecarListener... listeners) {
        return start(
                builder().consumer(topic, String.class, (message, context) -> {
                    handled.add(new Handled(number(message), context.attempt()));
                    handler.process(message, context);
                }),
                listeners);
    }

    Racecar.Builder builder() {
        RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());
        settings.forEach(config::set);
        return Racecar.builder(config.build());
    }

    Racecar start(Racecar.Builder builder, RacecarListener... listeners) {
        List.of(listeners).forEach(builder::listener);
        Racecar racecar = builder.build();
        started.addFirst(racecar);
        racecar.start();
        return racecar;
    }

    /** The attempts at each message, in order. */
    Map<Integer, List<Integer>> attempts() {
        return handled.stream()
                .collect(Collectors.groupingBy(
                        Handled::number, TreeMap::new, Collectors.mapping(Handled::attempt, Collectors.toList())));
    }

    /** Waits until all that was produced is processed, given up or dropped. */
    void awaitDone(Racecar... members) {
        await(() -> assertThat(IntStream.range(0, members.length)
                        .mapToLong(it -> done(members[it]))
                        .sum())
                .isGreaterThanOrEqualTo(produced));
    }

    private static long done(Racecar member) {
        ConsumerStatus status = member.consumers().get(0);
        return status.processed() + status.deadLettered() + status.skipped();
    }

    static void await(ThrowingRunnable condition) {
        Awaitility.await()
                .atMost(Race.LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(condition);
    }

    /** What is in the dead-letter topic, by number. */
    List<Integer> deadLetters() {
        int count = Math.toIntExact(brokers.messages(dead()));
        return count == 0
                ? List.of()
                : new ArrayList<>(brokers.kafka().read(dead(), count, Race.LONG))
                        .stream()
                                .map(it -> Integer.valueOf(new String(it.valueBytes())))
                                .toList();
    }

    @Override
    public void close() {
        for (Racecar next; (next = started.pollFirst()) != null; ) {
            next.close();
        }
    }
}
