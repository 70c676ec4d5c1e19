package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.Partition;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.Racecar;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A key whose messages fail (F1): it waits, all others flow, and what they have finished is kept beside the commit (O4). */
class PoisonedKeyIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private static final int POISONED = 2;
    private static final int BAD = 7;

    private final AtomicBoolean healed = new AtomicBoolean();

    @Test
    void oneOfTenThousandKeysFailsForTheWholeRun(Race race) {
        int keys = 2500;
        race.byKey(keys).partitions(4).produce(keys);
        Partition poisoned = race.partition(POISONED);
        Told told = new Told();

        Racecar racecar = race.start(failingAt(keys), told);
        awaitAllButPoisoned(race, 1);
        race.produce(keys);
        awaitAllButPoisoned(race, 2);

        race.await(() -> {
            assertThat(race.committed())
                    .containsEntry(poisoned, (long) BAD)
                    .containsEntry(race.partition(0), 2L * keys)
                    .containsEntry(race.partition(1), 2L * keys)
                    .containsEntry(race.partition(3), 2L * keys);
            assertThat(race.metadata(poisoned))
                    .startsWith("racecar/1 n=4 s=0 c=")
                    .contains(" b=7 ", " f=r");
            assertThat(race.metadata(race.partition(0))).isEqualTo("racecar/1 n=4 s=0");
            assertThat(race.ledger().failures()).isGreaterThan(2);
        });
        PartitionStatus status = racecar.consumers().get(0).partitions().get(POISONED);
        assertThat(status.failingOffset()).isEqualTo(BAD);
        assertThat(status.attempt()).isGreaterThan(1);
        assertThat(told.of(LanePaused.class))
                .allSatisfy(it -> assertThat(it.key()).isEqualTo("key " + BAD));
        assertThat(told.of(PartitionsRevoked.class)).isEmpty();
        healed.set(true);

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void onlyThePartitionOfThePoisonedKeyWaitsOnceItHasRunAheadAsFarAsItMay(Race race) {
        int keys = 100;
        race.byKey(keys)
                .set("maxUncommittedSpan", 500)
                .set("maxBufferedMessages", 200)
                .set("consumerProperties.max.poll.records", 50)
                .partitions(4)
                .produce(2000);

        try (LogLines log = new LogLines()) {
            race.start(failingAt(keys));
            race.awaitWarning(log, race.partition(POISONED) + " waits: ");
            race.await(() -> assertThat(race.committed())
                    .containsEntry(race.partition(0), 2000L)
                    .containsEntry(race.partition(1), 2000L)
                    .containsEntry(race.partition(3), 2000L));
            assertThat(race.ledger().finished() - 3 * 2000).isBetween(400L, 550L);
            healed.set(true);

            race.awaitFinished();
            assertThat(log.all())
                    .filteredOn(line -> line.startsWith("WARN ") && line.contains("maxUncommittedSpan"))
                    .allMatch(line -> line.contains(race.partition(POISONED) + " waits: "));
        }
        race.assertKeptWithoutRepeats();
    }

    @Test
    void theFollowersOfASkippedMessageAreHandledAndNothingElseAgain(Race race) {
        int keys = 100;
        race.byKey(keys).set("pauseTimeout", "-1").partitions(4).produce(500);
        Racecar racecar = race.start((message, context) -> {
            if (message.partition() == POISONED && message.offset() == BAD) {
                throw new IllegalStateException("never");
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(4 * 500 - 5));

        race.ledger().skipped(race.partition(POISONED), BAD);
        racecar.consumer(race.group()).skip(race.partition(POISONED), BAD, "a test");

        race.awaitFinished();
        assertThat(status(racecar).skipped()).isEqualTo(1);
        race.assertKeptWithoutRepeats();
    }

    @Test
    void whatDoesNotFitBesideTheCommitIsHandledAgainAndHoldsNothingUp(Race race) {
        int count = 24_000;
        race.byKey(99).set("pauseTimeout", "-1").partitions(1).produce(count);
        Partition only = race.partition(0);
        race.start((message, context) -> {
            if (message.offset() % 3 == 1) {
                throw new IllegalStateException("no key of this kind");
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(count * 2 / 3));
        race.close();

        assertThat(race.committed()).containsEntry(only, 1L);
        assertThat(race.metadata(only)).contains(" f=b").hasSizeBetween(3000, 3072);
        race.start((message, context) -> {});
        race.awaitFinished();

        assertThat(race.ledger().repeats()).isBetween(1L, 5000L);
        race.assertKept();
    }

    private MessageConsumer<byte[]> failingAt(int keys) {
        return (message, context) -> {
            if (isPoisoned(message, keys) && !healed.get()) {
                throw new IllegalStateException("attempt " + context.attempt());
            }
        };
    }

    private static boolean isPoisoned(Message<?> message, int keys) {
        return message.partition() == POISONED && message.offset() % keys == BAD;
    }

    private static void awaitAllButPoisoned(Race race, int poisoned) {
        long produced =
                race.produced().values().stream().mapToLong(Long::longValue).sum();
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(produced - poisoned));
    }

    private static ConsumerStatus status(Racecar racecar) {
        return racecar.consumers().get(0);
    }
}
