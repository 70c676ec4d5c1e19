package io.racecar.testing.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.racecar.ConsumerState;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that is to connect with some settings, and what it and its clients log meanwhile. It copies messages from a
 * topic to another, so that consumer, producer and the look-up of lag all have to get through.
 *
 * <p>No secret that was set may have been logged when it is closed.
 */
final class Attempt implements AutoCloseable {
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();
    private static final Duration LONG = Duration.ofSeconds(60);

    private final SecuredBroker broker;
    private final String topic = "attempt-" + ATTEMPTS.incrementAndGet();
    private final RacecarConfig.Builder settings = RacecarConfig.builder().environment(Map.of());
    private final List<String> secrets = new ArrayList<>(List.of(SecuredBroker.PASSWORD));
    private final Queue<RacecarListener.StateChanged> states = new ConcurrentLinkedQueue<>();
    private final ClientLog log = new ClientLog();
    private @Nullable Racecar racecar;

    Attempt(SecuredBroker broker) {
        this.broker = broker;
        set("offsetCommitInterval", "100ms").set("lagInterval", "100ms").set("maxWaitTime", "50ms");
        broker.kafka().createTopic(topic, 1);
        broker.kafka().createTopic(copies(), 1);
    }

    /** The topic it reads, and the group it joins. */
    String topic() {
        return topic;
    }

    private String copies() {
        return topic + "-copies";
    }

    Attempt to(String listener) {
        return set("brokers", broker.kafka().brokers(listener));
    }

    Attempt set(String key, Object value) {
        settings.set(key, value);
        return this;
    }

    /** Sets what is not to be logged. */
    Attempt secret(String key, String value) {
        return neverLogs(value).set(key, value);
    }

    /** What must never be logged. */
    Attempt neverLogs(String secret) {
        secrets.add(secret);
        return this;
    }

    /** What the application is told when it produces to the topic, which is refused; starts no consumer. */
    DeliveryException undelivered() {
        Racecar producing = Racecar.builder(settings.build()).build();
        racecar = producing;
        return catchThrowableOfType(
                DeliveryException.class,
                () -> producing.producer().deliver(OutgoingMessage.to(topic).value("forbidden")));
    }

    /** Starts the consumer, once only. */
    Attempt start() {
        Racecar starting = Racecar.builder(settings.build())
                .consumer(
                        topic,
                        String.class,
                        (message, context) ->
                                context.produce(OutgoingMessage.to(copies()).value(message.value())))
                .listener(new RacecarListener() {
                    @Override
                    public void stateChanged(StateChanged event) {
                        states.add(event);
                    }
                })
                .build();
        racecar = starting;
        starting.start();
        return this;
    }

    /** It runs, and a message gets through. */
    void assertWorks() {
        assertWorks(1);
    }

    /** It runs, and another message gets through, the one of that number. */
    void assertWorks(int number) {
        broker.kafka().produce(OutgoingMessage.to(topic).value("message " + number));

        assertThat(broker.kafka().read(copies(), number, LONG)).hasSize(number);
        await(() -> assertThat(status().partitions())
                .extracting(PartitionStatus::end)
                .containsExactly((long) number));
        assertThat(status().state()).isEqualTo(ConsumerState.RUNNING);
        assertThat(log.errors()).isEmpty();
    }

    /** It fails for good before it has run, with one line in the log, which is also its status and has these words. */
    void assertFails(String... words) {
        assertFailsInTheEnd(words);
        assertThat(log.connections(topic))
                .as("connections: one to find the brokers, one to a leader, one to the group's coordinator")
                .hasSizeLessThanOrEqualTo(3);
    }

    /** The same after some attempts: it takes a while to find out that brokers will never answer. */
    void assertFailsInTheEnd(String... words) {
        await(() ->
                assertThat(states).extracting(RacecarListener.StateChanged::to).endsWith(ConsumerState.FAILED));

        assertThat(states).extracting(RacecarListener.StateChanged::to).doesNotContain(ConsumerState.RUNNING);
        assertThat(status().lastError()).contains(words);
        assertThat(log.errors()).singleElement().asString().contains(words);
        assertThat(log.connections(topic))
                .as("no storm: until then the client tries again after 50 ms, as is its default")
                .hasSizeLessThanOrEqualTo(200);
    }

    /** After it has run, it is refused for a reason with these words, and waits before it tries again. */
    void assertRefused(String... words) {
        await(() -> assertThat(log.errors())
                .singleElement()
                .asString()
                .contains("next try in 60 s")
                .contains(words));
        assertThat(status().state()).isEqualTo(ConsumerState.STARTING);
        assertThat(status().lastError()).contains(words);
    }

    ConsumerStatus status() {
        return Objects.requireNonNull(racecar).consumers().get(0);
    }

    ClientLog log() {
        return log;
    }

    void await(ThrowingRunnable condition) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(20)).untilAsserted(condition);
    }

    @Override
    public void close() {
        if (racecar != null) {
            racecar.close();
        }
        log.close();
        assertThat(log.lines())
                .as("what is logged, clients' properties among it")
                .anyMatch(line -> line.contains("sasl.jaas.config = "))
                .noneMatch(line -> secrets.stream().anyMatch(line::contains));
    }
}
