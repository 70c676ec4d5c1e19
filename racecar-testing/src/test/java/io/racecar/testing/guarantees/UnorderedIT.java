package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchFailureException;
import io.racecar.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code ordering: none}, and batches where a partition has many lanes. */
class UnorderedIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Gate gate = new Gate();

    @Test
    void aSlowMessageDelaysNoOther(Race race) {
        race.unordered().partitions(2).produce(1000);

        race.start((message, context) -> {
            if (message.offset() == 3) {
                gate.pass();
            }
        });
        race.await(() -> {
            assertThat(race.ledger().finished()).isEqualTo(2 * (1000 - 1));
            assertThat(race.committed().values()).containsOnly(3L);
            assertThat(race.metadata(race.partition(0))).contains(" b=3 ", " f=");
        });
        gate.open();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void asManyAreHandledAtOnceAsConcurrencySays(Race race) {
        race.unordered().set("concurrency", 24).partitions(1).produce(100);

        race.start((message, context) -> gate.pass());
        race.await(() -> assertThat(race.ledger().running()).isEqualTo(24));
        gate.open();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void afterAStopOnlyWhatFailedIsHandled(Race race) {
        race.unordered().partitions(2).produce(1000);
        race.start((message, context) -> {
            if (message.offset() % 100 == 57) {
                throw new IllegalStateException("not this one");
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(2 * (1000 - 10)));
        race.close();
        assertThat(race.committed().values()).containsOnly(57L);
        Queue<Message<?>> again = new ConcurrentLinkedQueue<>();

        race.start((message, context) -> again.add(message));

        race.awaitFinished();
        assertThat(again).hasSize(2 * 10);
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aSlowBatchDelaysNoOther(Race race) {
        race.unordered().set("fetchMessages", 20).partitions(2).produce(1000);

        race.startBatches((messages, context) -> {
            assertThat(messages).hasSizeBetween(1, 20);
            if (messages.get(0).offset() == 0) {
                gate.pass();
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isBetween(2L * (1000 - 20), 2L * (1000 - 1)));
        gate.open();

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aBatchByKeyHoldsMessagesOfOneKeyAndFailsAlone(Race race) {
        int keys = 50;
        race.byKey(keys).set("fetchMessages", 10).partitions(2).produce(2000);

        race.startBatches((messages, context) -> {
            assertThat(messages)
                    .extracting(Message::key)
                    .containsOnly(messages.get(0).key());
            for (Message<byte[]> message : messages) {
                boolean bad = message.offset() % 400 == 57;
                if (bad && (context.attempt() == 1 || message != messages.get(0))) {
                    throw new BatchFailureException(message, new IllegalStateException("once"));
                }
            }
        });

        race.awaitFinished();
        assertThat(race.ledger().failures()).isBetween(2L * 5, 2L * 2 * 5);
        race.assertKeptWithoutRepeats();
    }
}
