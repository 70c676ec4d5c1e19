package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.racecar.BatchFailureException;
import io.racecar.Consumer;
import io.racecar.Headers;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.UnprocessableMessageException;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.codec.Json;
import io.racecar.engine.config.Ordering;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** F6: what keeps failing is kept in the dead-letter topic, and is finished once it is there. */
class DeadLetterTest {
    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");

    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final ScriptedBatches batches = new ScriptedBatches();

    private static RigPlan plan(Consumer<String> consumer, int afterAttempts, String... on) {
        return new RigPlan(consumer).deadLetters(new DeadLetterPolicy("dead", afterAttempts, Set.of(on), () -> NOW));
    }

    private Rig rig(int afterAttempts, String... on) {
        return plan(consumer, afterAttempts, on).build();
    }

    private void failsWith(String value, Exception error) {
        consumer.on(value, (message, context) -> {
            throw error;
        });
    }

    private static void retry(Rig rig) {
        rig.pass(Duration.ofSeconds(11));
        rig.run();
    }

    /** What is behind a dead letter in its lane waits for that. */
    private static void acknowledge(Rig rig) {
        rig.outlet.acknowledgeAll();
        rig.run();
    }

    /** The values of what is on its way to the dead-letter topic. */
    private static List<String> dying(Rig rig) {
        return rig.outlet.messages().stream()
                .filter(it -> it.topic().equals("dead"))
                .map(it -> new String((byte[]) it.value(), UTF_8))
                .toList();
    }

    private static OutgoingMessage letter(Rig rig) {
        assertThat(rig.outlet.messages()).hasSize(1);
        return rig.outlet.messages().get(0);
    }

    private static long committed(Rig rig) {
        rig.commit();
        return rig.committed(T0);
    }

    // ---- when

    @Test
    void aMessageGoesThereOnItsNthFailureAndNotBefore() {
        consumer.failsOn("bad", 9);
        Rig rig = rig(3).append(T0, "bad", "b").assign(T0);
        rig.run();
        retry(rig);
        assertThat(rig.outlet.outstanding()).isZero();
        assertThat(rig.view(T0).attempt()).isEqualTo(2);

        retry(rig);

        assertThat(dying(rig)).containsExactly("bad");
        assertThat(consumer.handled()).containsExactly("bad", "bad", "bad");
        acknowledge(rig);
        assertThat(consumer.handled()).containsExactly("bad", "bad", "bad", "b");
        assertThat(consumer.attempts()).containsExactly(1, 2, 3, 1);
    }

    @Test
    void theOffsetMovesOnlyOnceItIsAcknowledged() {
        consumer.failsOn("bad", 9);
        Rig rig = rig(1).append(T0, "bad", "b").assign(T0);
        rig.run();
        assertThat(committed(rig)).isZero();
        assertThat(rig.view(T0).failingOffset()).isZero();

        acknowledge(rig);

        assertThat(committed(rig)).isEqualTo(2);
        assertThat(rig.view(T0).failingOffset()).isEqualTo(-1);
    }

    @Test
    void oneThatSucceedsInTimeDoesNotGoThere() {
        consumer.failsOn("slow", 2);
        Rig rig = rig(3).append(T0, "slow").assign(T0);
        rig.run();
        retry(rig);
        retry(rig);

        assertThat(rig.outlet.outstanding()).isZero();
        assertThat(committed(rig)).isEqualTo(1);
    }

    @Test
    void namedExceptionsSendItThereAtOnce() {
        failsWith("bad", new UncheckedIOException(new IOException()));
        Rig rig = rig(5, UncheckedIOException.class.getName()).append(T0, "bad").assign(T0);

        rig.run();

        assertThat(dying(rig)).containsExactly("bad");
    }

    @Test
    void anErrorOfTheJvmSaysNothingAboutTheMessageWhichIsKept() {
        for (Error fatal : List.of(new OutOfMemoryError("heap"), new InternalError("jvm"))) {
            consumer.on("a", (message, context) -> {
                throw fatal;
            });
            Rig rig = rig(1, Error.class.getName()).append(T0, "a").assign(T0);

            rig.run();

            assertThat(rig.worker.fatal()).isSameAs(fatal);
            assertThat(dying(rig)).isEmpty();
            assertThat(committed(rig)).isZero();
        }
    }

