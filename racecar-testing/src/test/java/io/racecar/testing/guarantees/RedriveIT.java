package io.racecar.testing.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.Racecar;
import io.racecar.engine.deadletters.DeadLetter;
import io.racecar.engine.deadletters.DeadLetterFilter;
import io.racecar.engine.deadletters.DeadLetterTopic;
import io.racecar.engine.deadletters.DeadLettersException;
import io.racecar.engine.deadletters.Observer;
import io.racecar.engine.deadletters.OpenedLetter;
import io.racecar.engine.deadletters.Purge;
import io.racecar.engine.deadletters.PurgePlan;
import io.racecar.engine.deadletters.Redrive;
import io.racecar.engine.deadletters.Redrive.Placement;
import io.racecar.engine.deadletters.RedriveResult;
import io.racecar.engine.deadletters.Refused;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead letters are found, put back once each, and deleted. */
class RedriveIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    @Test
    void whatIsPutBackIsTheMessageAsItWas(Race race) {
        Instant created = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        race.kafka().createTopic(race.topic(), 3);
        DeadLetterTopic dead = bury(
                race,
                OutgoingMessage.to(race.topic())
                        .key(new byte[] {-1, 7})
                        .value(new byte[] {-2, 0})
                        .header("trace", "one")
                        .header("trace", "two")
                        .partition(2)
                        .createTime(created));

        RedriveResult result = dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, Observer.NONE);

        assertThat(result).isEqualTo(new RedriveResult(1, 0, 1, 0, List.of(), false));
        Message<byte[]> again = race.kafka().read(race.topic(), 2, Race.LONG).get(1);
        assertThat(again.partition()).isEqualTo(2);
        assertThat(again.keyBytes()).containsExactly(-1, 7);
        assertThat(again.valueBytes()).containsExactly(-2, 0);
        assertThat(again.createTime()).isEqualTo(created);
        assertThat(headers(again)).containsExactly("trace=one", "trace=two", "racecar.redrives=1");
    }

    @Test
    void eachIsPutBackOnceWhateverTheFilters(Race race) {
        race.kafka().createTopic(race.topic(), 2);
        DeadLetterTopic dead = bury(race, numbered(race, 6));
        DeadLetterFilter odd = DeadLetterFilter.ALL.diedOf("ArithmeticException");

        assertThat(redrive(dead, odd).redriven()).isEqualTo(3);
        assertThat(redrive(dead, odd).before()).isEqualTo(3);
        RedriveResult rest = redrive(dead, DeadLetterFilter.ALL);

        assertThat(rest).isEqualTo(new RedriveResult(6, 3, 3, 0, List.of(), false));
        assertThat(values(race, race.topic(), 12))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "0", "1", "2", "3", "4", "5");
        assertThat(dead.list(DeadLetterFilter.ALL, 10, Observer.NONE).redriven())
                .isEqualTo(6);

        Redrive again = Redrive.STANDARD.againIfBefore(Instant.now());
        assertThat(dead.redrive(odd, again, Observer.NONE).redriven()).isEqualTo(3);
        assertThat(dead.redrive(odd, again, Observer.NONE).before()).isEqualTo(3);
    }

    @Test
    void filtersFindThem(Race race) {
        race.kafka().createTopic(race.topic(), 2);
        Instant before = Instant.now();
        DeadLetterTopic dead = bury(race, numbered(race, 6));

        assertThat(found(dead, DeadLetterFilter.ALL)).hasSize(6);
        assertThat(found(dead, DeadLetterFilter.ALL.ofKey("k3"))).containsExactly("k3");
        assertThat(found(dead, DeadLetterFilter.ALL.fromPartition(1))).containsExactlyInAnyOrder("k1", "k3", "k5");
        assertThat(found(dead, DeadLetterFilter.ALL.fromTopic(race.topic()).diedOf("java.lang.ArithmeticException")))
                .containsExactlyInAnyOrder("k1", "k3", "k5");
        assertThat(found(dead, DeadLetterFilter.ALL.ofConsumer(race.group()).between(before, null)))
                .hasSize(6);
        assertThat(found(dead, DeadLetterFilter.ALL.between(null, before))).isEmpty();
        assertThat(found(dead, DeadLetterFilter.ALL.ofConsumer("another"))).isEmpty();
        assertThat(dead.list(DeadLetterFilter.ALL, 2, Observer.NONE)).satisfies(it -> {
            assertThat(it.letters()).hasSize(2);
            assertThat(it.matching()).isEqualTo(6);
        });
    }

    @Test
    void oneIsOpenedWithItsValue(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        DeadLetterTopic dead =
                bury(race, OutgoingMessage.to(race.topic()).key("k").value("content"));

        OpenedLetter opened = dead.open(0, 0).orElseThrow();

        assertThat(opened.content().valueBytes()).isEqualTo("content".getBytes(UTF_8));
        assertThat(opened.letter().original()).isEqualTo(new Partition(race.topic(), 0));
        assertThat(opened.letter().redrivenTo()).isEmpty();
        redrive(dead, DeadLetterFilter.ALL);
        assertThat(dead.open(0, 0).orElseThrow().letter().redrivenTo()).containsExactly(race.topic());
        assertThat(dead.open(0, 1))
                .as("says what was put back, and is no dead letter")
                .isEmpty();
        assertThat(dead.open(0, 99)).isEmpty();
        assertThat(dead.open(9, 0)).isEmpty();
    }

    @Test
    void whatDiesAgainAndAgainIsRefused(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.kafka().createTopic(dead(race), 1);
        race.kafka().produce(OutgoingMessage.to(race.topic()).value("bad"));
        Racecar racecar = race.start(failing(race));
        DeadLetterTopic dead = DeadLetterTopic.of(race.config(), dead(race));
        Redrive twice = Redrive.STANDARD.atMost(2);

        for (int died = 1; died <= 3; died++) {
            int now = died;
            Race.awaitUnrecorded(
                    () -> assertThat(racecar.consumers().get(0).deadLettered()).isEqualTo(now));
            RedriveResult result = dead.redrive(DeadLetterFilter.ALL, twice, Observer.NONE);
            assertThat(result.redriven()).isEqualTo(died < 3 ? 1 : 0);
            assertThat(result.refused())
                    .extracting(Refused::reason)
                    .isEqualTo(died < 3 ? List.of() : List.of(Refused.Reason.TOO_OFTEN));
        }

        assertThat(dead.list(DeadLetterFilter.ALL, 10, Observer.NONE).letters())
                .extracting(DeadLetter::redrives)
                .containsExactly(0, 1, 2);
    }

    @Test
    void theyGoIntoTheSamePartitionWhereThatMeansSomething(Race race) {
        race.kafka().createTopic(race.topic(), 3);
        race.kafka().createTopic(race.topic() + "-alike", 3);
        race.kafka().createTopic(race.topic() + "-small", 1);
        DeadLetterTopic dead =
                bury(race, OutgoingMessage.to(race.topic()).key("k").value("v").partition(2));

        into(dead, race.topic() + "-alike", Placement.AS_BEFORE);
        into(dead, race.topic() + "-small", Placement.AS_BEFORE);

        assertThat(race.kafka()
                        .read(race.topic() + "-alike", 1, Race.LONG)
                        .get(0)
                        .partition())
                .isEqualTo(2);
        assertThat(race.kafka().read(race.topic() + "-small", 1, Race.LONG)).hasSize(1);
        Redrive anew = Redrive.STANDARD.into(race.topic() + "-small").againIfBefore(Instant.now());
        RedriveResult refused = dead.redrive(DeadLetterFilter.ALL, anew.placed(Placement.SAME_NUMBER), Observer.NONE);
        assertThat(refused.redriven()).isZero();
        assertThat(refused.refused()).singleElement().satisfies(it -> {
            assertThat(it.reason()).isEqualTo(Refused.Reason.NO_SUCH_PARTITION);
            assertThat(it.example()).contains("partition 2", "has only 1");
        });
        assertThat(dead.plan(DeadLetterFilter.ALL, Redrive.STANDARD.into(race.topic() + "-none"), Observer.NONE)
                        .refused())
                .extracting(Refused::reason)
                .containsExactly(Refused.Reason.NO_SUCH_TOPIC);
    }

    @Test
    void whatTheTopicDoesNotTakeIsRefusedAndTheOthersArePutBack(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        race.kafka().createTopic(race.topic() + "-small", 1);
        BROKERS.allow(1000, race.topic() + "-small");
        DeadLetterTopic dead = bury(
                race,
                OutgoingMessage.to(race.topic()).value("first"),
                OutgoingMessage.to(race.topic()).value("x".repeat(5000)),
                OutgoingMessage.to(race.topic()).value("last"));

        RedriveResult result = into(dead, race.topic() + "-small", Placement.AS_BEFORE);

        assertThat(result.redriven()).isEqualTo(2);
        assertThat(result.left()).isZero();
        assertThat(result.refused()).extracting(Refused::reason).containsExactly(Refused.Reason.NOT_ACCEPTED);
        assertThat(values(race, race.topic() + "-small", 2)).containsExactly("first", "last");
    }

    @Test
    void whatIsCancelledGoesOnWhereItStopped(Race race) {
        race.kafka().createTopic(race.topic(), 2);
        DeadLetterTopic dead = bury(race, numbered(race, 250));
        CancellingAfterTheFirst observer = new CancellingAfterTheFirst();

        RedriveResult cancelled = dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, observer);
        RedriveResult rest = redrive(dead, DeadLetterFilter.ALL);

        assertThat(cancelled.cancelled()).isTrue();
        assertThat(cancelled.redriven()).isBetween(1L, 249L);
        assertThat(rest.redriven()).isEqualTo(250 - cancelled.redriven());
        assertThat(values(race, race.topic(), 500).stream().collect(groupingBy(it -> it, counting())))
                .hasSize(250)
                .allSatisfy((value, times) -> assertThat(times).as(value).isEqualTo(2));
    }

    private static final class CancellingAfterTheFirst implements Observer {
        private boolean cancelled;

        @Override
        public void redriven(long letters, long total) {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    @Test
    void aSecondOneTakesOverFromTheFirst(Race race) {
        race.kafka().createTopic(race.topic(), 2);
        DeadLetterTopic dead = bury(race, numbered(race, 250));
        long[] second = new long[1];
        Observer intruding = new Observer() {
            @Override
            public void redriven(long letters, long total) {
                second[0] = redrive(dead, DeadLetterFilter.ALL).redriven();
            }
        };

        assertThatThrownBy(() -> dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD, intruding))
                .isInstanceOf(DeadLettersException.class)
                .hasMessageContaining("another process");

        assertThat(second[0]).isBetween(1L, 249L);
        assertThat(redrive(dead, DeadLetterFilter.ALL).before()).isEqualTo(250);
    }

    @Test
    void aPurgeStopsAtTheFirstThatIsToStay(Race race) {
        race.kafka().createTopic(race.topic(), 1);
        DeadLetterTopic dead = bury(race, numbered(race, 6));
        dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD.limitedTo(2), Observer.NONE);

        PurgePlan plan = dead.plan(new Purge.Redriven(), Observer.NONE);
        dead.purge(plan);

        assertThat(plan.letters()).isEqualTo(2);
        assertThat(plan.waiting()).isZero();
        assertThat(found(dead, DeadLetterFilter.ALL)).containsExactly("k2", "k3", "k4", "k5");
        PurgePlan older = dead.plan(new Purge.BeforeOffset(new Partition(dead(race), 0), 4), Observer.NONE);
        assertThat(older.waiting()).isEqualTo(2);
        dead.purge(older);
        assertThat(found(dead, DeadLetterFilter.ALL)).containsExactly("k4", "k5");
        assertThat(dead.plan(new Purge.Before(Instant.EPOCH), Observer.NONE).ranges())
                .isEmpty();
        dead.purge(dead.plan(new Purge.All(), Observer.NONE));
        assertThat(found(dead, DeadLetterFilter.ALL)).isEmpty();
    }

    @Test
    void aTopicThatIsNotThereIsSaid(Race race) {
        DeadLetterTopic none = DeadLetterTopic.of(race.config(), "nowhere");

        assertThatThrownBy(() -> none.list(DeadLetterFilter.ALL, 10, Observer.NONE))
                .isInstanceOf(DeadLettersException.class)
                .hasMessage("the dead-letter topic nowhere does not exist; create it, or correct deadLetter.topic");
        assertThatThrownBy(() -> none.redrive(DeadLetterFilter.ALL, Redrive.STANDARD.into("nowhere"), Observer.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Has a consumer give all of them up, and stop. */
    private static DeadLetterTopic bury(Race race, OutgoingMessage... messages) {
        race.kafka().createTopic(dead(race), 1);
        race.kafka().produce(messages);
        try (Racecar racecar = race.start(failing(race))) {
            Race.awaitUnrecorded(
                    () -> assertThat(racecar.consumers().get(0).deadLettered()).isEqualTo(messages.length));
        }
        return DeadLetterTopic.of(race.config(), dead(race));
    }

    private static Racecar.Builder failing(Race race) {
        return race.set("deadLetter.topic", dead(race))
                .set("deadLetter.afterAttempts", 1)
                .builder()
                .consumer(race.topic(), String.class, (message, context) -> {
                    if (message.partition() == 1) {
                        throw new ArithmeticException("odd");
                    }
                    throw new IllegalStateException("even");
                });
    }

    private static OutgoingMessage[] numbered(Race race, int count) {
        int partitions = BROKERS.leaders(race.topic()).size();
        return IntStream.range(0, count)
                .mapToObj(it -> OutgoingMessage.to(race.topic())
                        .key("k" + it)
                        .value(String.valueOf(it))
                        .partition(it % partitions))
                .toArray(OutgoingMessage[]::new);
    }

    private static RedriveResult redrive(DeadLetterTopic dead, DeadLetterFilter filter) {
        return dead.redrive(filter, Redrive.STANDARD, Observer.NONE);
    }

    private static RedriveResult into(DeadLetterTopic dead, String topic, Placement placement) {
        return dead.redrive(DeadLetterFilter.ALL, Redrive.STANDARD.into(topic).placed(placement), Observer.NONE);
    }

    private static List<String> found(DeadLetterTopic dead, DeadLetterFilter filter) {
        return dead.list(filter, 100, Observer.NONE).letters().stream()
                .map(it -> String.valueOf(it.key()))
                .toList();
    }

    private static List<String> values(Race race, String topic, int count) {
        return race.kafka().read(topic, count, Race.LONG).stream()
                .map(it -> new String(it.value(), UTF_8))
                .toList();
    }

    private static List<String> headers(Message<?> message) {
        return StreamSupport.stream(message.headers().spliterator(), false)
                .map(it -> it.name() + "=" + new String(Objects.requireNonNull(it.value()), UTF_8))
                .toList();
    }

    private static String dead(Race race) {
        return race.topic() + "-dead";
    }
}
