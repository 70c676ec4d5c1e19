package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchConsumer;
import io.racecar.ConsumerState;
import io.racecar.MessageConsumer;
import io.racecar.Partition;
import io.racecar.RacecarListener;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/**
 * One test's topic with numbered messages, the group that handles them, its settings, and the ledger of what it did.
 *
 * <p>The group is that of the lambda which {@link #start} runs,
 * so it is named as the topic is.
 */
final class Race implements AutoCloseable {
    /** Long enough for a machine that is busy with other things. */
    static final Duration LONG = Duration.ofSeconds(60);

    /** A test that fails is tried once more, for a busy machine's sake; but a message that was lost once stays lost. */
    private static final Queue<String> BROKEN = new ConcurrentLinkedQueue<>();

    private final SharedBrokers brokers;
    private final String topic;
    private final Ledger ledger = new Ledger();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final NumberedMessages messages;
    private final ConcurrentLinkedDeque<Racecar> started = new ConcurrentLinkedDeque<>();
    private volatile Runnable ledgerFeed = () -> {};

    Race(SharedBrokers brokers, String topic) {
        this.brokers = brokers;
        this.topic = topic;
        this.messages = new NumberedMessages(brokers.kafka());
        set("brokers", brokers.kafka().brokers());
        set("maxWaitTime", "100ms");
        set("socketTimeout", "5s");
        protocol("classic");
        set("offsetCommitInterval", "100ms");
        set("pauseTimeout", "50ms");
        set("maxPollInterval", "30s");
        set("rebalanceTimeout", "5s");
        set("shutdownTimeout", "10s");
        set("consumerProperties.metadata.max.age.ms", "500");
    }

