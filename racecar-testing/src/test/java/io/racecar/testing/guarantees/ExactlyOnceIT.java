package io.racecar.testing.guarantees;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P3: what handlers produce is seen once by who reads committed messages, whatever fails. */
class ExactlyOnceIT {
    private static final int KEYS = 50;

    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private static Race exactlyOnce(Race race, String ordering) {
        race.set("processingGuarantee", "exactly-once")
                .set("transactionalIdPrefix", race.topic())
                .set("ordering", ordering)
                .set("concurrency", 4);
        if (ordering.equals("key")) {
            race.byKey(KEYS);
        } else if (ordering.equals("none")) {
            race.unordered();
        }
        return race.partitions(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key", "none"})
    void eachMessageIsCopiedOnce(String ordering, Race race) {
        CommittedCopies copies = new CommittedCopies(exactlyOnce(race, ordering)).partitions(3);
        race.produce(2000);

        race.start((message, context) -> context.produce(CommittedCopies.of(message)));
        race.awaitFinished();
        race.awaitCommitted(race.produced());

        race.assertKeptWithoutRepeats();
        copies.assertEachOnce();
        copies.assertInOrder();
    }
}