    @Test
    void aMessageWithoutATimeThatCanBeSentGoesThereWithoutIt() {
        consumer.failsOn("bad", 9);
        Rig rig = rig(1);
        rig.kafka.append(T0, -1, null, "bad".getBytes(UTF_8), new RecordHeaders());
        rig.assign(T0);

        rig.run();

        assertThat(letter(rig).createTime()).isNull();
        acknowledge(rig);
        assertThat(committed(rig)).isEqualTo(1);
    }

    @Test
    void soDoTheirSubclasses() {
        failsWith("bad", new NoSuchFileException("x"));
        Rig rig = rig(0, IOException.class.getName()).append(T0, "bad").assign(T0);

        rig.run();

        assertThat(dying(rig)).containsExactly("bad");
    }

    @Test
    void othersAreTriedAgainForEverWhereOnlyNamedOnesCount() {
        consumer.failsOn("bad", 20);
        Rig rig = rig(0, IOException.class.getName()).append(T0, "bad").assign(T0);
        rig.run();
        for (int i = 0; i < 10; i++) {
            retry(rig);
        }

        assertThat(rig.outlet.outstanding()).isZero();
        assertThat(consumer.handled()).hasSize(11);
    }

    @Test
    void aHandlerThatKnowsSendsItThereAtOnce() {
        failsWith("bad", new UnprocessableMessageException("no use", null));
        Rig rig = rig(0).append(T0, "bad").assign(T0);

        rig.run();

        assertThat(dying(rig)).containsExactly("bad");
    }

    @Test
    void withoutATopicEvenThatIsTriedAgain() {
        failsWith("bad", new UnprocessableMessageException("no use", null));
        Rig rig = Rig.of(consumer).append(T0, "bad").assign(T0);

        rig.run();

        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(rig.outlet.outstanding()).isZero();
    }

    @Test
    void aMessageWhoseOutputsCannotBeDeliveredGoesThereToo() {
        consumer.on(
                "bad",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("o")));
        Rig rig = rig(1).append(T0, "bad", "b").assign(T0);
        rig.run();

        rig.outlet.fail("o");
        rig.run();

