package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.Racecar;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages are handled, from where on, and how many per second. */
class FlowControlIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Queue<String> handled = new ConcurrentLinkedQueue<>();

    private static void produce(Race race, String value, Instant createTime, String type) {
        race.kafka()
                .produce(OutgoingMessage.to(race.topic())
                        .partition(0)
                        .value(value)
                        .createTime(createTime)
                        .header("type", type));
    }

    private Racecar start(Race race) {
        MessageConsumer<String> note = (message, context) -> handled.add(String.valueOf(message.value()));
        return race.start(race.builder().consumer(race.topic(), String.class, note));
    }

    private void awaitHandled(String... values) {
        Race.awaitUnrecorded(() -> assertThat(handled).containsExactly(values));
    }

    // ---- a rate

    /** However slow this machine is: in no second more than a second's worth, a tenth of it, and what a turn is. */
    @ParameterizedTest
    @ValueSource(strings = {"partition", "key", "none"})
    void workersTogetherStartNoMoreThanTheRate(String ordering, Race race) {
        race.set("ordering", ordering)
                .set("parallelWorkers", 2)
                .set("maxMessagesPerSecond", 200)
                .partitions(4)
                .produce(100);
        Queue<Long> starts = new ConcurrentLinkedQueue<>();

        race.start(race.builder()
                .consumer(race.topic(), byte[].class, (message, context) -> starts.add(System.nanoTime())));

        Race.awaitUnrecorded(() -> assertThat(starts).hasSize(400));
        List<Long> times = starts.stream().sorted().toList();
        int most = 200 + 20 + 2 * 2;
        for (int i = most; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - most))
                    .as("nanoseconds from message %s to %s", i - most, i)
                    .isGreaterThan(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void anOperatorChangesTheRate(Race race) {
        race.set("maxMessagesPerSecond", 0.01)
                .set("offsetCommitInterval", "1h")
                .partitions(3)
                .produce(100);
        Racecar racecar = race.start((message, context) -> {});
        ConsumerControl control = racecar.consumer(race.group());
        race.await(() -> assertThat(control.status().partitions()).hasSize(3));
        assertThat(control.maxMessagesPerSecond()).hasValue(0.01);

        control.limit(1_000);
        race.awaitMore(9);
        control.unlimit();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aLimitHoldsAtOnceForWhatIsHandledAlready(Race race) throws InterruptedException {
        race.partitions(1).produce(1_000);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch limited = new CountDownLatch(1);
        Queue<Long> offsets = new ConcurrentLinkedQueue<>();
        Racecar racecar = race.start((message, context) -> {
            offsets.add(message.offset());
            begun.countDown();
            limited.await();
        });
        begun.await();

        racecar.consumer(race.group()).limit(0.01);
        race.await(() -> assertThat(racecar.consumers().get(0).partitions()).hasSize(1)); // it has been told
        limited.countDown();

        race.await(() -> assertThat(race.committed()).containsEntry(race.partition(0), 1L));
        assertThat(offsets).containsExactly(0L);
        racecar.consumer(race.group()).unlimit();
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    /** As many handlers as there are messages in a tenth of a second hang, and come back all at once. */
    @Test
    void handlersThatHangSaveUpNothing(Race race) throws InterruptedException {
        int handlers = 50;
        race.set("ordering", "key")
                .set("concurrency", handlers)
                .set("maxMessagesPerSecond", 500)
                .partitions(1);
        race.kafka()
                .produce(IntStream.range(0, 100 * handlers)
                        .mapToObj(it -> OutgoingMessage.to(race.topic())
                                .partition(0)
                                .key("k" + it % handlers)
                                .value("v"))
                        .toArray(OutgoingMessage[]::new));
        CountDownLatch hanging = new CountDownLatch(handlers);
        CountDownLatch back = new CountDownLatch(1);
        Queue<Long> starts = new ConcurrentLinkedQueue<>();
        Racecar racecar = race.start(race.builder().consumer(race.topic(), byte[].class, (message, context) -> {
            starts.add(System.nanoTime());
            hanging.countDown();
            back.await();
        }));
        hanging.await();
        long cameBack = System.nanoTime();
        back.countDown();

        Race.awaitUnrecorded(() -> assertThat(starts).hasSizeGreaterThan(handlers + 500));

        racecar.close();
        List<Long> after = starts.stream().filter(it -> it >= cameBack).sorted().toList();
        int most = 50 + 50 + handlers; // a tenth of a second's worth, as much saved up, and what threads are late with
        for (int i = most; i < after.size(); i++) {
            assertThat(after.get(i) - after.get(i - most))
                    .as("nanoseconds from message %s to %s", i - most, i)
                    .isGreaterThan(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void aMessageThatWaitsForTheRateDelaysNeitherARebalanceNorAStop(Race race) {
        race.set("maxMessagesPerSecond", 0.01)
                .set("partitionAssignmentStrategy", "range")
                .partitions(2)
                .produce(100);
        Racecar first = race.start((message, context) -> {});
        race.await(() -> assertThat(first.consumers().get(0).partitions()).hasSize(2));

        Racecar second = race.start((message, context) -> {});
        race.await(() -> assertThat(second.consumers().get(0).partitions()).hasSize(1));
        second.close();
        race.await(() -> assertThat(first.consumers().get(0).partitions()).hasSize(2));
        first.consumer(race.group()).unlimit();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    // ---- which messages

    @Test
    void oldMessagesAndThoseWithoutTheHeaderAreNotHandled(Race race) {
        race.set("messageExpiry", "1h")
                .set("onlyIf", "type=wanted")
                .set("deadLetter.topic", race.topic() + "-dead")
                .set("deadLetter.expired", true)
                .partitions(1);
        race.kafka().createTopic(race.topic() + "-dead", 1);
        Instant now = Instant.now();
        produce(race, "old", now.minus(Duration.ofHours(2)), "wanted");
        produce(race, "old and other", now.minus(Duration.ofHours(2)), "other");
        produce(race, "other", now, "other");
        produce(race, "new", now, "wanted");

        Racecar racecar = start(race);

        awaitHandled("new");
        race.await(() -> assertThat(race.committed()).containsEntry(race.partition(0), 4L));
        assertThat(racecar.consumers().get(0).skipped()).isEqualTo(1);
        assertThat(racecar.consumers().get(0).deadLettered()).isEqualTo(1);
        assertThat(race.kafka().read(race.topic() + "-dead", 1, Duration.ofSeconds(20)))
                .singleElement()
                .satisfies(it -> assertThat(it.valueBytes()).asString().isEqualTo("old"));
    }

    // ---- where to start

    @ParameterizedTest
    @ValueSource(strings = {"24h", "a time"})
    void aGroupWithoutOffsetsStartsAtATimeAndGoesOnFromThere(String given, Race race) {
        Instant now = Instant.now();
        Object startAt =
                given.equals("a time") ? now.minus(Duration.ofHours(24)).toString() : given;
        race.set("startAt", startAt).partitions(1);
        produce(race, "two days ago", now.minus(Duration.ofHours(48)), "a");
        produce(race, "an hour ago", now.minus(Duration.ofHours(1)), "a");

        try (Racecar ignored = start(race)) {
            awaitHandled("an hour ago");
        }
        produce(race, "now", now, "a");
        start(race);

        awaitHandled("an hour ago", "now");
    }

    @Test
    void aStartAtTheEndIsAboveTheSubscription(Race race) {
        race.set("startAt", "end").partitions(1);
        produce(race, "before", Instant.now(), "a");
        Racecar racecar = start(race);
        Race.awaitUnrecorded(() -> assertThat(race.committed()).containsEntry(race.partition(0), 1L));

        produce(race, "after", Instant.now(), "a");

        awaitHandled("after");
        assertThat(racecar.consumers().get(0).skipped()).isZero();
    }

    @Test
    void manyOldMessagesDoNotWaitForTheRate(Race race) {
        race.set("messageExpiry", "1h")
                .set("maxMessagesPerSecond", 10)
                .set("ordering", "none")
                .partitions(1);
        Instant old = Instant.now().minus(Duration.ofHours(2));
        List<OutgoingMessage> messages = new ArrayList<>(IntStream.range(0, 5_000)
                .mapToObj(it -> OutgoingMessage.to(race.topic())
                        .value("old")
                        .partition(0)
                        .createTime(old))
                .toList());
        messages.add(OutgoingMessage.to(race.topic()).partition(0).value("new"));
        race.kafka().produce(messages.toArray(OutgoingMessage[]::new));

        Racecar racecar = start(race);

        awaitHandled("new");
        Race.awaitUnrecorded(
                () -> assertThat(racecar.consumers().get(0).skipped()).isEqualTo(5_000));
    }
}
