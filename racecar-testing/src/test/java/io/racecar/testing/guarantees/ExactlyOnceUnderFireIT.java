package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.engine.Racecar;
import io.racecar.testing.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * P3 while processes are killed, members join and leave, and the broker restarts. The whole of it, 100,000 messages, 10 kills
 * and 3 restarts for each ordering, runs with {@code -Dracecar.exactlyOnce=full}.
 */
class ExactlyOnceUnderFireIT {
    private static final boolean FULL = "full".equals(System.getProperty("racecar.exactlyOnce"));
    private static final int PARTITIONS = 4;
    private static final int MESSAGES = (FULL ? 100_000 : 8_000) / PARTITIONS;
    private static final int KILLS = FULL ? 10 : 2;
    private static final int RESTARTS = FULL ? 3 : 1;
    private static final int KEYS = 100;

    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers(EmbeddedKafka.builder());

    static List<String> orderings() {
        return FULL ? List.of("partition", "key", "none") : List.of("key");
    }

    @ParameterizedTest
    @MethodSource("orderings")
    void eachMessageIsCopiedOnce(String ordering, Race race, @TempDir Path directory) throws Exception {
        race.set("processingGuarantee", "exactly-once")
                .set("transactionTimeout", "10s")
                .unset("maxPollInterval")
                .set("ordering", ordering)
                .set("concurrency", 4)
                .set("sessionTimeout", "1500ms");
        if (ordering.equals("key")) {
            race.byKey(KEYS);
        } else if (ordering.equals("none")) {
            race.unordered();
        }
        race.partitions(PARTITIONS);
        CommittedCopies copies = new CommittedCopies(race).partitions(PARTITIONS);
        Path log = directory.resolve("log");
        List<ConsumerProcess> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(CopyingProcess.start(log, race, "process-" + i));
        }

        for (int i = 1; i <= KILLS; i++) {
            race.produce(MESSAGES / KILLS / 2);
            awaitCopied(race, share(i - 1));
            processes.set(i % 2, replaced(processes.get(i % 2), log, race, "process-" + i % 2));
            if (i % 3 == 0) {
                joinAndLeave(race);
            }
            race.produce(MESSAGES / KILLS - MESSAGES / KILLS / 2);
            if (i * RESTARTS % KILLS < RESTARTS) {
                race.kafka().stopBroker(1);
                race.kafka().startBroker(1);
            }
        }
        joinAndLeave(race);
        Race.awaitUnrecorded(() -> assertThat(race.committed()).isEqualTo(race.produced()));

        for (ConsumerProcess process : processes) {
            assertThat(process.stops()).as("stopped in order").isTrue();
        }
        copies.assertEachOnce();
        copies.assertInOrder();
    }

    /** Of what is produced to a partition before that round, a half. */
    private static long share(int rounds) {
        return (long) rounds * (MESSAGES / KILLS) / 2 + 1;
    }

    private static void awaitCopied(Race race, long least) {
        Race.awaitUnrecorded(
                () -> assertThat(race.brokers().committedIfTold(race.group()).values())
                        .isNotEmpty()
                        .anyMatch(it -> it >= least));
    }

    private static ConsumerProcess replaced(ConsumerProcess killed, Path log, Race race, String prefix)
            throws Exception {
        killed.kill();
        return CopyingProcess.start(log, race, prefix);
    }

    /** Another member, in this process, for as long as it takes to commit something. */
    private static void joinAndLeave(Race race) {
        race.set("transactionalIdPrefix", "guest");
        try (Racecar guest = race.builder()
                .consumer(
                        race.topic(), byte[].class, (message, context) -> context.produce(CommittedCopies.of(message)))
                .build()) {
            guest.start();
            Race.awaitUnrecorded(
                    () -> assertThat(guest.consumers().get(0).partitions()).isNotEmpty());
        }
        race.unset("transactionalIdPrefix");
    }
}
