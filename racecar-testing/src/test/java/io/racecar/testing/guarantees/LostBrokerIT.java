package io.racecar.testing.guarantees;

import io.racecar.MessageConsumer;
import io.racecar.engine.Racecar;
import io.racecar.testing.EmbeddedKafka;
import java.util.ArrayDeque;
import java.util.Deque;
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

    @Test
    void everythingAtOnceLosesNothing(Race race) {
        race.partitions(6);
        Copies copies = new Copies(race);
        race.kafka().createTopic(copies.topic(), 6);
        MessageConsumer<byte[]> failingCopier = (message, context) -> {
            context.produce(Copies.of(message));
            if (message.offset() % 97 == 0 && context.attempt() == 1) {
                throw new IllegalStateException("the first attempt");
            }
        };
        Deque<Racecar> members = new ArrayDeque<>();

        try (Load load = race.load()) {
            for (int i = 0; i < 3; i++) {
                members.addLast(race.start(failingCopier));
            }
            for (int broker = 1; broker <= 3; broker++) {
                race.awaitMore(300);
                race.kafka().stopBroker(broker);
                members.removeFirst().close();
                members.addLast(race.start(failingCopier));
                race.awaitMore(300);
                race.kafka().startBroker(broker);
            }
        }

        race.awaitFinished();
        race.assertKept();
        copies.assertAll(race.produced());
    }
}