    Race set(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    /** Leaves a setting at its default. */
    Race unset(String key) {
        settings.remove(key);
        return this;
    }

    /** Chooses the group's protocol; with the new one the brokers say how long sessions are. */
    Race protocol(String name) {
        set("groupProtocol", name);
        return name.equals("classic")
                ? set("sessionTimeout", "6s").set("heartbeatInterval", "200ms")
                : unset("sessionTimeout").unset("heartbeatInterval");
    }

    /** Has messages handled by key, of which each partition has so many in turn, sixteen at once. */
    Race byKey(int ofEach) {
        messages.keys(ofEach);
        ledger.lanes(ofEach);
        return set("ordering", "key").set("concurrency", 16);
    }

    /** Has messages handled in no order, sixteen at once. */
    Race unordered() {
        ledger.lanes(Integer.MAX_VALUE);
        return set("ordering", "none").set("concurrency", 16);
    }

    /** Creates the topic. */
    Race partitions(int partitions) {
        return topic(topic, partitions);
    }

    /** Creates a topic, to which messages are produced from now on. */
    Race topic(String name, int partitions) {
        kafka().createTopic(name, partitions);
        return addedPartitions(name, partitions);
    }

    /** From now on messages are produced to so many partitions. */
    Race addedPartitions(String name, int partitions) {
        messages.add(name, partitions);
        return this;
    }

    /** The topic is gone, and what was produced to it: the next one of its name begins anew. */
    void forget(String name) {
        messages.remove(name).forEach(ledger::startAnew);
    }

    String topic() {
        return topic;
    }

    String group() {
        return topic.toLowerCase(Locale.ROOT);
    }

    Partition partition(int number) {
        return new Partition(topic, number);
    }

    EmbeddedKafka kafka() {
        return brokers.kafka();
    }

    SharedBrokers brokers() {
        return brokers;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Has the ledger brought up to date, from another process, before it is compared with anything. */
    void feedLedger(Runnable feed) {
        ledgerFeed = feed;
    }

    Map<String, Object> settings() {
        return Map.copyOf(settings);
    }

    RacecarConfig config() {
        RacecarConfig.Builder config = RacecarConfig.builder().environment(Map.of());
        settings.forEach(config::set);
        return config.build();
    }

    /** Produces the next so many messages of each partition, and waits until the brokers have them. */
    void produce(int ofEach) {
        messages.produce(ofEach);
    }

    /** How many messages were produced to each partition. */
    Map<Partition, Long> produced() {
        return messages.counts();
    }

    /** Produces until it is closed. */
    Load load() {
        return new Load(this);
    }

    /** Runs a handler for the topic, recorded in the ledger; closed with the race at the latest. */
    Racecar start(MessageConsumer<byte[]> handler, RacecarListener... listeners) {
        return start(builder().consumer(topic, byte[].class, ledger.recorded(handler)), listeners);
    }

    Racecar startBatches(BatchConsumer<byte[]> handler, RacecarListener... listeners) {
        return start(builder().batchConsumer(topic, byte[].class, ledger.recordedBatches(handler)), listeners);
    }

    Racecar start(Racecar.Builder builder, RacecarListener... listeners) {
        for (RacecarListener listener : listeners) {
            builder.listener(listener);
        }
        Racecar racecar = builder.build();
        started.addFirst(racecar);
        racecar.start();
        return racecar;
    }

    Racecar.Builder builder() {
        return Racecar.builder(config());
    }

    /** Waits, comparing meanwhile what is committed with what is finished. */
    void await(ThrowingRunnable condition) {
        patiently().failFast(this::assertNothingIsBroken).untilAsserted(() -> {
            compareCommitted();
            condition.run();
        });
    }

    /** For handlers that the ledger does not record. */
    static void awaitUnrecorded(ThrowingRunnable condition) {
        patiently().untilAsserted(condition);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    void awaitState(Racecar racecar, ConsumerState state) {
        await(() -> assertThat(racecar.consumers())
                .allSatisfy(it -> assertThat(it.state()).isEqualTo(state)));
    }

    /** Waits until so many further messages are finished. */
    void awaitMore(int messages) {
        long before = ledger.finished();
        await(() -> assertThat(ledger.finished()).isGreaterThan(before + messages));
    }

    /** Waits until all that was produced is finished. */
    void awaitFinished() {
        await(() -> produced()
                .forEach((partition, count) -> assertThat(ledger.next(partition))
                        .as("finished of %s", partition)
                        .isEqualTo(count)));
    }

    void awaitCommitted(Map<Partition, Long> offsets) {
        await(() -> assertThat(committed()).isEqualTo(offsets));
    }

    void awaitWarning(LogLines log, String text) {
        await(() -> assertThat(log.all()).anyMatch(line -> line.startsWith("WARN") && line.contains(text)));
    }

    /** What the brokers have of the group now. */
    Map<Partition, Long> committed() {
        return brokers.committed(group());
    }

    /** What the group's commit of a partition carries beside the offset. */
    String metadata(Partition partition) {
        return brokers.commits(group())
                .get(new TopicPartition(partition.topic(), partition.number()))
                .metadata();
    }

    private void compareCommitted() {
        Map<Partition, Long> committed = brokers.committedIfTold(group());
        ledgerFeed.run();
        committed.forEach(ledger::committed);
    }

    /** Stops all instances in order and asserts that all that was produced was finished in order, and is committed. */
    void assertKept() {
        close();
        assertThat(committed()).isEqualTo(produced());
        assertThat(ledger.running()).as("handlers that still run").isZero();
        produced()
                .forEach((partition, count) -> assertThat(ledger.next(partition))
                        .as("finished of %s", partition)
                        .isEqualTo(count));
        compareCommitted();
        assertNothingIsBroken();
    }

    private void assertNothingIsBroken() {
        ledger.violations().forEach(it -> BROKEN.add(topic + ": " + it));
        assertThat(BROKEN).as("broken promises, of this test or one before").isEmpty();
    }

    /** As {@link #assertKept}, for tests that give no reason to handle a message again or two of a lane at once. */
    void assertKeptWithoutRepeats() {
        assertKept();
        assertThat(ledger.repeats()).as("repeats").isZero();
        assertThat(ledger.overlaps()).isEmpty();
    }

    /** Closes the instances, the last first; may be called again. */
    @Override
    public void close() {
        for (Racecar next; (next = started.pollFirst()) != null; ) {
            next.close();
        }
    }
}
