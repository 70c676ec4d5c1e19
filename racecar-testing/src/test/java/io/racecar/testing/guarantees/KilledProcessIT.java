package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are killed under load, one after the other. */
class KilledProcessIT {
    private static final int KILLS = 3;
    private static final int KEYS = 200;

    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key"})
    void nothingIsLostWhenProcessesAreKilled(String ordering, Race handled, Race copied, @TempDir Path directory)
            throws Exception {
        Path file = directory.resolve("journal");
        Path log = directory.resolve("log");
        Journal journal = Journal.reader(file);
        Copies copies = new Copies(copied);
        if (ordering.equals("key")) {
            handled.byKey(KEYS);
            copied.byKey(KEYS);
        }
        handled.set("sessionTimeout", "1500ms").partitions(3);
        copied.partitions(3);
        copied.kafka().createTopic(copies.topic(), 3);
        Runnable replay = () -> journal.replay(number -> KilledProcess.race(number, handled, copied));
        handled.feedLedger(replay);
        copied.feedLedger(replay);

        try (Load one = handled.load();
                Load other = copied.load()) {
            for (int i = 0; i < KILLS; i++) {
                ConsumerProcess process = KilledProcess.start(file, log, handled, copied);
                handled.awaitMore(500);
                copied.awaitMore(500);
                process.kill();
                replay.run();
                Map<Partition, Long> committed = copied.committed();
                handled.ledger().processEnded();
                copied.ledger().processEnded();
                copies.assertAll(committed);
            }
        }
        ConsumerProcess last = KilledProcess.start(file, log, handled, copied);
        handled.awaitFinished();
        copied.awaitFinished();

        assertThat(last.stops()).as("stopped in order").isTrue();
        handled.assertKept();
        copied.assertKept();
        copies.assertAll(copied.produced());
        copies.assertInOrder();
    }
}
