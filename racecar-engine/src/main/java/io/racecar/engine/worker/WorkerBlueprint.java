package io.racecar.engine.worker;

import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.ErrorHandler;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.produce.Receipt;
import java.util.HashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All that makes a worker.
 *
 * @param instance the worker's own instance of the consumer, or one that several share
 * @param teardown ends the instance, once, when its last worker stops
 * @param pauses what a failure costs
 * @param outlet where handlers' messages go; may wait for room
 * @param clients makes a Kafka client, again after each failure
 * @param brokers how the brokers are named in messages
 */
public record WorkerBlueprint<V>(
        Identity identity,
        WorkerSettings settings,
        Subscription subscription,
        Consumer<V> instance,
        Runnable teardown,
        Decoder<V> decoder,
        ErrorHandler errorHandler,
        PausePolicy pauses,
        OperatorPauses operatorPauses,
        Events events,
        BiConsumer<OutgoingMessage, Receipt> outlet,
        Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> clients,
        String brokers,
        Worker.StateListener states,
        LongSupplier nanoTime) {

    /** A worker on threads of its own, which are daemons. */
    public Worker build() {
        return build(
                new HandlerPool(settings.concurrency(), new WorkerThreads(identity, "run", settings.concurrency() > 1)),
                Doorbell.create());
    }

    Worker build(HandlerThreads threads, Doorbell doorbell) {
        return new Worker(
                listener -> parts(threads, doorbell, listener),
                clients,
                brokers,
                states,
                new WorkerThreads(identity, "poll", false));
    }

    WorkerParts parts(HandlerThreads threads, Doorbell doorbell, WorkerListener listener) {
        FailurePolicy failures = new FailurePolicy(identity, errorHandler, pauses, events);
        ChunkHandler handler = handler();
        return new WorkerParts(
                identity,
                settings,
                subscription,
                new Topics(identity, subscription),
                pauses,
                failures,
                operatorPauses,
                new Hooks(identity, instance, threads, events, teardown),
                threads,
                doorbell,
                events,
                (Partition partition, LaneListener loop) -> new Lane<>(
                        partition, new LaneSetup<>(decoder, handler, failures, outlet, threads, loop, nanoTime)),
                new HashMap<>(),
                listener,
                nanoTime);
    }

    private ChunkHandler handler() {
        // Both at once compiles, and is refused at registration.
        if (instance instanceof BatchConsumer<V> batches) {
            return new BatchHandler<>(identity, batches, decoder, settings.batchSize(), events, nanoTime);
        }
        return new MessageHandler<>(identity, (MessageConsumer<V>) instance, decoder, events, nanoTime);
    }
}
