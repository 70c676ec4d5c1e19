package io.racecar.engine.worker;

import io.racecar.Consumer;
import io.racecar.ErrorHandler;
import io.racecar.OutgoingMessage;
import io.racecar.engine.codec.Decoder;
import io.racecar.engine.produce.Receipt;
import io.racecar.engine.worker.WorkerBlueprint.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What a {@link Rig} is made of; tests change what they are about. */
final class RigPlan {
    /** The lowest of all draws, so pauses are not spread. */
    private static final RandomGenerator NEVER_SPREAD = () -> 0;

    final FakeKafka kafka = new FakeKafka();
    final ManualClock clock = new ManualClock();
    final SteppedAlarm alarm = new SteppedAlarm(clock);
    final RecordingListener events = new RecordingListener();
    final SettingsPlan settings = new SettingsPlan();
    final Consumer<String> consumer;
    int maxPollRecords = 2000;
    Subscription subscription = new Subscription(Map.of("t", true), List.of());
    PausePolicy pauses = pausesOf(Duration.ofSeconds(10));
    DeadLetterPolicy deadLetters = DeadLetterPolicy.NONE;
    ExpiryPolicy expiry;
    OptionalDouble maxMessagesPerSecond = OptionalDouble.empty();
    ErrorHandler errorHandler = (error, info) -> {};
    Decoder<String> decoder = record -> new String(record.value(), StandardCharsets.UTF_8);
    Supplier<Optional<? extends RuntimeException>> diagnosis = Optional::empty;
    FakeTransactions transactions;
    private Transacting transacting;
    boolean listened = true;
    private RateLimit rateLimit;

    RigPlan(Consumer<String> consumer) {
        this.consumer = consumer;
        kafka.topic("t", 3);
    }

    static PausePolicy pausesOf(Duration timeout) {
        return new PausePolicy(timeout, false, null, NEVER_SPREAD);
    }

    static PausePolicy doublingFrom(Duration timeout, Duration longest) {
        return new PausePolicy(timeout, true, longest, NEVER_SPREAD);
    }

    RigPlan settings(java.util.function.Consumer<SettingsPlan> change) {
        change.accept(settings);
        return this;
    }

    RigPlan maxPollRecords(int most) {
        maxPollRecords = most;
        return this;
    }

    RigPlan subscription(Subscription subscription) {
        this.subscription = subscription;
        return this;
    }

    RigPlan pauses(PausePolicy pauses) {
        this.pauses = pauses;
        return this;
    }

    RigPlan deadLetters(DeadLetterPolicy deadLetters) {
        this.deadLetters = deadLetters;
        return this;
    }

    RigPlan expiry(ExpiryPolicy expiry) {
        this.expiry = expiry;
        return this;
    }

    RigPlan maxMessagesPerSecond(double most) {
        maxMessagesPerSecond = OptionalDouble.of(most);
        return this;
    }

    RigPlan errorHandler(ErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
        return this;
    }

    RigPlan decoder(Decoder<String> decoder) {
        this.decoder = decoder;
        return this;
    }

    /** Exactly once, in transactions of so many messages, or so much time. */
    RigPlan exactlyOnce(int maxMessages, Duration maxTime) {
        transactions = new FakeTransactions(kafka);
        transacting = transactions.transacting(maxMessages, maxTime, clock);
        return this;
    }

    Rig build() {
        return new Rig(this);
    }

    /** Of the consumer, so the same for each rig of this plan. */
    RateLimit rateLimit() {
        if (rateLimit == null) {
            rateLimit = new RateLimit(maxMessagesPerSecond, settings.concurrency, clock, alarm);
        }
        return rateLimit;
    }

    WorkerBlueprint<String> blueprint(
            BiConsumer<OutgoingMessage, Receipt> outlet,
            OperatorPauses operatorPauses,
            RateLimit rateLimit,
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> clients,
            Worker.StateListener states) {
        return new WorkerBlueprint<>(
                new Identity("tested", "tested-group", 0),
                settings.build(),
                subscription,
                consumer,
                this::tearDown,
                decoder,
                errorHandler,
                pauses,
                deadLetters,
                expiry,
                operatorPauses,
                rateLimit,
                new Events(listened ? events : null),
                transacting == null ? outlet : transacting.producer()::send,
                new Cluster(clients, error -> error, diagnosis, () -> "tested-cluster", "nowhere:9092"),
                states,
                transacting,
                clock);
    }

    private void tearDown() {
        try {
            consumer.teardown();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
