package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.RacecarListener.GroupLeft;
import io.racecar.RacecarListener.HandlerStuck;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.SubscribesTo;
import io.racecar.engine.Racecar;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that take longer than groups wait for their members (L1, L4). */
class SlowHandlersIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private static final long SLOW = 50;

    private final Gate gate = new Gate();
    private final AtomicLong begunAt = new AtomicLong();

    private final MessageConsumer<byte[]> slowOnce = (message, context) -> {
        if (message.partition() == 0 && message.offset() == SLOW) {
            begunAt.compareAndSet(0, System.nanoTime());
            gate.passUninterruptibly();
        }
    };

    @Test
    void aHandlerMayTakeLongerThanTheSession(Race race) {
        race.set("sessionTimeout", "1s").set("concurrency", 4).partitions(4).produce(200);
        Told told = new Told();

        Racecar racecar = race.start(slowOnce, told);
        race.await(() -> {
            assertThat(race.ledger().finished()).isEqualTo(3 * 200 + SLOW);
            assertThat(slowFor()).isGreaterThan(Duration.ofSeconds(2));
        });
        assertThat(told.of(PartitionsRevoked.class)).isEmpty();
        assertThat(racecar.consumers().get(0).state()).isEqualTo(ConsumerState.RUNNING);
        gate.open();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aMemberWithAStuckHandlerLeavesAndComesBackWhenItReturns(Race race) {
        stuckSoon(race).partitions(2).produce(200);
        Told told = new Told();

        Racecar racecar = race.start(slowOnce, told);
        race.awaitState(racecar, ConsumerState.STUCK);
        race.await(() -> assertThat(told.of(GroupLeft.class)).hasSize(1));
        assertThat(told.of(HandlerStuck.class)).singleElement().satisfies(it -> {
            assertThat(it.started().partition()).isEqualTo(race.partition(0));
            assertThat(it.stack()).anyMatch(frame -> frame.getMethodName().equals("passUninterruptibly"));
        });
        gate.open();

        race.awaitState(racecar, ConsumerState.RUNNING);
        race.awaitFinished();
        race.assertKept();
        assertThat(race.ledger().repeats()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aStuckMessageMovesToOneOtherMemberAndStaysThere(String protocol, Race race) {
        stuckSoon(race).protocol(protocol).set("concurrency", 4).partitions(4).produce(200);
        Told first = new Told();
        Told second = new Told();

        Racecar leaver = race.start(slowOnce, first);
        race.awaitState(leaver, ConsumerState.STUCK);
        Racecar stayer = race.start(slowOnce, second);
        race.awaitState(stayer, ConsumerState.STUCK);

        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(3 * 200 + SLOW));
        assertThat(first.of(GroupLeft.class)).hasSize(1);
        assertThat(second.of(HandlerStuck.class)).hasSize(1);
        assertThat(second.of(GroupLeft.class)).isEmpty();
        assertThat(stayer.consumers().get(0).partitions()).hasSize(4);
        gate.open();

        race.awaitState(leaver, ConsumerState.RUNNING);
        race.awaitState(stayer, ConsumerState.RUNNING);
        race.awaitFinished();
        race.assertKept();
    }

    @Test
    void aConsumerThatIsStoppedWhileItsHandlerIsStuckIsTornDownOnceThatReturns(Race race) {
        stuckSoon(race)
                .set("consumers.slow.topics", Map.of("any", race.topic()))
                .set("consumers.slow.groupId", race.group())
                .partitions(1)
                .produce(200);
        AtomicInteger teardowns = new AtomicInteger();

        Racecar racecar = race.start(race.builder()
                .consumer(Slow.class, () -> new Slow(race.ledger().recorded(slowOnce), teardowns)));
        race.awaitState(racecar, ConsumerState.STUCK);
        race.await(() -> assertThat(race.committed()).containsEntry(race.partition(0), SLOW));
        racecar.close();
        race.awaitState(racecar, ConsumerState.STOPPED);
        assertThat(teardowns).hasValue(0);
        gate.open();

        race.await(() -> assertThat(teardowns).hasValue(1));
        race.unset("consumers.slow.topics").unset("consumers.slow.groupId").start((message, context) -> {});
        race.awaitFinished();
        race.assertKept();
    }

    @SubscribesTo("any")
    private record Slow(MessageConsumer<byte[]> handler, AtomicInteger teardowns) implements MessageConsumer<byte[]> {
        @Override
        public void process(Message<byte[]> message, Context context) throws Exception {
            handler.process(message, context);
        }

        @Override
        public void teardown() {
            teardowns.incrementAndGet();
        }
    }

    private static Race stuckSoon(Race race) {
        return race.set("maxPollInterval", "2s").set("rebalanceTimeout", "1s").set("shutdownTimeout", "1500ms");
    }

    private Duration slowFor() {
        return Duration.ofNanos(System.nanoTime() - begunAt.get());
    }
}
