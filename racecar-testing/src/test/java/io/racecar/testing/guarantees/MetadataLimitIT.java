package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import io.racecar.testing.EmbeddedKafka;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that takes less metadata with a commit than others do (O4). */
class MetadataLimitIT {
    private static final int LIMIT = 200;

    @RegisterExtension
    static final SharedBrokers BROKERS =
            new SharedBrokers(EmbeddedKafka.builder().property("offset.metadata.max.bytes", Integer.toString(LIMIT)));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void commitsGoOnWithAsMuchAsItTakes(boolean synchronous, Race race) {
        int count = 3000;
        race.byKey(99)
                .set("synchronousCommits", synchronous)
                .set("pauseTimeout", "1s")
                .partitions(2)
                .produce(count);
        Partition first = race.partition(0);
        AtomicBoolean healed = new AtomicBoolean();

        try (LogLines log = new LogLines()) {
            race.start((message, context) -> {
                if (message.offset() % 3 == 1 && !healed.get()) {
                    throw new IllegalStateException("no key of this kind");
                }
            });
            race.await(() -> assertThat(race.ledger().finished()).isEqualTo(2 * count * 2 / 3));
            race.await(() -> assertThat(race.metadata(first)).contains(" f=").hasSizeBetween(LIMIT / 2, LIMIT));
            assertThat(race.committed().values()).containsOnly(1L);
            assertThat(log.all())
                    .filteredOn(line -> line.contains("perhaps for its metadata"))
                    .hasSizeBetween(1, 5);
        }
        race.close();
        healed.set(true);
        race.start((message, context) -> {});

        race.awaitFinished();
        assertThat(race.ledger().repeats()).isPositive();
        race.assertKept();
    }
}