        assertThat(dying(rig)).containsExactly("bad");
    }

    @Test
    void whereAFailureStopsTheConsumerTheDeadLetterComesFirst() {
        consumer.failsOn("bad", 9);
        Rig rig = plan(consumer, 1)
                .pauses(RigPlan.pausesOf(Duration.ZERO))
                .build()
                .append(T0, "bad", "b")
                .assign(T0);

        rig.run();
        acknowledge(rig);

        assertThat(rig.worker.fatal()).isNull();
        assertThat(consumer.handled()).containsExactly("bad", "b");
        assertThat(committed(rig)).isEqualTo(2);
    }

    @Test
    void butItStopsWhereTheDeadLetterIsRefused() {
        consumer.failsOn("bad", 9);
        Rig rig = plan(consumer, 1)
                .pauses(RigPlan.pausesOf(Duration.ZERO))
                .build()
                .append(T0, "bad", "b")
                .assign(T0);
        rig.outlet.refuse(true);

        rig.run();

        assertThat(rig.worker.fatal()).hasMessage("not delivered");
        assertThat(consumer.handled()).containsExactly("bad");
        assertThat(committed(rig)).isZero();
    }

    // ---- batches

    @Test
    void aWholeBatchGoesThereAfterItsAttempts() {
        batches.thenFail().thenFail();
        Rig rig = plan(batches, 2).build().append(T0, "a", "b", "c").assign(T0);
        rig.run();
        retry(rig);

        assertThat(dying(rig)).containsExactly("a", "b", "c");
        rig.outlet.acknowledge(2);
        rig.outlet.acknowledge(0);
        assertThat(committed(rig)).isZero();
        rig.outlet.acknowledge(0);
        assertThat(committed(rig)).isEqualTo(3);
    }

    @Test
    void onlyTheMessageThatABatchNamesGoesThere() {
        batches.then((messages, context) -> {
            throw new BatchFailureException(messages.get(1), new IllegalStateException("no luck"));
        });
        Rig rig = plan(batches, 1).build().append(T0, "a", "b", "c").assign(T0);

        rig.run();

        assertThat(dying(rig)).containsExactly("b");
        assertThat(committed(rig)).isEqualTo(1);
        assertThat(letter(rig).headers().get("racecar.exception")).isEqualTo("java.lang.IllegalStateException");
        acknowledge(rig);
        assertThat(batches.handled()).containsExactly(List.of("a", "b", "c"), List.of("c"));
    }

    @Test
    void aNamedExceptionInABatchIsItsCause() {
        batches.then((messages, context) -> {
            throw new BatchFailureException(messages.get(0), new UnprocessableMessageException("no use", null));
        });
        Rig rig = plan(batches, 0).build().append(T0, "a", "b").assign(T0);

        rig.run();

        assertThat(dying(rig)).containsExactly("a");
        acknowledge(rig);
        assertThat(batches.handled()).containsExactly(List.of("a", "b"), List.of("b"));
    }

    // ---- what

    @Test
    void theLetterIsTheOriginalWithHeadersThatSayWhereFromAndWhy() {
        failsWith("bad", new IllegalStateException("no luck"));
        Rig rig = rig(1);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "1".getBytes(UTF_8))
                .add("trace", "2".getBytes(UTF_8))
                .add("none", null);
        rig.append(T0, "a").kafka.append(T0, new byte[] {0, -1}, "bad".getBytes(UTF_8), headers);
        rig.assign(T0).run();

        OutgoingMessage letter = letter(rig);
        assertThat(letter.topic()).isEqualTo("dead");
        assertThat(letter.key()).isEqualTo(new byte[] {0, -1});
        assertThat(letter.value()).isEqualTo("bad".getBytes(UTF_8));
        assertThat(letter.createTime()).isEqualTo(Instant.ofEpochMilli(1_000));
        assertThat(lines(letter.headers()))
                .containsExactly(
                        "trace=1",
                        "trace=2",
                        "none=null",
                        "racecar.consumer=tested",
                        "racecar.group=tested-group",
                        "racecar.topic=t",
                        "racecar.partition=0",
                        "racecar.offset=1",
                        "racecar.attempts=1",
                        "racecar.exception=java.lang.IllegalStateException",
                        "racecar.message=no luck",
                        "racecar.time=2026-05-06T07:08:09Z");
    }

    private static List<String> lines(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map(it -> it.name() + "=" + (it.value() == null ? null : new String(it.value(), UTF_8)))
                .toList();
    }

    @Test
    void theHeadersOfAnEarlierDeathAreReplaced() {
        failsWith("bad", new IllegalStateException("again"));
        Rig rig = rig(1);
        RecordHeaders headers = new RecordHeaders();
        headers.add("racecar.topic", "first".getBytes(UTF_8)).add("racecar.other", "kept".getBytes(UTF_8));
        rig.kafka.append(T0, null, "bad".getBytes(UTF_8), headers);
        rig.assign(T0).run();

        assertThat(lines(letter(rig).headers()))
                .contains("racecar.other=kept", "racecar.topic=t", "racecar.message=again")
                .doesNotContain("racecar.topic=first")
                .hasSize(10);
        assertThat(letter(rig).key()).isNull();
    }

    @Test
    void theTextIsCutAt1KiBAndNotWithinACharacter() {
        failsWith("bad", new IllegalStateException("x" + "ä".repeat(2_000)));
        Rig rig = rig(1).append(T0, "bad").assign(T0);

        rig.run();

        assertThat(letter(rig).headers().get("racecar.message")).isEqualTo("x" + "ä".repeat(511));
    }

    @Test
    void anExceptionWithoutATextAndOneThatNoCharsetKnowsDoNoHarm() {
        failsWith("a", new IllegalStateException());
        failsWith("b", new IllegalStateException("lone " + Character.MIN_SURROGATE + " surrogate"));
        Rig rig = rig(1).append(T0, "a").append(T1, "b").assign(T0, T1);

        rig.run();

        assertThat(rig.outlet.messages())
                .extracting(it -> it.headers().get("racecar.message"))
                .containsExactlyInAnyOrder("null", "lone ? surrogate");
    }

    @Test
    void aTombstoneStaysOne() {
        Rig rig = plan(failingAlways(), 1).build();
        rig.kafka.appendWithKey(T0, "k", (String) null);
        rig.assign(T0).run();

        ProducerRecord<byte[], byte[]> sent = new Encoder(Json.of(new ObjectMapper())).encode(letter(rig));
        assertThat(sent.value()).isNull();
        assertThat(sent.key()).isEqualTo("k".getBytes(UTF_8));
    }

    private static MessageConsumer<String> failingAlways() {
        return (message, context) -> {
            throw new IllegalStateException("no luck");
        };
    }

    @Test
    void theListenerIsToldOnceItIsThere() {
        failsWith("bad", new IllegalStateException("no luck"));
        Rig rig = rig(1).append(T0, "bad").assign(T0);
        rig.run();
        assertThat(rig.events.all(DeadLettered.class)).isEmpty();

        rig.outlet.acknowledgeAll();

        DeadLettered told = rig.events.last(DeadLettered.class);
        assertThat(told.consumer()).isEqualTo("tested");
        assertThat(told.message()).hasToString("t/0@0");
        assertThat(told.attempts()).isEqualTo(1);
        assertThat(told.error()).hasMessage("no luck");
        assertThat(told.delivery().partition().topic()).isEqualTo("dead");
    }

    // ---- when that fails too

    @Test
    void whatCannotBeDeliveredThereIsNotDroppedButPauses() {
        consumer.failsOn("bad", 9);
        Rig rig = rig(1).append(T0, "bad", "b").assign(T0);
        rig.run();

        rig.outlet.fail(0);
        rig.run();

        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(rig.view(T0).failingOffset()).isZero();
        assertThat(committed(rig)).isZero();
        assertThat(rig.outlet.outstanding()).isZero();
    }

    @Test
    void afterThatPauseItIsTriedAgainAndStillBeforeItsFollowers() {
        consumer.failsOn("bad", 2);
        Rig rig = rig(1).append(T0, "bad", "b").assign(T0);
        rig.run();
        rig.outlet.fail(0);
        rig.run();

        retry(rig);
        assertThat(dying(rig)).containsExactly("bad");
        acknowledge(rig);

        assertThat(consumer.handled()).containsExactly("bad", "bad", "b");
        assertThat(committed(rig)).isEqualTo(2);
    }

    @Test
    void oneThatIsRefusedAtOncePausesToo() {
        consumer.failsOn("bad", 2);
        Rig rig = rig(1).append(T0, "bad", "b").assign(T0);
        rig.outlet.refuse(true);
        rig.run();
        assertThat(rig.view(T0).paused()).isTrue();
        assertThat(rig.view(T0).failingOffset()).isZero();
        assertThat(consumer.handled()).containsExactly("bad");

        rig.outlet.refuse(false);
        retry(rig);
        acknowledge(rig);

        assertThat(consumer.handled()).containsExactly("bad", "bad", "b");
        assertThat(committed(rig)).isEqualTo(2);
    }

    @Test
    void ofABatchOfWhichOneCannotBeDeliveredAllIsTriedAgain() {
        batches.thenFail();
        Rig rig = plan(batches, 1).build().append(T0, "a", "b").assign(T0);
        rig.run();
        rig.outlet.acknowledge(0);
        rig.outlet.fail(0);
        rig.run();
        assertThat(committed(rig)).isZero();

        retry(rig);

        assertThat(batches.handled()).containsExactly(List.of("a", "b"), List.of("a", "b"));
        assertThat(committed(rig)).isEqualTo(2);
    }

    // ---- skipping

    @Test
    void whatIsSkippedWhileItPausesIsKeptThere() {
        consumer.failsOn("bad", 9);
        Rig rig = rig(5).append(T0, "a", "bad", "c").assign(T0);
        rig.run();

        rig.operations().skip(Rig.name(T0), 1, "me");
        rig.run();

        assertThat(dying(rig)).containsExactly("bad");
        assertThat(letter(rig).headers().get("racecar.attempts")).isEqualTo("1");
        assertThat(committed(rig)).isEqualTo(1);
        assertThat(rig.worker.skips()).isZero();
        acknowledge(rig);
        assertThat(rig.worker.skips()).isEqualTo(1);
        assertThat(consumer.handled()).containsExactly("a", "bad", "c");
        assertThat(committed(rig)).isEqualTo(3);
    }

    @Test
    void whatCannotBeWrittenThereIsNotSkipped() {
        consumer.failsOn("bad", 9);
        Rig rig = rig(5).append(T0, "a", "bad", "c").assign(T0);
        rig.run();
        rig.outlet.refuse(true);

        rig.operations().skip(Rig.name(T0), 1, "me");
        rig.run();

        assertThat(rig.worker.skips()).isZero();
        assertThat(rig.view(T0).failingOffset()).isEqualTo(1);
        assertThat(committed(rig)).isEqualTo(1);
    }

    @Test
    void whatIsSkippedWhileItIsTriedAgainIsKeptThereAndWhatComesOfThatTryIsNot() {
        Rig[] rig = new Rig[1];
        consumer.on("bad", (message, context) -> {
            if (context.attempt() == 1) {
                throw new IllegalStateException("no luck");
            }
            rig[0].operations().skip(Rig.name(T0), 1, "me");
            assertThatThrownBy(() -> context.produce(OutgoingMessage.to("out").value("o")))
                    .isInstanceOf(IllegalStateException.class);
        });
        rig[0] = rig(5).append(T0, "a", "bad", "c").assign(T0);
        rig[0].run();

        retry(rig[0]);

        assertThat(dying(rig[0])).containsExactly("bad");
        acknowledge(rig[0]);
        assertThat(consumer.handled()).containsExactly("a", "bad", "bad", "c");
        assertThat(committed(rig[0])).isEqualTo(3);
    }

    @Test
    void whatIsBelowAndNotAcknowledgedIsHandledFirstThen() {
        Rig[] rig = new Rig[1];
        consumer.on(
                "a",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("o")));
        consumer.on("bad", (message, context) -> {
            if (context.attempt() == 2) {
                rig[0].operations().skip(Rig.name(T0), 1, "me");
            }
            throw new IllegalStateException("no luck");
        });
        rig[0] = rig(5).append(T0, "a", "bad", "c").assign(T0);
        rig[0].run();

        retry(rig[0]);

        assertThat(consumer.handled()).containsExactly("a", "bad", "bad", "a");
        assertThat(rig[0].outlet.messages()).extracting(OutgoingMessage::topic).containsExactly("out", "out", "dead");
        rig[0].outlet.fail(2);
        rig[0].outlet.acknowledgeAll();
        rig[0].run();
        assertThat(rig[0].view(T0).failingOffset()).isEqualTo(1);
        assertThat(committed(rig[0])).isEqualTo(1);
    }

    @Test
    void whatIsSkippedIsKeptThereAlsoWhereItIsDroppedAndFetchedAgainBefore() {
        Rig[] rig = new Rig[1];
        consumer.on(
                "a",
                (message, context) -> context.produce(OutgoingMessage.to("out").value("o")));
        consumer.on("bad", (message, context) -> {
            if (context.attempt() == 2) {
                rig[0].operations().skip(Rig.name(T0), 3, "me");
                rig[0].operations().pause(Rig.name(T0));
            }
            throw new IllegalStateException("no luck");
        });
        rig[0] = plan(consumer, 5)
                .settings(it -> it.maxBufferedMessages = 2)
                .maxPollRecords(10)
                .build();
        rig[0].append(T0, "a", "a", "a", "bad", "c").assign(T0);
        rig[0].run();
        retry(rig[0]);
        assertThat(rig[0].loop().buffer()).hasToString("2 messages, 2 bytes");

        rig[0].operations().resume(Rig.name(T0));
        rig[0].run();

        assertThat(dying(rig[0])).containsExactly("bad");
        acknowledge(rig[0]);
        assertThat(consumer.handled()).containsExactly("a", "a", "a", "bad", "bad", "a", "a", "a", "c");
    }

    @Test
    void whatIsOnItsWayThereAlreadyCannotBeSkipped() {
        consumer.failsOn("bad", 9);
        Rig rig = rig(1).append(T0, "bad").assign(T0);
        rig.run();

        assertThatThrownBy(() -> rig.operations().skip(Rig.name(T0), 0, "me"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("on its way to the dead-letter topic");
    }

    @Test
    void ofAKeyThatFailsOnlyThatMessageIsKeptThere() {
        consumer.failsOn("bad", 9);
        Rig rig = plan(consumer, 1).settings(it -> it.ordering = Ordering.KEY).build();
        rig.kafka.appendWithKey(T0, "k", "bad", "b");
        rig.kafka.appendWithKey(T0, "other", "c");
        rig.assign(T0).run();

        assertThat(dying(rig)).containsExactly("bad");
        assertThat(consumer.handled()).containsExactlyInAnyOrder("bad", "c");
        assertThat(committed(rig)).isZero();
        acknowledge(rig);
        assertThat(consumer.handled()).containsExactlyInAnyOrder("bad", "c", "b");
        assertThat(committed(rig)).isEqualTo(3);
    }
}
