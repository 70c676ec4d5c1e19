package io.racecar.datadog;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchConsumer;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.SubscribesTo;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole application with a real broker, as an agent sees it. */
@Timeout(120)
class RacecarDatadogIT {
    private static final int ORDERS = 1000;
    private static final String CLIENT = "|#env:test,client:racecar";

    private static EmbeddedKafka kafka;

    private final List<String> lines = new ArrayList<>();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.builder()
                .topic("orders", 2)
                .topic("views", 1)
                .topic("invoices", 1)
                .topic("dead", 1)
                .start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    /** An invoice for each order, but the last of a partition fails. */
    @SubscribesTo("orders")
    static final class OrderConsumer implements MessageConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {
            if ("fails".equals(message.value())) {
                throw new IllegalStateException("cannot be invoiced");
            }
            context.produce(OutgoingMessage.to("invoices").value(message.value()));
        }
    }

    /** Cannot do anything. */
    @SubscribesTo("views")
    static final class ViewConsumer implements BatchConsumer<String> {
        @Override
        public void processBatch(List<Message<String>> messages, Context context) {
            throw new IllegalStateException("no disk");
        }
    }

    private static Racecar racecar(UdpAgent agent) throws IOException {
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("lagInterval", "1s")
                .set("pauseTimeout", -1)
                .set("consumers.view-consumer.deadLetter", Map.of("topic", "dead", "afterAttempts", 1))
                .set(
                        "datadog",
                        Map.of("enabled", true, "host", "127.0.0.1", "port", agent.port(), "tags", List.of("env:test")))
                .build();
        return Racecar.builder(config)
                .consumer(OrderConsumer.class)
                .consumer(ViewConsumer.class)
                .build();
    }

    @Test
    void whatHappensIsSentAndAddsUp() throws Exception {
        kafka.produce(IntStream.range(0, ORDERS)
                .mapToObj(it -> OutgoingMessage.to("orders").partition(it % 2).value("order " + it))
                .toArray(OutgoingMessage[]::new));
        kafka.produce(OutgoingMessage.to("orders").partition(1).value("fails"));
        kafka.produce(OutgoingMessage.to("views").value("view"));

        try (UdpAgent agent = new UdpAgent()) {
            try (Racecar racecar = racecar(agent)) {
                racecar.start();
                String failing = tags("order-consumer", "orders", 1);
                awaitLine(agent, "racecar.consumer.dead_letters:1|c" + tags("view-consumer", "views", 0));
                awaitLine(agent, "racecar.consumer.lag:1|g" + failing);
                awaitLine(agent, "racecar.consumer.lag:0|g" + tags("order-consumer", "orders", 0));
                awaitValue(agent, "racecar.consumer.pause.duration:", failing);
                awaitValue(agent, "racecar.consumer.time_lag:", failing);
                assertThat(lines)
                        .contains("racecar.consumer.pause.duration:0|g" + tags("order-consumer", "orders", 0))
                        .contains("_sc|racecar.consumer.up|0" + CLIENT + ",group_id:order-consumer|m:RUNNING");

                racecar.consumer("order-consumer").skip(new Partition("orders", 1), ORDERS / 2, "a test");
                awaitLine(agent, "racecar.consumer.skipped:1|c" + failing);
            }
            lines.addAll(agent.lines());
        }

        assertThat(sum("racecar.consumer.messages:", tags("order-consumer", "orders", 0)))
                .isEqualTo(ORDERS / 2);
        assertThat(sum("racecar.consumer.messages:", tags("order-consumer", "orders", 1)))
                .isEqualTo(ORDERS / 2);
        assertThat(sum("racecar.producer.produce.messages:", CLIENT + ",topic:invoices"))
                .isEqualTo(ORDERS);
        assertThat(sum("racecar.producer.ack.messages:", CLIENT)).isEqualTo(ORDERS + 1);
        assertThat(lines)
                .contains(
                        "racecar.consumer.process_message.errors:1|c" + tags("order-consumer", "orders", 1),
                        "racecar.consumer.process_batch.errors:1|c" + tags("view-consumer", "views", 0),
                        "racecar.consumer.batch_size:1|h" + tags("view-consumer", "views", 0),
                        "racecar.consumer.offset:" + ORDERS / 2 + "|g" + tags("order-consumer", "orders", 1))
                .anyMatch(it -> it.startsWith("racecar.consumer.join_group:"))
                .anyMatch(it -> it.startsWith("racecar.consumer.leave_group:"))
                .anyMatch(it -> it.startsWith("racecar.consumer.loop.duration:"))
                .anyMatch(it -> it.startsWith("racecar.consumer.process_message.latency:"))
                .anyMatch(it -> it.startsWith("racecar.producer.deliver.latency:"));
    }

    private static String tags(String consumer, String topic, int partition) {
        return CLIENT + ",group_id:" + consumer + ",topic:" + topic + ",partition:" + partition;
    }

    private void awaitLine(UdpAgent agent, String line) {
        await(agent, line::equals);
    }

    /** Waits for a gauge that is not 0. */
    private void awaitValue(UdpAgent agent, String start, String end) {
        await(agent, it -> it.startsWith(start) && it.endsWith("|g" + end) && !it.startsWith(start + "0|"));
    }

    private void await(UdpAgent agent, Predicate<String> line) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            lines.addAll(agent.lines());
            return lines.stream().anyMatch(line);
        });
    }

    private long sum(String start, String end) {
        return lines.stream()
                .filter(it -> it.startsWith(start) && it.endsWith("|c" + end))
                .mapToLong(it -> Long.parseLong(it.substring(start.length(), it.indexOf('|'))))
                .sum();
    }
}
