package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Consumer;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.RacecarListener.LaneResumed;
import io.racecar.RacecarListener.Skipped;
import io.racecar.engine.config.Ordering;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are too old when it is their turn. Each message here is a second younger than the one before it. */
class ExpiryTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final ScriptedBatches batches = new ScriptedBatches();
    private Instant now = Instant.EPOCH;

    private RigPlan plan(Consumer<String> consumer, boolean buried) {
        return new RigPlan(consumer)
                .deadLetters(new DeadLetterPolicy(buried ? "dead" : null, 0, Set.of(), () -> now))
                .expiry(new ExpiryPolicy(Duration.ofSeconds(10), buried, () -> now));
    }

    /** The message at that offset is the oldest that is not too old. */
    private void passUntilFirstIs(long offset) {
        now = Instant.ofEpochSecond(offset + 10);
    }

    private static String[] values(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private static long committed(Rig rig) {
        rig.commit();
        return rig.committed(T0);
    }

    private static List<Long> skipped(Rig rig) {
        return rig.events.all(Skipped.class).stream().map(Skipped::offset).toList();
    }

    private static List<String> buried(Rig rig) {
        return rig.outlet.messages().stream()
                .map(it -> new String((byte[]) it.value(), UTF_8))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void theyAreFinishedUnhandledAndCounted(Ordering ordering) {
        Rig rig = plan(consumer, false)
                .settings(it -> it.ordering = ordering)
                .build()
                .append(T0, values(5))
                .assign(T0);
        passUntilFirstIs(3);

        rig.run();

        assertThat(consumer.handled()).containsExactly("3", "4");
        assertThat(skipped(rig)).containsExactly(0L, 1L, 2L);
        assertThat(rig.events.all(Skipped.class))
                .allMatch(it -> it.requestedBy().equals("messageExpiry"));
        assertThat(rig.worker.skips()).isEqualTo(3);
        assertThat(committed(rig)).isEqualTo(5);
    }

    @Test
    void whatBecomesTooOldWhileTheOnesBeforeItAreHandledIsSkippedToo() {
        consumer.on("1", (message, context) -> passUntilFirstIs(4));
        Rig rig = plan(consumer, false).build().append(T0, values(6)).assign(T0);

        rig.run();

        assertThat(consumer.handled()).containsExactly("0", "1", "4", "5");
    }

    @Test
    void aBatchIsWithoutThem() {
        Rig rig = plan(batches, false).build();
        rig.kafka.append(T0, values(3));
        rig.kafka.gap(T0, 100);
        rig.kafka.append(T0, values(2));
        rig.assign(T0);
        passUntilFirstIs(2);

        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("2", "0", "1"));
        assertThat(committed(rig)).isEqualTo(105);
    }

    @Test
    void aBatchThatIsHandledAgainIsWithoutThoseThatHaveBecomeTooOld() {
        batches.thenFail();
        Rig rig = plan(batches, false).build().append(T0, values(4)).assign(T0);
        rig.run();
        passUntilFirstIs(2);

        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("0", "1", "2", "3"), List.of("2", "3"));
        assertThat(committed(rig)).isEqualTo(4);
    }

    @Test
    void aWholeBatchOfThemIsNotHandledAtAll() {
        Rig rig = plan(batches, false).build().append(T0, values(4)).assign(T0);
        passUntilFirstIs(100);

        rig.run();

        assertThat(batches.handled()).isEmpty();
        assertThat(committed(rig)).isEqualTo(4);
    }

    @Test
    void aMessageThatFailedHasNotRecoveredAndItsPauseIsOver() {
        consumer.failsOn("0", 9);
        Rig rig = plan(consumer, false).build().append(T0, values(2)).assign(T0);
        rig.run();
        passUntilFirstIs(1);

        rig.pass(Duration.ofSeconds(10));
        rig.run();

        assertThat(consumer.handled()).containsExactly("0", "1");
        assertThat(rig.view(T0).failingOffset()).isEqualTo(-1);
        assertThat(rig.events.all(LaneResumed.class)).hasSize(1);
        assertThat(committed(rig)).isEqualTo(2);
    }

    // ---- to the dead-letter topic

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void theyGoToTheDeadLetterTopicAndNothingWaitsForThat(Ordering ordering) {
        Rig rig = plan(consumer, true)
                .settings(it -> it.ordering = ordering)
                .build()
                .append(T0, values(4))
                .assign(T0);
        passUntilFirstIs(2);

        rig.run();
        assertThat(buried(rig)).containsExactly("0", "1");
        assertThat(consumer.handled()).containsExactly("2", "3");
        assertThat(committed(rig)).isZero();
        assertThat(rig.worker.skips()).isZero();

        rig.outlet.acknowledgeAll();
        assertThat(committed(rig)).isEqualTo(4);
        assertThat(rig.worker.skips()).isEqualTo(2);
        assertThat(rig.events.all(DeadLettered.class)).hasSize(2);
        assertThat(skipped(rig)).containsExactly(0L, 1L);
    }

    @Test
    void aDeadLetterSaysWhyItIsThere() {
        Rig rig = plan(consumer, true).build().append(T0, "old").assign(T0);
        passUntilFirstIs(1);

        rig.run();

        OutgoingMessage letter = rig.outlet.messages().get(0);
        assertThat(letter.headers().get("racecar.exception")).isEqualTo(ExpiredMessageException.class.getName());
        assertThat(letter.headers().get("racecar.message")).isEqualTo("older than messageExpiry, PT10S");
        assertThat(letter.headers().get("racecar.attempts")).isEqualTo("0");
    }

    @Test
    void aBatchIsWithoutThoseThatAreOnTheirWayThere() {
        Rig rig = plan(batches, true).build().append(T0, values(5)).assign(T0);
        passUntilFirstIs(2);

        rig.run();
        rig.run();

        assertThat(buried(rig)).containsExactly("0", "1");
        assertThat(batches.handled()).containsExactly(List.of("2", "3", "4"));
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void aTopicThatCannotBeWrittenPausesTheLaneAndNothingIsDropped(Ordering ordering) {
        Rig rig = plan(consumer, true)
                .settings(it -> it.ordering = ordering)
                .build()
                .append(T0, "old")
                .assign(T0);
        passUntilFirstIs(1);
        rig.outlet.refuse(true);
        rig.run();
        assertThat(rig.events.all(LanePaused.class)).hasSize(1);
        assertThat(rig.worker.skips()).isZero();
        assertThat(committed(rig)).isZero();

        rig.outlet.refuse(false);
        rig.pass(Duration.ofSeconds(10));
        rig.run();
        rig.outlet.acknowledgeAll();

        assertThat(consumer.handled()).isEmpty();
        assertThat(committed(rig)).isEqualTo(1);
    }

    @Test
    void oneThatIsFinallyNotDeliveredIsSentAgain() {
        Rig rig = plan(consumer, true).build().append(T0, values(2)).assign(T0);
        passUntilFirstIs(1);
        rig.run();
        rig.outlet.fail(0);
        rig.run();
        assertThat(committed(rig)).isZero();

        rig.pass(Duration.ofSeconds(10));
        rig.run();
        rig.outlet.acknowledgeAll();

        assertThat(consumer.handled()).containsExactly("1");
        assertThat(committed(rig)).isEqualTo(2);
    }

    // ---- with a rate limit

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void theyCostNothingOfTheRate(Ordering ordering) {
        Rig rig = plan(consumer, false)
                .settings(it -> it.ordering = ordering)
                .maxMessagesPerSecond(1)
                .build()
                .append(T0, values(3_000))
                .assign(T0);
        rig.pass(Duration.ofSeconds(1));
        rig.run();
        assertThat(consumer.handled()).containsExactly("0");
        passUntilFirstIs(2_999);

        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(consumer.handled()).containsExactly("0", "2999");
        assertThat(rig.worker.skips()).isEqualTo(2_998);
    }

    @Test
    void batchesUnderALimitAreWithoutThem() {
        Rig rig = plan(batches, false)
                .maxMessagesPerSecond(20)
                .build()
                .append(T0, values(50))
                .assign(T0);
        passUntilFirstIs(48);

        rig.pass(Duration.ofSeconds(1));
        rig.run();

        assertThat(batches.handled()).containsExactly(List.of("48", "49"));
        assertThat(committed(rig)).isEqualTo(50);
    }
}
