package io.racecar.testing.guarantees;

import io.racecar.testing.EmbeddedKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster that loses one of its brokers. */
class LostBrokerIT {
    @RegisterExtension
    static final SharedBrokers BROKERS =
            new SharedBrokers(EmbeddedKafka.builder().brokers(3));

    @Test
    void consumingGoesOnWhicheverBrokerIsLost(Race race) {
        race.partitions(6);

        try (Load load = race.load()) {
            race.start((message, context) -> {});
            race.awaitMore(500);
            for (int broker = 1; broker <= 3; broker++) {
                race.kafka().stopBroker(broker);
                race.awaitMore(500);
                race.kafka().startBroker(broker);
            }
        }

        race.awaitFinished();
        race.assertKept();
    }
}
