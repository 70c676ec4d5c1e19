package io.racecar.engine;

import io.racecar.Consumer;
import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.RacecarListener.StateChanged;
import io.racecar.engine.EndOffsets.Watched;
import io.racecar.engine.SubscriptionPlan.PlannedClient;
import io.racecar.engine.config.ConsumerSettings;
import io.racecar.engine.config.GroupProtocol;
import io.racecar.engine.config.ProcessingGuarantee;
import io.racecar.engine.worker.Operations;
import io.racecar.engine.worker.OperatorPauses;
import io.racecar.engine.worker.PartitionView;
import io.racecar.engine.worker.RateLimit;
import io.racecar.engine.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registered consumer with its workers, which come and go with {@link #start} and {@link #stop}. Thread-safe. */
final class RunningConsumer<V> implements ConsumerControl {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final Registration<V> registration;
    private final List<PlannedClient> clients;
    private final WorkerFactory factory;
    private final EndOffsets ends;
    private final Answers answers;
    private final OperatorPauses operatorPauses = new OperatorPauses();
    private final RateLimit rateLimit;
    private final Pulse<Worker> pulse;
    private List<Worker> workers = List.of();
    private ConsumerState state = ConsumerState.STARTING;
    private @Nullable Throwable failure;
    private boolean closed;
    private long processedBefore;
    private long failedBefore;
    private long skippedBefore;
    private long deadLetteredBefore;

    RunningConsumer(Registration<V> registration, List<PlannedClient> clients, WorkerFactory factory, EndOffsets ends) {
        this.ends = ends;
        this.answers = new Answers(registration.name(), Answers.USUAL);
        this.registration = registration;
        this.clients = clients;
        this.factory = factory;
        this.rateLimit = rateLimit(factory.settings(registration.name()), clients.size());
        this.pulse = new Pulse<>(
                it -> it.call(operations -> true),
                factory.settings(registration.name()).maxPollInterval(),
                System::nanoTime);
    }

    private static RateLimit rateLimit(ConsumerSettings settings, int clients) {
        long handlers = (long) settings.parallelWorkers() * clients * settings.concurrency();
        return RateLimit.of(settings.maxMessagesPerSecond(), handlers);
    }

    String name() {
        return registration.name();
    }

    Subscriptions subscriptions() {
        Set<String> topics = new TreeSet<>();
        List<Pattern> patterns = new ArrayList<>();
        for (PlannedClient it : clients) {
            topics.addAll(it.subscription().topics().keySet());
            it.subscription().patterns().forEach(pattern -> patterns.add(pattern.pattern()));
        }
        return new Subscriptions(name(), topics, patterns);
    }

    /**
     * Makes the instances and workers, without starting them.
     *
     * @throws IllegalStateException if the consumer's factory fails
     */
    synchronized void prepare() {
        List<Worker> made = new ArrayList<>();
        Teardowns teardowns = new Teardowns();
        try {
            for (int i = 0, n = factory.settings(name()).parallelWorkers(); i < n; i++) {
                clients.forEach(client -> made.add(worker(client, made.size(), teardowns)));
            }
        } catch (RuntimeException e) {
            made.forEach(Worker::discard);
            throw e;
        }
        failure = null;
        workers = List.copyOf(made);
    }

    private Worker worker(PlannedClient client, int number, Teardowns teardowns) {
        Consumer<V> instance = registration.factory().get();
        return factory.worker(
                registration,
                client,
                number,
                instance,
                teardowns.of(instance),
                operatorPauses,
                rateLimit,
                this::changed);
    }

    /** Ends workers that were never started. */
    synchronized void discard() {
        workers.forEach(Worker::discard);
        workers = List.of();
    }

    synchronized void launch() {
        workers.forEach(Worker::start);
    }

    @Override
    public void start() {
        synchronized (this) {
            if (closed || workers.isEmpty()) {
                throw new IllegalStateException(name() + " cannot be started by itself " + (closed ? "after" : "before")
                        + " its Racecar is " + (closed ? "closed" : "started"));
            }
            if (!workers.stream().allMatch(it -> it.ended().isDone())) {
                throw new IllegalStateException(
                        name() + " is " + state + "; only a stopped or failed consumer can be started");
            }
            processedBefore += workers.stream().mapToLong(Worker::processed).sum();
            failedBefore += workers.stream().mapToLong(Worker::failed).sum();
            skippedBefore += workers.stream().mapToLong(Worker::skipped).sum();
            deadLetteredBefore +=
                    workers.stream().mapToLong(Worker::deadLettered).sum();
            prepare();
        }
        become(ConsumerState.STARTING, null);
        launch();
    }

    /** Asks all workers to stop; the second time, handlers are interrupted (S1). */
    void requestStop() {
        workers().forEach(Worker::stop);
    }

    /** Completes when no worker runs any more. */
    CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(workers().stream().map(Worker::ended).toArray(CompletableFuture[]::new));
    }

    @Override
    public void stop() {
        CompletableFuture<Void> ended = ended();
        if (ended.isDone()) {
            throw new IllegalStateException(name() + " is " + state() + " already");
        }
        requestStop();
        Duration longest = factory.settings(name()).shutdownTimeout().plus(Answers.USUAL);
        answers.await(
                ended,
                longest,
                () -> name() + " is still " + state() + " after " + longest.toSeconds()
                        + " s, long after its handlers were interrupted: something on its threads (racecar-" + name()
                        + "-...) hangs, which a thread dump shows. It starts nothing more and goes on stopping: look at"
                        + " its status, and restart the process if that does not change");
    }

    /** Stops what runs and has not been asked to yet, for good. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        askToStop(workers());
    }

    private static void askToStop(List<Worker> running) {
        running.stream().filter(it -> !it.isStopping()).forEach(Worker::stop);
    }

    private synchronized List<Worker> workers() {
        return workers;
    }

    synchronized ConsumerState state() {
        return state;
    }

    // ---- states

    private void changed(Worker worker, ConsumerState now, @Nullable Throwable error) {
        boolean failing = error != null && (now == ConsumerState.STOPPING || now == ConsumerState.FAILED);
        if (failing) {
            synchronized (this) {
                failure = error;
            }
            askToStop(workers().stream().filter(it -> it != worker).toList());
        }
        become(null, error);
    }

    /** @param wanted null: the state of the workers' that stands last */
    private void become(@Nullable ConsumerState wanted, @Nullable Throwable error) {
        ConsumerState before;
        ConsumerState next;
        synchronized (this) {
            before = state;
            next = wanted != null ? wanted : lastOfWorkers();
            state = next;
        }
        if (before != next) {
            LOG.info("{}: {} -> {}", name(), before, next);
            factory.events().tell(it -> it.stateChanged(new StateChanged(name(), before, next, error)));
        }
    }

    private ConsumerState lastOfWorkers() {
        return workers.stream()
                .map(Worker::state)
                .max(Comparator.naturalOrder())
                .orElse(state);
    }

    /** Whether it works, for the liveness file; asked by one thread. */
    boolean isAlive() {
        return pulse.beats(state(), workers());
    }

    // ---- operations

    @Override
    public void pause() {
        operatorPauses.everything(true);
        applyPauses("paused");
    }

    @Override
    public void resume() {
        operatorPauses.everything(false);
        applyPauses("resumed");
    }

    private void applyPauses(String what) {
        LOG.info("{}: {} by an operator", name(), what);
        answers.all(
                workers().stream()
                        .map(Worker::operatorPausesChanged)
                        .filter(it -> !it.isCompletedExceptionally()) // without a client it applies when there is one
                        .toList(),
                what);
    }

    @Override
    public OptionalDouble maxMessagesPerSecond() {
        return rateLimit.perSecond();
    }

    @Override
    public void limit(double messagesPerSecond) {
        rateLimit.change(messagesPerSecond);
        workers().forEach(Worker::giveWay);
        LOG.info("{}: limited to {} by an operator", name(), rateLimit);
    }

    @Override
    public void unlimit() {
        rateLimit.lift();
        LOG.info("{}: no longer limited, as an operator asked", name());
    }

    @Override
    public void pause(Partition partition) {
        at(partition, Operations::pause);
    }

    @Override
    public void resume(Partition partition) {
        at(partition, Operations::resume);
    }

    @Override
    public void retryNow(Partition partition) {
        at(partition, Operations::retryNow);
    }

    @Override
    public void skip(Partition partition, long offset, String requestedBy) {
        at(partition, (operations, it) -> operations.skip(it, offset, requestedBy));
    }

    @Override
    public void seek(Partition partition, long offset) {
        at(partition, (operations, it) -> operations.seek(it, offset));
    }

    @Override
    public void seek(Partition partition, Instant time) {
        at(partition, (operations, it) -> operations.seek(it, time));
    }

    /**
     * What a worker says that was told to do something with a partition.
     *
     * @param has whether it has that partition, and so has tried
     * @param refusal why it cannot be done
     */
    private record Told(boolean has, @Nullable RuntimeException refusal) {
        boolean hasDone() {
            return has && refusal == null;
        }

        static Told to(Operations operations, Partition partition, BiConsumer<Operations, Partition> what) {
            if (!operations.has(partition)) {
                return new Told(false, null);
            }
            try {
                what.accept(operations, partition);
                return new Told(true, null);
            } catch (RuntimeException e) {
                return new Told(true, e);
            }
        }
    }

    /** Whether the workers have all partitions together. */
    private boolean isShared() {
        return factory.settings(name()).groupProtocol() == GroupProtocol.SHARE;
    }

    /** Has the worker that has the partition do something with it; in a share group, one that can. */
    private void at(Partition partition, BiConsumer<Operations, Partition> what) {
        List<CompletableFuture<Told>> told = workers().stream()
                .map(it -> it.call(operations -> Told.to(operations, partition, what)))
                .toList();
        Optional<Told> willing = isShared() ? answers.first(told, Told::hasDone) : Optional.empty();
        Told owner = willing.or(() -> answers.first(told, Told::has))
                .orElseThrow(() -> new IllegalStateException(
                        partition + " is not assigned to " + name() + " in this process now"));
        RuntimeException refusal = owner.refusal();
        if (refusal != null) {
            throw Answers.refused(refusal);
        }
    }

    // ---- status

    @Override
    public ConsumerStatus status() {
        List<Worker> all = workers();
        List<CompletableFuture<List<PartitionView>>> asked = askForViews();
        List<PartitionView> views = answers.now(asked);
        List<PartitionStatus> partitions = distinct(views).stream()
                .map(this::status)
                .sorted(Comparator.comparing(
                                (PartitionStatus it) -> it.partition().topic())
                        .thenComparing(it -> it.partition().number()))
                .toList();
        boolean lagKnown = !partitions.isEmpty()
                && partitions.stream().allMatch(it -> it.lag() >= 0)
                && asked.stream().noneMatch(CompletableFuture::isCancelled);
        synchronized (this) {
            return new ConsumerStatus(
                    name(),
                    factory.settings(name()).groupId(),
                    state,
                    all.size(),
                    partitions,
                    processedBefore + all.stream().mapToLong(Worker::processed).sum(),
                    failedBefore + all.stream().mapToLong(Worker::failed).sum(),
                    skippedBefore + all.stream().mapToLong(Worker::skipped).sum(),
                    deadLetteredBefore
                            + all.stream().mapToLong(Worker::deadLettered).sum(),
                    lagKnown
                            ? partitions.stream()
                                    .mapToLong(PartitionStatus::lag)
                                    .sum()
                            : -1,
                    partitions.stream()
                            .map(PartitionStatus::timeLag)
                            .max(Comparator.naturalOrder())
                            .orElse(Duration.ZERO),
                    lastError(all, views));
        }
    }

    /** In a share group several workers have the same partitions: the one to show is that where a message fails. */
    private static Collection<PartitionView> distinct(List<PartitionView> views) {
        Map<Partition, PartitionView> distinct = new LinkedHashMap<>();
        views.forEach(it -> distinct.merge(
                it.partition(), it, (one, other) -> one.error() == null && other.error() != null ? other : one));
        return distinct.values();
    }

    /** Why it stopped, else what keeps a worker from working, else why a message fails. */
    private @Nullable String lastError(List<Worker> all, List<PartitionView> views) {
        Throwable stopped = failure;
        if (stopped != null) {
            return stopped.toString();
        }
        Stream<String> workers = all.stream().map(Worker::problem).flatMap(Optional::stream);
        Stream<String> messages = views.stream()
                .filter(it -> it.error() != null)
                .map(it -> it.partition() + "@" + it.failingOffset() + ": " + it.error());
        return Stream.concat(workers, messages).findFirst().orElse(null);
    }

    private List<CompletableFuture<List<PartitionView>>> askForViews() {
        return workers().stream().map(it -> it.call(Operations::view)).toList();
    }

    /** The partitions of all workers that answer, now. */
    List<Watched> watched() {
        if (isShared()) {
            return List.of(); // where the group is in them, no member knows
        }
        IsolationLevel isolation = factory.settings(name()).processingGuarantee() == ProcessingGuarantee.EXACTLY_ONCE
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
        return answers.now(askForViews()).stream()
                .map(it -> new Watched(name(), isolation, it))
                .toList();
    }

    private PartitionStatus status(PartitionView view) {
        long end = ends.end(name(), view);
        Duration left = view.pauseLeft();
        return new PartitionStatus(
                view.partition(),
                view.worker(),
                view.finished(),
                view.committed(),
                end,
                end < 0 ? -1 : end - view.finished(),
                ends.timeLag(name(), view),
                view.failingOffset(),
                view.attempt(),
                view.paused(),
                left == null ? null : factory.wallClock().instant().plus(left));
    }
}
