package io.racecar.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.BatchConsumer;
import io.racecar.BatchFailureException;
import io.racecar.Context;
import io.racecar.DeliveryException;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.UndecodableMessageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConsumerTesterTest {
    private static final OutgoingMessage OUT = OutgoingMessage.to("out");

    record Pageview(String id, Instant at) {}

    /** Notes what it sees, and fails on the values that it is told to. */
    private static final class Recorder implements MessageConsumer<String> {
        private final List<String> seen = new ArrayList<>();
        private final Set<String> failing = new HashSet<>();

        @Override
        public void process(Message<String> message, Context context) throws Exception {
            seen.add(message.value() + "#" + context.attempt());
            context.produce(OUT.value("out-" + message.value()));
            if (failing.contains(message.value())) {
                throw new Exception("cannot do " + message.value());
            }
        }
    }

    /** As the other, with batches. */
    private static final class BatchRecorder implements BatchConsumer<String> {
        private final List<String> seen = new ArrayList<>();
        private final Set<String> failing = new HashSet<>();
        private boolean naming;

        @Override
        public void processBatch(List<Message<String>> messages, Context context) {
            seen.add(context.partition() + "="
                    + String.join("", messages.stream().map(Message::value).toList()) + "#" + context.attempt());
            for (Message<String> message : messages) {
                if (failing.contains(message.value())) {
                    IllegalStateException failure = new IllegalStateException("cannot do " + message.value());
                    throw naming ? new BatchFailureException(message, failure) : failure;
                }
                context.produce(OUT.value("out-" + message.value()));
            }
        }
    }

    @Test
    void messagesAreHandledInOrderAndOutputsKept() throws Exception {
        Recorder consumer = new Recorder();
        ConsumerTester<String> tester = ConsumerTester.of(consumer);

        tester.process(in("a"), in("b"));
        tester.process(in("c"));

        assertThat(consumer.seen).containsExactly("a#1", "b#1", "c#1");
        assertThat(values(tester)).containsExactly("out-a", "out-b", "out-c");
    }

    @Test
    void aMessageIsSeenAsItWouldComeFromABroker() throws Exception {
        List<Message<Pageview>> seen = new ArrayList<>();
        ConsumerTester<Pageview> tester = ConsumerTester.of(Pageview.class, (message, context) -> seen.add(message));
        Instant at = Instant.parse("2026-11-22T10:00:00Z");

        tester.process(
                OutgoingMessage.to("views").json(new Pageview("p0", at)),
                OutgoingMessage.to("views").key("k").partitionKey("any").tombstone(),
                OutgoingMessage.to("views")
                        .json(new Pageview("p1", at))
                        .header("trace", "t")
                        .partition(3)
                        .createTime(at));

        assertThat(seen).extracting(Message::toString).containsExactly("views/0@0", "views/0@1", "views/3@0");
        assertThat(seen.get(0).value()).isEqualTo(new Pageview("p0", at));
        assertThat(seen.get(1).value()).isNull();
        assertThat(seen.get(1).key()).isEqualTo("k");
        assertThat(seen.get(2).headers().get("trace")).isEqualTo("t");
        assertThat(seen.get(2).createTime()).isEqualTo(at);
    }

    @Test
    void whatCannotBeDecodedFailsWhereTheValueIsAskedFor() {
        ConsumerTester<Pageview> tester = ConsumerTester.of(Pageview.class, (message, context) -> message.value());

        assertThatThrownBy(() -> tester.process(OutgoingMessage.to("views").value("no JSON")))
                .isInstanceOf(UndecodableMessageException.class);
    }

    @Test
    void aFailureIsThrownAndHoldsUpWhatIsBehindIt() throws Exception {
        Recorder consumer = new Recorder();
        ConsumerTester<String> tester = ConsumerTester.of(consumer);
        consumer.failing.add("b");

        assertThatThrownBy(() -> tester.process(in("a"), in("b"), in("c"))).hasMessage("cannot do b");
        tester.process(in("d"));
        assertThat(consumer.seen).containsExactly("a#1", "b#1");
        assertThat(values(tester)).containsExactly("out-a");

        assertThatThrownBy(tester::retry).hasMessage("cannot do b");
        consumer.failing.clear();
        tester.retry();

        assertThat(consumer.seen).containsExactly("a#1", "b#1", "b#2", "b#3", "c#1", "d#1");
        assertThat(values(tester)).containsExactly("out-a", "out-b", "out-c", "out-d");
    }

    @Test
    void otherPartitionsGoOn() {
        Recorder consumer = new Recorder();
        ConsumerTester<String> tester = ConsumerTester.of(consumer);
        consumer.failing.addAll(Set.of("a", "c"));

        assertThatThrownBy(() -> tester.process(
                        in("a").partition(0), in("b").partition(1), in("c").partition(1), in("d").partition(2)))
                .hasMessage("cannot do a")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("cannot do c"));

        assertThat(values(tester)).containsExactly("out-b", "out-d");
    }

    @Test
    void errorsAreThrownAsTheyAre() {
        ConsumerTester<String> tester = ConsumerTester.of(String.class, (message, context) -> {
            throw new StackOverflowError("deep");
        });

        assertThatThrownBy(() -> tester.process(in("a")))
                .isInstanceOf(StackOverflowError.class)
                .hasMessage("deep");
    }

    @Test
    void nothingThatHasFailedMeansNothingToRetry() {
        assertThatThrownBy(() -> ConsumerTester.of(new Recorder()).retry())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void aBatchConsumerGetsOneBatchPerPartition() throws Exception {
        BatchRecorder consumer = new BatchRecorder();

        ConsumerTester.of(consumer).process(in("a"), in("x").partition(1), in("b"), in("y").partition(1));

        assertThat(consumer.seen).containsExactly("in/0=ab#1", "in/1=xy#1");
    }

    @Test
    void aFailedBatchComesAgainAsAWhole() throws Exception {
        BatchRecorder consumer = new BatchRecorder();
        ConsumerTester<String> tester = ConsumerTester.of(consumer);
        consumer.failing.add("b");

        assertThatThrownBy(() -> tester.process(in("a"), in("b"), in("c"))).hasMessage("cannot do b");
        tester.process(in("d"));
        assertThat(tester.produced()).isEmpty();
        consumer.failing.clear();
        tester.retry();

        assertThat(consumer.seen).containsExactly("in/0=abc#1", "in/0=abc#2", "in/0=d#1");
        assertThat(values(tester)).containsExactly("out-a", "out-b", "out-c", "out-d");
    }

    @Test
    void aBatchThatNamesTheFailedMessageComesAgainFromThereOn() throws Exception {
        BatchRecorder consumer = new BatchRecorder();
        ConsumerTester<String> tester = ConsumerTester.of(consumer);
        consumer.naming = true;
        consumer.failing.add("b");

        assertThatThrownBy(() -> tester.process(in("a"), in("b"), in("c"))).isInstanceOf(BatchFailureException.class);
        assertThat(values(tester)).containsExactly("out-a");
        assertThatThrownBy(tester::retry).isInstanceOf(BatchFailureException.class);
        consumer.failing.clear();
        tester.retry();

        assertThat(consumer.seen).containsExactly("in/0=abc#1", "in/0=bc#2", "in/0=bc#3");
        assertThat(values(tester)).containsExactly("out-a", "out-b", "out-c");
    }

    @Test
    void aFailedDeliveryFailsTheMessageThatItWasProducedFor() throws Exception {
        Recorder consumer = new Recorder();
        ConsumerTester<String> tester = ConsumerTester.of(consumer);
        tester.failDelivery(DeliveryException.Reason.TOO_LARGE);

        assertThatThrownBy(() -> tester.process(in("a"), in("b")))
                .isInstanceOfSatisfying(DeliveryException.class, e -> {
                    assertThat(e.reason()).isEqualTo(DeliveryException.Reason.TOO_LARGE);
                    assertThat(e.undelivered().value()).isEqualTo("out-a");
                });
        assertThat(tester.produced()).isEmpty();

        tester.retry();
        assertThat(consumer.seen).containsExactly("a#1", "a#2", "b#1");
        assertThat(values(tester)).containsExactly("out-a", "out-b");
    }

    @Test
    void aHandlerMayDealWithAFailedDelivery() throws Exception {
        ConsumerTester<String> tester = ConsumerTester.of(String.class, (message, context) -> {
            context.produce(OUT.value("first"));
            try {
                context.deliver();
            } catch (DeliveryException e) {
                context.produce(OUT.value("instead"));
            }
        });
        tester.failDelivery(DeliveryException.Reason.TIMED_OUT);

        tester.process(in("a"));

        assertThat(values(tester)).containsExactly("instead");
    }

    @Test
    void aMessageWithoutValueIsRefusedWhereItIsProduced() {
        ConsumerTester<String> tester = ConsumerTester.of(String.class, (message, context) -> context.produce(OUT));

        assertThatThrownBy(() -> tester.process(in("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("out");
        assertThatThrownBy(() -> tester.process(OutgoingMessage.to("in")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in");
    }

    @Test
    void aContextEndsWithItsHandler() throws Exception {
        List<Context> contexts = new ArrayList<>();
        ConsumerTester.of(String.class, (message, context) -> contexts.add(context))
                .process(in("a"));
        Context context = contexts.get(0);

        assertThatThrownBy(context::attempt).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(context::partition).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(context::deliver).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> context.produce(OUT.value("x"))).isInstanceOf(IllegalStateException.class);
        assertThat(context).hasToString("in/0, attempt 1");
    }

    @Test
    void bytesAreHandedOnAsTheyAre() throws Exception {
        List<byte[]> seen = new ArrayList<>();

        ConsumerTester.of(byte[].class, (message, context) -> seen.add(message.value()))
                .process(in("a"));

        assertThat(seen).containsExactly("a".getBytes(UTF_8));
    }

    @Test
    void whatRegistrationRefusesIsRefused() {
        MessageConsumer<String> lambda = (message, context) -> {};
        assertThatThrownBy(() -> ConsumerTester.of(lambda))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("register a lambda together with its topic and the class of its values");
        assertThatThrownBy(() -> ConsumerTester.of(new Both()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Both");
    }

    private static final class Both implements MessageConsumer<String>, BatchConsumer<String> {
        @Override
        public void process(Message<String> message, Context context) {}

        @Override
        public void processBatch(List<Message<String>> messages, Context context) {}
    }

    private static OutgoingMessage in(String value) {
        return OutgoingMessage.to("in").value(value);
    }

    private static List<Object> values(ConsumerTester<?> tester) {
        return Arrays.asList(
                tester.produced().stream().map(OutgoingMessage::value).toArray());
    }
}
