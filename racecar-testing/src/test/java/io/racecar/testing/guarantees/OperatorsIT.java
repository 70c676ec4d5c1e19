package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.MessageConsumer;
import io.racecar.Partition;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators do while messages flow. */
class OperatorsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private volatile boolean failing = true;

    private final MessageConsumer<byte[]> failsAt50 = (message, context) -> {
        if (failing && message.partition() == 0 && message.offset() == 50) {
            throw new IllegalStateException("fails");
        }
    };

    @Test
    void aPausedPartitionWaitsAndTheOthersGoOn(Race race) {
        race.partitions(4);
        Partition paused = race.partition(1);

        try (Load load = race.load()) {
            ConsumerControl control = start(race, (message, context) -> {});
            race.awaitMore(200);
            control.pause(paused);
            race.awaitMore(10);
            long stoppedAt = race.ledger().next(paused);
            race.awaitMore(500);
            assertThat(race.ledger().next(paused)).isLessThanOrEqualTo(stoppedAt + 1);
            control.resume(paused);
            race.awaitMore(200);
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aConsumerThatIsPausedAgainAndAgainLosesNothing(Race race) {
        race.partitions(4);

        try (Load load = race.load()) {
            ConsumerControl control = start(race, (message, context) -> {});
            for (int i = 0; i < 20; i++) {
                Partition partition = race.partition(i % 4);
                race.awaitMore(50);
                control.pause(partition);
                control.pause();
                control.resume();
                control.resume(partition);
            }
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aFailingMessageIsRetriedAtOnceWhenAsked(Race race) {
        race.set("pauseTimeout", "-1").partitions(2);

        try (Load load = race.load()) {
            ConsumerControl control = start(race, failsAt50);
            race.await(() -> assertThat(failingOffset(control)).isEqualTo(50));
            control.retryNow(race.partition(0));
            race.await(() -> assertThat(race.ledger().failures()).isEqualTo(2));
            failing = false;
            race.await(() -> control.retryNow(race.partition(0)));
            race.awaitMore(200);
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void onlyTheFailingMessageCanBeSkipped(Race race) {
        race.set("pauseTimeout", "-1").partitions(2);
        Partition partition = race.partition(0);

        try (Load load = race.load()) {
            ConsumerControl control = start(race, failsAt50);
            race.await(() -> assertThat(failingOffset(control)).isEqualTo(50));
            assertThatThrownBy(() -> control.skip(partition, 49, "operator"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fails at offset 50");
            race.ledger().expect(partition, 51);
            control.skip(partition, 50, "operator");
            race.awaitMore(200);
            assertThat(control.status().skipped()).isEqualTo(1);
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aSeekHandlesAgainAllFromThere(Race race) {
        race.partitions(3);
        Map<Partition, Map<Long, Integer>> handled = new ConcurrentHashMap<>();
        race.produce(100);
        Instant secondHundred = nextMillisecond();
        race.produce(100);

        try (Load load = race.load()) {
            Racecar racecar = race.start(race.builder()
                    .consumer(
                            race.topic(),
                            byte[].class,
                            (message, context) -> handled.computeIfAbsent(
                                            race.partition(message.partition()), it -> new ConcurrentHashMap<>())
                                    .merge(message.offset(), 1, Integer::sum)));
            ConsumerControl control = racecar.consumer(race.group());
            Race.awaitUnrecorded(() -> assertThat(handled)
                    .hasSize(3)
                    .allSatisfy((partition, offsets) -> assertThat(offsets).hasSizeGreaterThan(250)));
            control.seek(race.partition(0), 30);
            control.seek(race.partition(1), secondHundred);
            Race.awaitUnrecorded(() -> {
                assertThat(twice(handled.get(race.partition(0)))).isGreaterThanOrEqualTo(220);
                assertThat(twice(handled.get(race.partition(1)))).isGreaterThanOrEqualTo(150);
            });
        }

        Race.awaitUnrecorded(() -> assertThat(race.committed()).isEqualTo(race.produced()));
        race.produced()
                .forEach(
                        (partition, count) -> assertThat(handled.get(partition)).hasSize(Math.toIntExact(count)));
        assertThat(handled.get(race.partition(0)).get(29L)).isEqualTo(1);
        assertThat(handled.get(race.partition(0)).get(30L)).isEqualTo(2);
        assertThat(handled.get(race.partition(1)).get(99L)).isEqualTo(1);
        assertThat(handled.get(race.partition(1)).get(100L)).isEqualTo(2);
        assertThat(twice(handled.get(race.partition(2)))).isZero();
    }

    /** A time that no message has had so far: create times are in whole milliseconds. */
    private static Instant nextMillisecond() {
        Instant next = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        Race.awaitUnrecorded(() -> assertThat(Instant.now()).isAfterOrEqualTo(next));
        return next;
    }

    private static long twice(Map<Long, Integer> offsets) {
        return offsets.values().stream().filter(times -> times == 2).count();
    }

    private static ConsumerControl start(Race race, MessageConsumer<byte[]> handler) {
        return race.start(handler).consumer(race.group());
    }

    private static long failingOffset(ConsumerControl control) {
        ConsumerStatus status = control.status();
        return status.partitions().isEmpty() ? -1 : status.partitions().get(0).failingOffset();
    }
}
