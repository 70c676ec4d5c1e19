package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import io.racecar.testing.EmbeddedKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers that stop, come back, or are not there. */
class BrokerFailuresIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers(EmbeddedKafka.builder());

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theOnlyBrokerRestartsUnderLoad(String protocol, Race race) {
        race.protocol(protocol).partitions(4);

        try (Load load = race.load()) {
            Racecar racecar = race.start((message, context) -> {});
            race.awaitMore(500);
            for (int i = 0; i < 2; i++) {
                race.kafka().stopBroker(1);
                race.kafka().startBroker(1);
                race.awaitMore(500);
            }
            race.awaitState(racecar, ConsumerState.RUNNING);
        }

        race.awaitFinished();
        race.assertKept();
    }

    @Test
    void aConsumerWaitsForABrokerThatCannotBeReached(Race race) {
        race.partitions(2).produce(10);
        race.kafka().stopBroker(1);

        try (LogLines log = new LogLines()) {
            Racecar racecar = race.start((message, context) -> {});
            race.await(() -> assertThat(status(racecar).lastError())
                    .isNotNull()
                    .contains(race.kafka().brokers()));
            assertThat(status(racecar).state()).isEqualTo(ConsumerState.STARTING);
            race.kafka().startBroker(1);

            race.awaitState(racecar, ConsumerState.RUNNING);
            race.await(() -> assertThat(status(racecar).lastError()).isNull());
            race.awaitFinished();
            assertThat(log.all())
                    .filteredOn(line -> line.contains("can be reached"))
                    .hasSize(2);
            assertThat(log.all()).hasSizeLessThan(15);
        }
        race.assertKeptWithoutRepeats();
    }

    @Test
    void stoppingIsBoundedWhileTheBrokerIsAwayAndWhatIsNotDeliveredIsHandledAgain(Race race) {
        race.set("shutdownTimeout", "2s")
                .set("sessionTimeout", "2s")
                .partitions(2)
                .produce(100);
        Copies copies = new Copies(race);
        race.kafka().createTopic(copies.topic(), 2);
        Gate gate = new Gate();
        Racecar racecar = race.start((message, context) -> {
            if (message.offset() == 50) {
                gate.pass();
            }
            context.produce(Copies.of(message));
        });
        race.await(() -> assertThat(race.ledger().next(race.partition(0)) == 50
                        || race.ledger().next(race.partition(1)) == 50)
                .isTrue());
        race.kafka().stopBroker(1);
        gate.open();

        racecar.close();
        Race.awaitUnrecorded(() -> assertThat(status(racecar).state()).isEqualTo(ConsumerState.STOPPED));
        race.kafka().startBroker(1);

        race.start((message, context) -> context.produce(Copies.of(message)));
        race.awaitCommitted(race.produced());
        race.assertKept();
        copies.assertAll(race.produced());
    }

    private static ConsumerStatus status(Racecar racecar) {
        return racecar.consumers().get(0);
    }
}
