package io.racecar.testing.guarantees;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.BatchFailureException;
import io.racecar.DeliveryException;
import io.racecar.Headers.Header;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.UnprocessableMessageException;
import io.racecar.engine.Racecar;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that keep failing go to another topic, and everything else goes on (F6). */
class DeadLetterIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Told told = new Told();

    @Test
    void aMessageArrivesAsItWasAndSaysWhatBecameOfIt(Race race) {
        Instant created = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.MILLIS);
        byte[] key = {-1, 0, 1};
        byte[] value = {-2, 0, 2};
        race.kafka().createTopic(race.topic(), 1);
        race.kafka().createTopic(dead(race), 1);
        race.kafka()
                .produce(
                        OutgoingMessage.to(race.topic())
                                .key(key)
                                .value(value)
                                .header("trace", "one")
                                .header("trace", new byte[] {-3})
                                .header("racecar.attempts", "of an earlier life")
                                .createTime(created),
                        OutgoingMessage.to(race.topic()).value("fine"));

        Racecar racecar = race.start(
                givingUpAfter(3, race).builder().consumer(race.topic(), byte[].class, (message, context) -> {
                    if (message.key() != null) {
                        throw new IllegalStateException("no " + context.attempt());
                    }
                }),
                told);
        Message<byte[]> letter = race.kafka().read(dead(race), 1, Race.LONG).get(0);
        Race.awaitUnrecorded(() -> assertThat(race.committed()).containsEntry(race.partition(0), 2L));

        assertThat(letter.keyBytes()).isEqualTo(key);
        assertThat(letter.valueBytes()).isEqualTo(value);
        assertThat(letter.createTime()).isEqualTo(created);
        assertThat(headers(letter))
                .startsWith("trace=one", "trace=" + new String(new byte[] {-3}, UTF_8))
                .contains(
                        "racecar.consumer=" + race.group(),
                        "racecar.group=" + race.group(),
                        "racecar.topic=" + race.topic(),
                        "racecar.partition=0",
                        "racecar.offset=0",
                        "racecar.attempts=3",
                        "racecar.exception=java.lang.IllegalStateException",
                        "racecar.message=no 3")
                .hasSize(2 + 9);
        assertThat(Instant.parse(letter.headers().get("racecar.time"))).isAfter(created);
        assertThat(racecar.consumers().get(0).deadLettered()).isEqualTo(1);
        assertThat(told.of(DeadLettered.class)).singleElement().satisfies(it -> {
            assertThat(it.attempts()).isEqualTo(3);
            assertThat(it.delivery().partition().topic()).isEqualTo(dead(race));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key", "none"})
    void whatIsBehindItGoesOn(String ordering, Race race) {
        switch (ordering) {
            case "key" -> race.byKey(50);
            case "none" -> race.unordered();
            default -> {}
        }
        givingUpAfter(2, race).partitions(4).produce(300);
        race.kafka().createTopic(dead(race), 1);

        race.start((message, context) -> failIfBad(message), race.ledger().givenUp());

        race.awaitFinished();
        assertThat(race.ledger().failures()).isEqualTo(2 * 4 * 3);
        race.assertKeptWithoutRepeats();
        assertThat(deadOffsets(race)).hasSize(4 * 3).allMatch(offset -> offset % 100 == 57);
    }

    @Test
    void whatCannotBeProcessedGoesThereAtOnce(Race race) {
        givingUpAfter(1000, race)
                .set("deadLetter.on", List.of("java.lang.IllegalArgumentException"))
                .partitions(2)
                .produce(100);
        race.kafka().createTopic(dead(race), 1);

        race.start(
                (message, context) -> {
                    if (message.offset() == 10) {
                        throw new UnprocessableMessageException("useless", null);
                    } else if (message.offset() == 20) {
                        throw new NumberFormatException("an argument too");
                    } else if (message.offset() == 30 && context.attempt() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                },
                race.ledger().givenUp());

        race.awaitFinished();
        assertThat(race.ledger().failures()).isEqualTo(2 * (1 + 1 + 2));
        race.assertKeptWithoutRepeats();
        assertThat(deadOffsets(race)).containsExactlyInAnyOrder(10L, 20L, 10L, 20L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "key"})
    void nothingIsDroppedAsLongAsTheTopicDoesNotExist(String ordering, Race race) {
        if (ordering.equals("key")) {
            race.byKey(50);
        }
        givingUpAfter(1, race).partitions(2).produce(300);

        Racecar racecar = race.start(
                (message, context) -> {
                    if (message.partition() == 0) {
                        failIfBad(message);
                    }
                },
                told,
                race.ledger().givenUp());
        awaitHeldBack(racecar, race);
        race.kafka().createTopic(dead(race), 1);

        race.awaitFinished();
        race.assertKept();
        assertThat(deadOffsets(race)).containsExactlyInAnyOrder(57L, 157L, 257L);
    }

    @Test
    void nothingIsDroppedAsLongAsTheTopicTakesNoneOfItsSize(Race race) {
        givingUpAfter(1, race).partitions(2).produce(300);
        race.kafka().createTopic(dead(race), 1);
        BROKERS.allow(150, dead(race));

        Racecar racecar = race.start(
                (message, context) -> {
                    if (message.partition() == 0) {
                        failIfBad(message);
                    }
                },
                told,
                race.ledger().givenUp());
        awaitHeldBack(racecar, race);
        BROKERS.allow(10_000, dead(race));

        race.awaitFinished();
        race.assertKept();
        assertThat(deadOffsets(race)).containsExactly(57L, 157L, 257L);
    }

    @Test
    void ofABatchOnlyTheMessageGoesThereThatIsNamed(Race race) {
        givingUpAfter(2, race).set("fetchMessages", 50).partitions(2).produce(300);
        race.kafka().createTopic(dead(race), 1);

        race.startBatches(
                (messages, context) -> messages.forEach(it -> {
                    if (isBad(it)) {
                        throw new BatchFailureException(it, new IllegalStateException("not this one"));
                    }
                }),
                race.ledger().givenUp());

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
        assertThat(deadOffsets(race)).containsExactlyInAnyOrder(57L, 57L, 157L, 157L, 257L, 257L);
    }

    @Test
    void aBatchOfWhichNoneIsNamedGoesThereAsAWhole(Race race) {
        givingUpAfter(2, race).set("fetchMessages", 50).partitions(1).produce(300);
        race.kafka().createTopic(dead(race), 1);

        race.startBatches(
                (messages, context) -> messages.forEach(DeadLetterIT::failIfBad),
                race.ledger().givenUp(),
                told);

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
        assertThat(deadOffsets(race))
                .contains(57L, 157L, 257L)
                .hasSizeBetween(3, 150)
                .isEqualTo(told.of(DeadLettered.class).stream()
                        .map(it -> it.message().offset())
                        .toList())
                .isSorted();
    }

    private static Race givingUpAfter(int attempts, Race race) {
        return race.set("deadLetter.topic", dead(race)).set("deadLetter.afterAttempts", attempts);
    }

    private static String dead(Race race) {
        return race.topic() + "-dead";
    }

    private static boolean isBad(Message<?> message) {
        return message.offset() % 100 == 57;
    }

    private static void failIfBad(Message<?> message) {
        if (isBad(message)) {
            throw new IllegalStateException("never");
        }
    }

    private void awaitHeldBack(Racecar racecar, Race race) {
        race.await(() -> {
            assertThat(told.of(LanePaused.class)).isNotEmpty();
            assertThat(race.committed()).containsEntry(race.partition(0), 57L).containsEntry(race.partition(1), 300L);
        });
        assertThat(told.of(LanePaused.class))
                .allSatisfy(it -> assertThat(it.error())
                        .isInstanceOfSatisfying(
                                DeliveryException.class,
                                undelivered -> assertThat(
                                                undelivered.undelivered().topic())
                                        .isEqualTo(dead(race))));
        assertThat(told.of(DeadLettered.class)).isEmpty();
        assertThat(racecar.consumers().get(0).partitions().get(0).failingOffset())
                .isEqualTo(57);
    }

    /** Of the originals. */
    private static List<Long> deadOffsets(Race race) {
        int count = Math.toIntExact(BROKERS.messages(dead(race)));
        return race.kafka().read(dead(race), count, Race.LONG).stream()
                .map(it -> Long.valueOf(Objects.requireNonNull(it.headers().get("racecar.offset"))))
                .toList();
    }

    private static List<String> headers(Message<?> message) {
        return StreamSupport.stream(message.headers().spliterator(), false)
                .map(it -> it.name() + "=" + text(it))
                .toList();
    }

    private static String text(Header header) {
        return new String(Objects.requireNonNull(header.value()), UTF_8);
    }
}
