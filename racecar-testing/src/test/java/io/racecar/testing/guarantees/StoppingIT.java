package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.engine.Racecar;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stops while handlers run (S1). */
class StoppingIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Gate gate = new Gate();

    @Test
    void handlersThatRunMayEndAndAreCommitted(Race race) throws Exception {
        race.set("concurrency", 4).partitions(4).produce(500);
        Racecar racecar = race.start((message, context) -> {
            if (message.offset() == 100) {
                gate.pass();
            }
        });
        race.await(() -> assertThat(race.ledger().running()).isEqualTo(4));

        racecar.stop();
        race.awaitState(racecar, ConsumerState.STOPPING);
        gate.open();
        racecar.awaitStop();

        assertThat(race.ledger().finished()).isEqualTo(4 * 101);
        assertThat(race.committed().values()).containsOnly(101L);
        race.start((message, context) -> {});
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void handlersThatDoNotEndInTimeAreInterruptedAndNotCommitted(Race race) {
        race.set("shutdownTimeout", "2s").partitions(1).produce(500);
        AtomicInteger interrupted = new AtomicInteger();
        Racecar racecar = race.start((message, context) -> {
            if (message.offset() == 100) {
                try {
                    gate.pass();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
            }
        });
        race.await(() -> assertThat(race.ledger().next(race.partition(0))).isEqualTo(100));

        racecar.close();

        assertThat(interrupted).hasValue(1);
        assertThat(race.committed()).containsEntry(race.partition(0), 100L);
        race.start((message, context) -> {});
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aHandlerThatIgnoresInterruptionDelaysNoStopBeyondItsTimeoutAndIsNotCommitted(Race race) {
        race.set("shutdownTimeout", "2s").partitions(2).produce(500);
        Racecar racecar = race.start((message, context) -> {
            if (message.offset() == 100) {
                gate.passUninterruptibly();
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isGreaterThanOrEqualTo(100));
        race.await(() -> assertThat(race.ledger().running()).isEqualTo(1));

        racecar.close();

        race.awaitState(racecar, ConsumerState.STOPPED);
        assertThat(race.committed().values()).allMatch(offset -> offset <= 100);
        gate.open();
        race.await(() -> assertThat(race.ledger().running()).isZero());
        race.start((message, context) -> {});
        race.awaitFinished();
        race.assertKept();
        assertThat(race.ledger().repeats()).isEqualTo(1);
    }

    @Test
    void theSecondStopInterruptsAtOnce(Race race) throws Exception {
        race.set("shutdownTimeout", "25s").partitions(1).produce(500);
        Racecar racecar = race.start((message, context) -> {
            if (message.offset() == 100) {
                gate.pass();
            }
        });
        race.await(() -> assertThat(race.ledger().next(race.partition(0))).isEqualTo(100));

        racecar.stop();
        race.awaitState(racecar, ConsumerState.STOPPING);
        assertThat(race.ledger().running()).isEqualTo(1);
        racecar.stop();
        racecar.awaitStop();

        assertThat(race.ledger().failures()).isEqualTo(1);
        assertThat(race.committed()).containsEntry(race.partition(0), 100L);
        gate.open();
        race.start((message, context) -> {});
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aStopUnderLoadCommitsWhatIsFinished(Race race) {
        race.partitions(4);

        try (Load load = race.load()) {
            for (int i = 0; i < 4; i++) {
                try (Racecar racecar = race.start((message, context) -> {})) {
                    race.awaitMore(200);
                }
            }
        }

        race.start((message, context) -> {});
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }
}
