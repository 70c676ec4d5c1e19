package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import io.racecar.engine.config.Ordering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many messages per second are started, and what that keeps from nothing else. */
class RateLimitTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final ScriptedBatches batches = new ScriptedBatches();

    private Rig limited(double perSecond) {
        return new RigPlan(consumer).maxMessagesPerSecond(perSecond).build();
    }

    private static String[] values(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toArray(String[]::new);
    }

    private static void pass(Rig rig, Duration time) {
        for (long left = time.toMillis(); left > 0; left--) {
            rig.pass(Duration.ofMillis(1));
            rig.run();
        }
    }

    /** How many are started in that time. */
    private int startedIn(Rig rig, Duration time) {
        int before = consumer.handled().size();
        pass(rig, time);
        return consumer.handled().size() - before;
    }

    // ---- the rate

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void soManyPerSecondAreStarted(Ordering ordering) {
        Rig rig = new RigPlan(consumer)
                .settings(it -> it.ordering = ordering)
                .maxMessagesPerSecond(100)
                .build();
        for (String it : values(400)) {
            rig.kafka.appendWithKey(T0, "k" + Integer.parseInt(it) % 7, it);
        }
        rig.assign(T0);

        assertThat(startedIn(rig, Duration.ofSeconds(2))).isBetween(195, 200);
    }

    @Test
    void aRateBelowOnePerSecondIsPossible() {
        Rig rig = limited(0.5).append(T0, values(9)).assign(T0);

        assertThat(startedIn(rig, Duration.ofSeconds(10))).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 200, 20_000})
    void anIdleHourSavesUpATenthOfASecondsWorth(double perSecond) {
        Rig rig = limited(perSecond).assign(T0);
        rig.pass(Duration.ofMinutes(50));

        rig.append(T0, values(5_000)).run();

        assertThat(consumer.handled()).hasSize((int) Math.max(1, perSecond / 10));
    }

    @Test
    void theyAreStartedEvenly() {
        Rig rig = limited(1000).append(T0, values(2_000)).assign(T0);
        pass(rig, Duration.ofMillis(200));

        List<Integer> perHundredth = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            perHundredth.add(startedIn(rig, Duration.ofMillis(10)));
        }

        assertThat(perHundredth).allSatisfy(it -> assertThat(it).isBetween(5, 15));
    }

    @Test
    void partitionsAndKeysTakeTurns() {
        Rig rig =
                limited(10).append(T0, "a", "b", "c").append(T1, "x", "y", "z").assign(T0, T1);

        pass(rig, Duration.ofMillis(650));

        assertThat(consumer.handled().subList(0, 4)).containsExactlyInAnyOrder("a", "b", "x", "y");
        assertThat(consumer.handled()).hasSize(6);
    }

    @Test
    void workersOfOneConsumerShareIt() {
        RigPlan plan = new RigPlan(consumer).maxMessagesPerSecond(100);
        Rig one = plan.build().append(T0, values(300)).assign(T0);
        Rig other = plan.build().append(T1, values(300)).assign(T1);

        for (int i = 0; i < 1000; i++) {
            one.pass(Duration.ofMillis(1));
            one.run();
            other.run();
        }

        assertThat(consumer.handled()).hasSizeBetween(95, 100);
        assertThat(consumer.handled().stream().distinct().count()).isBetween(45L, 55L);
    }

    @Test
    void aMessageThatIsHandledAgainCountsAgain() {
        consumer.failsOn("0", 1);
        Rig rig = new RigPlan(consumer)
                .pauses(RigPlan.pausesOf(Duration.ofMillis(1)))
                .maxMessagesPerSecond(10)
                .build()
                .append(T0, values(9))
                .assign(T0);

        pass(rig, Duration.ofMillis(350));

        assertThat(consumer.handled()).containsExactly("0", "0", "1");
    }

    // ---- handlers that hang

    /** Each of a hundred handlers waits until the last has begun, and all of them come back at once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlersThatHangSaveUpNothing(boolean inBatches) {
        int keys = 100;
        List<Integer> begun = new ArrayList<>();
        Rig[] rig = new Rig[1];
        Runnable handle = () -> {
            begun.add(begun.size());
            if (begun.size() < keys) {
                rig[0].pass(Duration.ofMillis(100));
                rig[0].threads.runNext();
            }
        };
        consumer.otherwise((message, context) -> handle.run());
        for (int i = 0; i < keys; i++) {
            batches.then((messages, context) -> handle.run());
        }
        rig[0] = new RigPlan(inBatches ? batches : consumer)
                .settings(it -> {
                    it.ordering = Ordering.KEY;
                    it.concurrency = keys;
                    it.batchSize = 10;
                })
                .maxMessagesPerSecond(1000)
                .build();
        for (int i = 0; i < 50 * keys; i++) {
            rig[0].kafka.appendWithKey(T0, "k" + i % keys, String.valueOf(i));
        }
        rig[0].assign(T0);
        rig[0].pass(Duration.ofSeconds(1));

        rig[0].run();

        int whenAllCameBack = keys * (inBatches ? 10 : 1);
        int all = inBatches
                ? batches.handled().stream().mapToInt(List::size).sum()
                : consumer.handled().size();
        assertThat(begun).hasSizeGreaterThanOrEqualTo(keys);
        assertThat(all - whenAllCameBack).isLessThanOrEqualTo(100);
    }

    // ---- batches

    @Test
    void aBatchIsATenthOfASecondsWorthAndEachOfItsMessagesCounts() {
        Rig rig = new RigPlan(batches).maxMessagesPerSecond(100).build();
        rig.append(T0, values(100)).assign(T0);

        pass(rig, Duration.ofMillis(500));

        assertThat(batches.handled())
                .hasSizeBetween(4, 5)
                .allSatisfy(it -> assertThat(it).hasSize(10));
    }

    @Test
    void aBatchThatFailedStaysWholeAndTheNextOnesPayForIt() {
        batches.thenFail();
        Rig rig = new RigPlan(batches)
                .pauses(RigPlan.pausesOf(Duration.ofMillis(1)))
                .build()
                .append(T0, values(20))
                .assign(T0);
        rig.run();
        rig.append(T0, values(100));
        rig.rateLimit.change(100);

        pass(rig, Duration.ofMillis(250));
        assertThat(batches.handled()).extracting(List::size).containsExactly(20, 20);

        pass(rig, Duration.ofMillis(100));
        assertThat(batches.handled()).extracting(List::size).containsExactly(20, 20, 10);
    }

    // ---- changes

    @Test
    void itIsChangedForWhatWaitsAlready() {
        Rig rig = limited(0.01).append(T0, values(1_000)).assign(T0);
        rig.run();
        assertThat(consumer.handled()).isEmpty();

        rig.rateLimit.change(1000);

        assertThat(startedIn(rig, Duration.ofSeconds(1))).isBetween(950, 1_000);
    }

    @Test
    void onceItIsLiftedNothingWaits() {
        Rig rig = limited(0.01).append(T0, values(1_000)).append(T1, "x").assign(T0, T1);
        rig.run();

        rig.rateLimit.lift();
        rig.run();

        assertThat(consumer.handled()).hasSize(1_001);
        assertThat(rig.rateLimit.perSecond()).isEmpty();
    }

    @Test
    void aLimitThatComesLaterHoldsAtOnce() {
        Rig rig = Rig.of(consumer).assign(T0);
        rig.rateLimit.change(10);

        rig.append(T0, values(100)).run();

        assertThat(startedIn(rig, Duration.ofSeconds(1))).isBetween(9, 10);
        assertThat(rig.rateLimit.perSecond()).hasValue(10);
    }

    @Test
    void aLimitThatComesDuringALongTurnHoldsFromTheNextMessageOn() {
        Rig rig = Rig.of(consumer).append(T0, values(100)).assign(T0);
        consumer.on("3", (message, context) -> {
            rig.rateLimit.change(1);
            rig.operations().giveWay();
        });

        rig.run();

        assertThat(consumer.handled()).containsExactly("0", "1", "2", "3");
    }

    /** What the lane before it wanted under the old limit is of no importance. */
    @Test
    void aLowerLimitHoldsUpNobodyForWhatOthersWantedBefore() {
        consumer.failsOn("0", 1);
        Rig rig = new RigPlan(consumer)
                .pauses(RigPlan.pausesOf(Duration.ofHours(1)))
                .maxMessagesPerSecond(10_000_000)
                .build()
                .append(T0, values(1_000))
                .assign(T0, T1);
        rig.run();
        rig.append(T1, "x").run();
        assertThat(consumer.handled()).isEmpty();
        rig.rateLimit.change(1);

        pass(rig, Duration.ofMillis(2_200));

        assertThat(consumer.handled()).containsExactly("0", "x");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.009, 10_000_001, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNoRateIsRefused(double rate) {
        RateLimit limit = RateLimit.of(OptionalDouble.of(5), 1);

        assertThatThrownBy(() -> limit.change(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("maxMessagesPerSecond must be a number from 0.01 to 10000000 but was ")
                .hasMessageEndingWith("; pause the consumer to handle nothing");
        assertThat(limit.perSecond()).hasValue(5);
    }

    // ---- what does not wait for it

    @Test
    void noThreadIsHeldByAMessageThatWaits() {
        Rig rig = limited(0.01).append(T0, values(9)).assign(T0);

        rig.run();

        assertThat(rig.threads.waiting()).isZero();
        assertThat(rig.loop().partitions()).allMatch(it -> it.lanes().isQuiet());
    }

    @Test
    void aStopDoesNotWaitAndLeavesTheRestUnfinished() {
        Rig rig = limited(1).append(T0, "a", "b", "c").assign(T0);
        pass(rig, Duration.ofSeconds(1));

        rig.stop(Duration.ofSeconds(30));

        assertThat(consumer.handled()).containsExactly("a");
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aPartitionThatIsTakenAwayGivesItsPlaceToOthers() {
        Rig rig = limited(1).append(T0, "a", "b").append(T1, "x", "y").assign(T0);
        pass(rig, Duration.ofSeconds(1));

        rig.assign(T1);
        pass(rig, Duration.ofSeconds(1));

        assertThat(consumer.handled()).containsExactly("a", "x");
    }

    @Test
    void aPausedPartitionGivesItsPlaceToOthersAndGoesOnWhenItIsResumed() {
        Rig rig = limited(1).append(T0, "a", "b").append(T1, "x", "y").assign(T0, T1);
        rig.run();
        rig.operations().pause(Rig.name(T0));

        pass(rig, Duration.ofSeconds(2));
        assertThat(consumer.handled()).containsExactly("x", "y");

        rig.operations().resume(Rig.name(T0));
        pass(rig, Duration.ofSeconds(2));
        assertThat(consumer.handled()).containsExactly("x", "y", "a", "b");
    }

    @Test
    void manyLanesThatArePausedLeaveTheLineForNothing() {
        Rig rig = new RigPlan(consumer)
                .settings(it -> it.ordering = Ordering.NONE)
                .maxMessagesPerSecond(1)
                .build()
                .append(T0, values(3_000))
                .assign(T0, T1);
        rig.run();
        rig.operations().pause(Rig.name(T0));
        rig.append(T1, "x", "y");

        pass(rig, Duration.ofSeconds(2));

        assertThat(consumer.handled()).containsExactly("x", "y");
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void whateverWaitsInOnePartitionTheNextTurnIsTheOthers(Ordering ordering) {
        Rig rig = new RigPlan(consumer)
                .settings(it -> it.ordering = ordering)
                .maxMessagesPerSecond(10)
                .build();
        for (String it : values(1_000)) {
            rig.kafka.appendWithKey(T0, it, it);
        }
        rig.assign(T0, T1);
        pass(rig, Duration.ofSeconds(1));

        rig.append(T1, "x", "y");
        pass(rig, Duration.ofMillis(500));

        assertThat(consumer.handled()).contains("x", "y");
    }

    @Test
    void aWorkerWithManyKeysLeavesTheOthersTheirPart() {
        RigPlan plan = new RigPlan(consumer)
                .settings(it -> it.ordering = Ordering.NONE)
                .maxMessagesPerSecond(100);
        Rig one = plan.build().append(T0, values(2_000)).assign(T0);
        one.run();
        Rig other = plan.build().append(T1, values(2_000)).assign(T1);
        other.run();

        for (int i = 0; i < 1000; i++) {
            one.pass(Duration.ofMillis(1));
            one.run();
            other.run();
        }

        assertThat(consumer.handled().stream().distinct().count()).isBetween(45L, 55L);
    }

    /** Else it would get more and more turns with each delivery that fails. */
    @Test
    void aLaneThatGoesBackWhileItWaitsStandsInTheLineOnce() {
        consumer.on(
                "bad",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("copy")));
        Rig rig = new RigPlan(consumer)
                .settings(it -> it.ordering = Ordering.KEY)
                .pauses(RigPlan.pausesOf(Duration.ofMillis(1)))
                .maxMessagesPerSecond(10)
                .build();
        rig.kafka.appendWithKey(T0, "a", "bad");
        for (String it : values(1_000)) {
            rig.kafka.appendWithKey(T0, "a", it);
            rig.kafka.appendWithKey(T0, "b", "other");
        }
        rig.assign(T0);
        for (int i = 0; i < 10; i++) {
            pass(rig, Duration.ofMillis(250));
            rig.outlet.failAll();
        }
        pass(rig, Duration.ofSeconds(1));
        int before = consumer.handled().size();

        pass(rig, Duration.ofSeconds(10));

        assertThat(consumer.handled().subList(before, consumer.handled().size()))
                .hasSizeBetween(98, 101)
                .filteredOn("other"::equals)
                .hasSizeBetween(45, 55);
    }

    /** The batch that is called first wants so much that the next would be called long after. */
    @Test
    void aLaneThatIsCalledButMayNotStartHoldsUpNobody() {
        batches.thenFail();
        Rig rig = new RigPlan(batches)
                .pauses(RigPlan.pausesOf(Duration.ofMillis(1)))
                .build()
                .append(T0, values(1_000))
                .assign(T0, T1);
        rig.run();
        rig.rateLimit.change(1);
        rig.pass(Duration.ofMillis(2));
        rig.run();
        rig.append(T1, "x").run();
        rig.pass(Duration.ofSeconds(1));
        rig.operations().pause(Rig.name(T0));

        pass(rig, Duration.ofMillis(500));

        assertThat(batches.handled()).hasSize(2).endsWith(List.of("x"));
    }

    @Test
    void whatComesWhileOthersWaitStandsBehindThem() {
        Rig rig = new RigPlan(consumer)
                .settings(it -> it.ordering = Ordering.NONE)
                .maxMessagesPerSecond(1)
                .build()
                .append(T0, "a", "b")
                .assign(T0);
        rig.run();
        rig.append(T0, "c");
        rig.run();

        pass(rig, Duration.ofSeconds(3));

        assertThat(consumer.handled()).containsExactly("a", "b", "c");
    }
}
