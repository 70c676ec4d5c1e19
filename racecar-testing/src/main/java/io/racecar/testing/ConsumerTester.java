package io.racecar.testing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.Context;
import io.racecar.DeliveryException;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.codec.Json;
import io.racecar.engine.codec.RecordMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/**
 * Drives a consumer without a broker, on the calling thread; encodes and decodes as the engine does.
 *
 * <pre>{@code
 * ConsumerTester<Pageview> tester = ConsumerTester.of(new GeoCodingConsumer(ip -> "NZ"));
 *
 * tester.process(OutgoingMessage.to("pageviews").json(new Pageview("p1", "203.0.113.7")));
 *
 * assertThat(tester.produced()).extracting(OutgoingMessage::value).containsExactly(new Located("p1", "NZ"));
 * }</pre>
 *
 * <p>As in the engine, a failure holds up its partition and no other: what failed comes again with {@link #retry}, and what
 * is behind it waits until then. There are no pauses, commits or rebalances; {@code partitionsAssigned}, {@code
 * partitionsRevoked} and {@code teardown} are the test's own to call.
 *
 * <p>Not thread-safe. The contexts that it gives to handlers are.
 *
 * @param <V> what the consumer takes
 */
public final class ConsumerTester<V> {
    private final Handler<V> handler;
    private final boolean batches;
    private final Decoder<V> decoder;
    private final Encoder encoder;
    private final Deliveries deliveries;
    private final Map<Partition, TestedPartition<V>> partitions = new LinkedHashMap<>();
    private final List<OutgoingMessage> produced = new ArrayList<>();

    /** Both kinds of consumers as one. */
    interface Handler<V> {
        void handle(List<Message<V>> messages, Context context) throws Exception;
    }

    private ConsumerTester(Handler<V> handler, boolean batches, Decoder<V> decoder, Json json) {
        this.handler = handler;
        this.batches = batches;
        this.decoder = decoder;
        this.encoder = new Encoder(json);
        this.deliveries = new Deliveries(encoder);
    }

    /**
     * Tests an instance of a consumer class.
     *
     * @param consumer the instance
     * @param <V> what it takes
     * @return its tester
     * @throws IllegalArgumentException if registration would refuse its class: it leaves the type of its values open, as
     *     lambdas do, or implements both kinds of consumers
     */
    @SuppressWarnings("unchecked") // the decoder is that of the type which the class declares
    public static <V> ConsumerTester<V> of(Consumer<V> consumer) {
        if (consumer instanceof MessageConsumer && consumer instanceof BatchConsumer) {
            throw new IllegalArgumentException(consumer.getClass().getTypeName()
                    + " is both a MessageConsumer and a BatchConsumer; implement one of them");
        }
        Json json = Json.standard();
        Decoder<V> decoder = (Decoder<V>) Decoder.forConsumer(consumer.getClass(), json);
        return consumer instanceof BatchConsumer<V> batches
                ? new ConsumerTester<>(batches::processBatch, true, decoder, json)
                : new ConsumerTester<>(oneByOne((MessageConsumer<V>) consumer), false, decoder, json);
    }

    /**
     * Tests a lambda.
     *
     * @param valueType what it takes
     * @param consumer the lambda
     * @param <V> what it takes
     * @return its tester
     * @throws IllegalArgumentException if registration would refuse the type
     */
    public static <V> ConsumerTester<V> of(Class<V> valueType, MessageConsumer<V> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        Json json = Json.standard();
        return new ConsumerTester<>(oneByOne(consumer), false, Decoder.forType(valueType, json), json);
    }

    private static <V> Handler<V> oneByOne(MessageConsumer<V> consumer) {
        return (messages, context) -> consumer.process(messages.get(0), context);
    }

    /**
     * Has messages handled: one by one in this order, or, by a batch consumer, as one batch per partition.
     *
     * <p>They are of partition 0 unless they name another, offsets count from 0 in each partition, and the create time is
     * now unless it is set. A message behind one that has failed is not handled but waits for {@link #retry}; other
     * partitions go on.
     *
     * @param messages what the consumer gets to see, each with a value, JSON or a tombstone
     * @throws Exception what the handler threw, or the {@link DeliveryException} of what it produced and did not wait for;
     *     the first one, with those of other partitions suppressed
     * @throws IllegalStateException if a message has neither value, JSON nor tombstone; then none is handled
     */
    public void process(OutgoingMessage... messages) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            records.add(encoder.encode(message, topic -> 1));
        }
        Failures failures = new Failures();
        for (List<Message<V>> unit : units(records)) {
            TestedPartition<V> partition = at(partition(unit.get(0)));
            boolean heldUp = partition.hasFailed();
            partition.add(unit);
            if (!heldUp) {
                failures.add(partition.handle());
            }
        }
        failures.throwFirst();
    }

    /**
     * Has what failed handled again, with an {@code attempt()} one higher, then what was behind it; in all partitions that
     * are held up.
     *
     * <p>A batch comes again as it was, or, after a {@link io.racecar.BatchFailureException}, from its message on.
     *
     * @throws Exception as {@link #process} does
     * @throws IllegalStateException if nothing has failed
     */
    public void retry() throws Exception {
        List<TestedPartition<V>> failed =
                partitions.values().stream().filter(TestedPartition::hasFailed).toList();
        if (failed.isEmpty()) {
            throw new IllegalStateException("nothing is there to be retried: all that was processed has succeeded");
        }
        Failures failures = new Failures();
        failed.forEach(partition -> failures.add(partition.handle()));
        failures.throwFirst();
    }

    /**
     * What was produced by handlers that returned, of messages whose deliveries have succeeded, in this order. What a
     * handler produced before it threw is left out, as it comes again with the retry; only a {@link
     * io.racecar.BatchFailureException} keeps it, as part of the batch is finished.
     *
     * @return the messages as they were given to the context; a copy
     */
    public List<OutgoingMessage> produced() {
        return List.copyOf(produced);
    }

    /**
     * Has the delivery of the next message fail that a handler produces; called twice, of the next two.
     *
     * <p>As in the engine, the handler learns of it from {@link Context#deliver}. If it does not call that, or lets the
     * exception out, what it handled has failed.
     *
     * @param reason why it fails
     */
    public void failDelivery(DeliveryException.Reason reason) {
        deliveries.failNext(Objects.requireNonNull(reason, "reason"));
    }

    /** What is handed over at once, each. */
    private Collection<List<Message<V>>> units(List<ProducerRecord<byte[], byte[]>> records) {
        Stream<Message<V>> messages = records.stream().map(record -> RecordMessage.of(received(record), decoder));
        return batches
                ? messages.collect(groupingBy(ConsumerTester::partition, LinkedHashMap::new, toList()))
                        .values()
                : messages.map(List::of).toList();
    }

    /** As it would come from the broker. */
    private ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> record) {
        int number = record.partition() == null ? 0 : record.partition();
        long time = record.timestamp() == null ? System.currentTimeMillis() : record.timestamp();
        return new ConsumerRecord<>(
                record.topic(),
                number,
                at(new Partition(record.topic(), number)).nextOffset(),
                time,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    private TestedPartition<V> at(Partition partition) {
        return partitions.computeIfAbsent(
                partition, it -> new TestedPartition<>(it, handler, deliveries, produced::addAll));
    }

    private static Partition partition(Message<?> message) {
        return new Partition(message.topic(), message.partition());
    }
}
