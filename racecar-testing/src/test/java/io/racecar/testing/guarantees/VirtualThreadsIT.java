package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.engine.config.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code virtualThreads: true}, where the JVM has them and where not (L5). */
class VirtualThreadsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private static final int CONCURRENCY = 200;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void handlersRunOnThemAsManyAtOnceAsConcurrencySays(Race race) {
        race.byKey(500)
                .set("virtualThreads", true)
                .set("concurrency", CONCURRENCY)
                .partitions(4)
                .produce(1500);
        Gate gate = new Gate();

        race.start((message, context) -> {
            assertThat(Thread.currentThread().toString()).startsWith("VirtualThread");
            gate.pass();
        });
        race.await(() -> assertThat(race.ledger().running()).isEqualTo(CONCURRENCY));
        gate.open();

        race.awaitFinished();
        assertThat(race.ledger().failures()).isZero();
        race.assertKeptWithoutRepeats();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void oneOfThemThatIsInterruptedByAStopIsHandledAgain(Race race) {
        race.byKey(50)
                .set("virtualThreads", true)
                .set("shutdownTimeout", "2s")
                .partitions(2)
                .produce(500);
        Gate gate = new Gate();
        race.start((message, context) -> {
            if (message.offset() == 7) {
                gate.pass();
            }
        });
        race.await(() -> assertThat(race.ledger().finished()).isEqualTo(2 * (500 - 10)));

        race.close();

        assertThat(race.committed().values()).containsOnly(7L);
        race.start((message, context) -> {});
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void aJvmThatHasNoneRefusesTheSetting(Race race) {
        race.set("virtualThreads", true);

        assertThatThrownBy(race::builder)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("virtualThreads")
                .hasMessageContaining("run it on Java 21 or newer, or leave it out");
    }
}
