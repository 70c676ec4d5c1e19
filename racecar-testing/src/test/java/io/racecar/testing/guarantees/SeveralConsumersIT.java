package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Consumers of one process, which do not hear of each other. */
class SeveralConsumersIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @Test
    void oneThatFailsAndOneThatStopsLeaveTheOthersAlone(Race failing, Race stopping, Race messages, Race batches) {
        failing.partitions(1).produce(100);
        stopping.partitions(1).produce(100);
        messages.partitions(3).produce(500);
        batches.partitions(3).produce(500);
        String stops = "consumers." + stopping.group() + ".pauseTimeout";
        failing.set(stops, "0");

        Racecar racecar = failing.start(failing.builder()
                .consumer(failing.topic(), byte[].class, failing.ledger().recorded((message, context) -> {
                    if (message.offset() == 50) {
                        throw new IllegalStateException("for ever");
                    }
                }))
                .consumer(stopping.topic(), byte[].class, stopping.ledger().recorded((message, context) -> {
                    if (message.offset() == 50) {
                        throw new IllegalStateException("the last");
                    }
                }))
                .consumer(messages.topic(), byte[].class, messages.ledger().recorded((message, context) -> {}))
                .batchConsumer(batches.topic(), byte[].class, batches.ledger().recordedBatches((all, context) -> {})));

        messages.awaitFinished();
        batches.awaitFinished();
        failing.await(() -> {
            assertThat(racecar.consumers())
                    .extracting(ConsumerStatus::state)
                    .containsExactly(
                            ConsumerState.RUNNING, ConsumerState.FAILED, ConsumerState.RUNNING, ConsumerState.RUNNING);
            assertThat(failing.committed().get(failing.partition(0))).isEqualTo(50);
            assertThat(stopping.committed().get(stopping.partition(0))).isEqualTo(50);
        });
        racecar.close();
        messages.assertKeptWithoutRepeats();
        batches.assertKeptWithoutRepeats();

        failing.unset(stops).start((message, context) -> {});
        stopping.start((message, context) -> {});
        failing.awaitFinished();
        stopping.awaitFinished();
        failing.assertKeptWithoutRepeats();
        stopping.assertKeptWithoutRepeats();
    }
}
