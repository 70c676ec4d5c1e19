package io.racecar.engine.produce;

import io.racecar.RacecarListener;
import io.racecar.engine.codec.Encoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The process's one producer (P1): its consumers' outlets and the application share one Kafka client, which is made
 * when the first message is sent, and replaced when it has failed for good. Thread-safe.
 *
 * <p>Every message that was sent without an exception is settled exactly once, even if the client's thread has died: by
 * the client, by the watchdog once the client has been silent for too long, or when this is closed.
 */
public final class SharedProducer {
    /**
     * A message waits for memory for messageTimeout at most, and as long in the client; past this on top that is dead.
     */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final long WATCHDOG_SECONDS = 1;
    private static final String CLOSER = "racecar-producer-close";
    private static final Duration LEAST_WAIT_FOR_CLIENT = Duration.ofMillis(100);

    /** With none at all, a client whose thread has died would go on taking messages. */
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);

    private final Limits limits;
    private final CurrentClient clients;
    private final Dispatch dispatch;
    private final Outlet.Surroundings surroundings;
    private final ScheduledThreadPoolExecutor background =
            new ScheduledThreadPoolExecutor(1, task -> daemon("racecar-producer", task));
    private final AtomicBoolean watched = new AtomicBoolean();
    private final WaitingRoom waitingRoom;
    private final Map<String, Outlet> consumers = new ConcurrentHashMap<>();
    private final Outlet applicationOutlet;
    private final io.racecar.Producer application;
    private boolean closed;

    /**
     * A producer that has no client yet.
     *
     * @param clients makes a client, whose {@code max.block.ms} must be 0; called again for each that is replaced
     * @param encoder turns messages into what the client sends
     * @param limits what may be outstanding, and for how long
     * @param listener told of what is produced and delivered; null costs nothing
     * @param completions where stages are completed, {@link DeliveryThreads} for one; never the client's thread
     * @param clock nanoseconds, as of {@link System#nanoTime}
     */
    public SharedProducer(
            Supplier<? extends Producer<byte[], byte[]>> clients,
            Encoder encoder,
            Limits limits,
            @Nullable RacecarListener listener,
            Executor completions,
            LongSupplier clock) {
        this.limits = limits;
        this.clients = new CurrentClient(() -> watched(clients), clock, this::retire);
        this.dispatch = new Dispatch(this.clients, limits, clock);
        this.surroundings = new Outlet.Surroundings(
                dispatch, encoder, listener == null ? null : new ListenerCalls(listener), this::undelivered);
        this.waitingRoom = new WaitingRoom(dispatch, background);
        this.applicationOutlet = new Outlet(null, limits, surroundings);
        this.application = new ApplicationProducer(applicationOutlet, dispatch, waitingRoom, completions);
    }

    /**
     * What the application produces with; closed along with this.
     *
     * @return always the same
     */
    public io.racecar.Producer application() {
        return application;
    }

    /**
     * Where a consumer produces; always the same for one name.
     *
     * @param consumer the consumer's name
     * @return its outlet
     */
    public Outlet outlet(String consumer) {
        return consumers.computeIfAbsent(consumer, name -> new Outlet(name, limits, surroundings));
    }

    /**
     * How many messages of the process are not settled yet, those that wait for their topic included.
     *
     * @return their number
     */
    public int undelivered() {
        int sum = applicationOutlet.undelivered();
        for (Outlet outlet : consumers.values()) {
            sum += outlet.undelivered();
        }
        return sum;
    }

    /**
     * How often the listener has thrown.
     *
     * @return the number of calls
     */
    public long listenerFailures() {
        ListenerCalls listener = surroundings.listener();
        return listener == null ? 0 : listener.failures();
    }

    /**
     * Lets nothing more in, waits for what is undelivered, then fails the rest with {@code CLOSED} and logs how many they
     * are.
     *
     * <p>Whoever waits for room or for a topic on a handling thread fails at once. A second call waits for the first
     * and does nothing. If the calling thread is interrupted it waits no longer, and stays flagged.
     *
     * @param timeout how long to wait, exceeded by at most a tenth of a second
     */
    public synchronized void close(Duration timeout) {
        if (closed) {
            return;
        }
        closed = true;
        long deadline = dispatch.now() + timeout.toNanos();
        dispatch.close();
        outlets().forEach(Outlet::close);
        waitingRoom.close(deadline);
        closeClient(deadline);
        forEachOutstanding(sending -> sending.fail(dispatch.failures().closed(sending.given())));
        dispatch.logLeftovers(timeout);
        background.shutdownNow();
    }

    private Stream<Outlet> outlets() {
        return Stream.concat(Stream.of(applicationOutlet), consumers.values().stream());
    }

    private void closeClient(long deadline) {
        Client client = clients.close();
        if (client == null) {
            return;
        }
        Duration left = Duration.ofNanos(Math.max(LEAST_TIMEOUT.toNanos(), deadline - dispatch.now()));
        // On a thread of its own, because the client waits for its thread without limit if a callback blocks that.
        Thread closer = daemon(CLOSER, () -> client.kafka().close(left));
        closer.start();
        try {
            closer.join(left.plus(LEAST_WAIT_FOR_CLIENT).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <P extends Producer<byte[], byte[]>> P watched(Supplier<P> factory) {
        if (watched.compareAndSet(false, true)) {
            background.scheduleWithFixedDelay(
                    this::replaceSilent, WATCHDOG_SECONDS, WATCHDOG_SECONDS, TimeUnit.SECONDS);
        }
        return factory.get();
    }

    /** A client whose thread has died takes messages for ever and never says anything about them. */
    private void replaceSilent() {
        long limit = limits.messageTimeout().multipliedBy(2).plus(SILENCE).toNanos();
        long now = dispatch.now();
        forEachOutstanding(sending -> {
            Client client = sending.client();
            if (client != null && now - sending.since() > limit) {
                Exception why = new TimeoutException("The client was silent for " + Duration.ofNanos(limit));
                clients.replace(client, why);
                sending.fail(client, dispatch.failures().refused(sending, why));
            }
        });
    }

    /**
     * Fails what a lost client has, then closes it so that it takes no more, then fails what it took in between.
     * Closing it may take for ever.
     */
    private void retire(Client lost, Exception why) {
        daemon(CLOSER, () -> {
                    failAll(lost, why);
                    try {
                        lost.kafka().close(LEAST_TIMEOUT);
                    } finally {
                        failAll(lost, why);
                    }
                })
                .start();
    }

    private void failAll(Client lost, Exception why) {
        forEachOutstanding(sending -> {
            if (sending.client() == lost) {
                sending.fail(lost, dispatch.failures().refused(sending, why));
            }
        });
    }

    private void forEachOutstanding(Consumer<Sending> action) {
        outlets().forEach(outlet -> outlet.forEachOutstanding(action));
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
