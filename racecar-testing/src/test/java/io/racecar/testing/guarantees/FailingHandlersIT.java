package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchFailureException;
import io.racecar.Message;
import io.racecar.Partition;
import io.racecar.engine.Racecar;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that throw (F1): their partition waits, nothing else does. */
class FailingHandlersIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @Test
    void aMessageThatFailsThreeTimesIsHandledTheFourthTime(Race race) {
        race.partitions(4).produce(300);

        race.start((message, context) -> {
            if (isBad(message) && context.attempt() <= 3) {
                throw new IllegalStateException("attempt " + context.attempt());
            }
        });

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
        assertThat(race.ledger().failures()).isEqualTo(4 * 3 * 3);
    }

    @Test
    void aMessageThatFailsForEverDelaysOnlyItsPartition(Race race) {
        race.partitions(4).produce(1000);
        Partition bad = race.partition(2);

        Racecar racecar = race.start((message, context) -> {
            if (message.partition() == bad.number() && message.offset() == 100) {
                throw new IllegalStateException("never");
            }
        });

        race.await(() -> {
            assertThat(race.ledger().finished()).isEqualTo(3 * 1000 + 100);
            assertThat(race.committed()).containsEntry(race.partition(0), 1000L).containsEntry(bad, 100L);
            assertThat(race.ledger().failures()).isGreaterThan(2);
        });
        assertThat(racecar.consumers().get(0).partitions().get(bad.number()).failingOffset())
                .isEqualTo(100);
        race.close();
        assertThat(race.committed()).containsEntry(bad, 100L);

        race.start((message, context) -> {});
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aFailingPartitionStarvesNoOtherOfASmallBuffer(Race race) {
        race.set("maxBufferedMessages", 200).partitions(4).produce(2000);
        AtomicBoolean healed = new AtomicBoolean();

        race.start((message, context) -> {
            if (message.partition() == 2 && message.offset() == 100 && !healed.get()) {
                throw new IllegalStateException("not yet");
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(3 * 2000 + 100));
        healed.set(true);

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aBatchThatFailsIsHandledAgainAsItWas(Race race) {
        race.set("fetchMessages", 50).partitions(2).produce(500);

        race.startBatches((messages, context) -> {
            if (context.attempt() == 1 && messages.stream().anyMatch(FailingHandlersIT::isBad)) {
                throw new IllegalStateException("once");
            }
        });

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
        assertThat(race.ledger().failures()).isPositive();
    }

    @Test
    void aBatchIsFinishedUpToTheMessageThatItSaysHasFailed(Race race) {
        race.set("fetchMessages", 50).partitions(2).produce(500);

        race.startBatches((messages, context) -> {
            for (Message<byte[]> message : messages) {
                if (isBad(message) && (context.attempt() == 1 || message != messages.get(0))) {
                    throw new BatchFailureException(message, new IllegalStateException("once"));
                }
            }
        });

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    private static boolean isBad(Message<?> message) {
        return message.offset() % 100 == 57;
    }
}
