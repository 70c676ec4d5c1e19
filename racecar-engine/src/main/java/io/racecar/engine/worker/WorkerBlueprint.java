package io.racecar.engine.worker;

import io.racecar.BatchConsumer;
import io.racecar.Consumer;
import io.racecar.ErrorHandler;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.produce.Receipt;
import io.racecar.engine.worker.ManyLanes.LaneChoice;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that makes a worker.
 *
 * @param instance the worker's own instance of the consumer, or one that several share
 * @param teardown ends the instance, once, when its last worker stops
 * @param pauses what a failure costs
 * @param outlet where handlers' messages go; may wait for room
 * @param expiry which messages are too old; null if none are
 * @param rateLimit shared by the consumer's workers
 * @param deadLetters where messages go that keep failing
 * @param transacting what it needs to work in transactions (P3), whose producer is then the outlet; null for at least once
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
        DeadLetterPolicy deadLetters,
        @Nullable ExpiryPolicy expiry,
        OperatorPauses operatorPauses,
        RateLimit rateLimit,
        Events events,
        BiConsumer<OutgoingMessage, Receipt> outlet,
        Cluster cluster,
        Worker.StateListener states,
        @Nullable Transacting transacting,
        LongSupplier nanoTime) {

    /**
     * The cluster that the worker talks to.
     *
     * @param clients makes a Kafka client, again after each failure
     * @param refusals says why a client was refused, where its exceptions do not
     * @param diagnosis says, after a while, why no client can work, where they only try for ever
     * @param id of the cluster, once a client has talked to it
     * @param brokers how the brokers are named in messages
     */
    public record Cluster(
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> clients,
            UnaryOperator<RuntimeException> refusals,
            Supplier<Optional<? extends RuntimeException>> diagnosis,
            Supplier<@Nullable String> id,
            String brokers) {}

    /** A worker on threads of its own, which are daemons. */
    public Worker build() {
        return build(threads(), Doorbell.create());
    }

    private HandlerThreads threads() {
        int concurrency = settings.concurrency();
        return settings.virtualThreads()
                ? new VirtualHandlerThreads(concurrency, WorkerThreads.virtual(identity))
                : new HandlerPool(concurrency, new WorkerThreads(identity, "run", concurrency > 1));
    }

    /** A worker that is a member of a share group (G1). */
    public Worker build(ShareMembers share) {
        LoggingContext log = LoggingContext.of(identity, settings.loggingContext());
        HandlerThreads threads = threads();
        Doorbell doorbell = Doorbell.create();
        return new Worker(
                listener -> parts(log, threads, doorbell, listener),
                parts -> join(share, parts, log),
                cluster,
                states,
                new WorkerThreads(identity, "poll", false));
    }

    private Membership join(ShareMembers share, WorkerParts parts, LoggingContext log) {
        return share.join(parts, instance instanceof BatchConsumer ? settings.batchSize() : 1, laneSetup(parts, log));
    }

    /** What lanes of a share group have in common, by what becomes of what is given up and by what hears of them. */
    BiFunction<GivingUp, LaneListener, LaneSetup<V>> laneSetup(WorkerParts parts, LoggingContext log) {
        Expiry old = expiry(parts.deadLetters(), parts.listener());
        SliceHandler handler = handler(log, old);
        return (givingUp, loop) -> new LaneSetup<>(
                decoder,
                handler,
                old,
                pace(),
                parts.failures(),
                givingUp,
                outlet,
                Transaction.NONE,
                parts.threads(),
                loop,
                nanoTime);
    }

    private @Nullable Expiry expiry(DeadLetters dead, WorkerListener listener) {
        return expiry == null ? null : new Expiry(identity, expiry, dead, events, listener);
    }

    private Pace pace() {
        return instance instanceof BatchConsumer
                ? Pace.ofBatches(rateLimit, settings.batchSize())
                : Pace.ofMessages(rateLimit);
    }

    Worker build(HandlerThreads threads, Doorbell doorbell) {
        return new Worker(
                listener -> parts(threads, doorbell, listener),
                parts -> new PollLoop(parts, new Client(cluster.clients().get())),
                cluster,
                states,
                new WorkerThreads(identity, "poll", false));
    }

    WorkerParts parts(HandlerThreads bare, Doorbell doorbell, WorkerListener listener) {
        return parts(LoggingContext.of(identity, settings.loggingContext()), bare, doorbell, listener);
    }

    private WorkerParts parts(LoggingContext log, HandlerThreads bare, Doorbell doorbell, WorkerListener listener) {
        HandlerThreads threads = log.on(bare);
        FailurePolicy failures = new FailurePolicy(identity, errorHandler, pauses, log, events);
        DeadLetters dead = new DeadLetters(identity, deadLetters, events);
        Expiry old = expiry(dead, listener);
        SliceHandler handler = handler(log, old);
        Pace pace = pace();
        Transaction transaction = transacting == null
                ? Transaction.NONE
                : new OpenTransaction(transacting.producer(), transacting.maxMessages());
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
                (Partition partition, LaneListener loop) -> lanes(
                        partition,
                        new LaneSetup<>(
                                decoder,
                                handler,
                                old,
                                pace,
                                failures,
                                dead,
                                outlet,
                                transaction,
                                threads,
                                loop,
                                nanoTime)),
                transacting,
                transaction,
                new HashMap<>(),
                dead,
                cluster.id(),
                listener,
                nanoTime);
    }

    private Lanes<V> lanes(Partition partition, LaneSetup<V> setup) {
        return switch (settings.ordering()) {
            case PARTITION -> new OneLane<>(partition, setup);
            case KEY -> new ManyLanes<>(partition, setup, new LaneChoice.ByKey());
            case NONE ->
                new ManyLanes<>(
                        partition,
                        setup,
                        new LaneChoice.Alone(instance instanceof BatchConsumer ? settings.batchSize() : 1));
        };
    }

    private SliceHandler handler(LoggingContext log, @Nullable Expiry old) {
        // Both at once compiles, and is refused at registration.
        if (instance instanceof BatchConsumer<V> batches) {
            return new BatchHandler<>(identity, batches, decoder, settings.batchSize(), old, log, events, nanoTime);
        }
        return new MessageHandler<>(identity, (MessageConsumer<V>) instance, decoder, old, log, events, nanoTime);
    }
}
