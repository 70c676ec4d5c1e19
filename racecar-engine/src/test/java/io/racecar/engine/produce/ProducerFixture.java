package io.racecar.engine.produce;

import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.engine.codec.Encoder;
import io.racecar.engine.codec.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;

/** A producer on fake clients and a clock that is set by hand. */
final class ProducerFixture implements AutoCloseable {
    static final Duration MESSAGE_TIMEOUT = Duration.ofMinutes(5);

    final List<FakeClient> clients = new CopyOnWriteArrayList<>();
    final FakeClient client = new FakeClient();
    final SharedProducer producer;

    private final AtomicLong clock = new AtomicLong(-1_000_000_000L);
    private final ExecutorService completions = DeliveryThreads.create();
    private volatile RuntimeException notMade;

    ProducerFixture() {
        this(10, 1000, null);
    }

    ProducerFixture(RacecarListener listener) {
        this(10, 1000, listener);
    }

    /** Those limits hold for each share; there is one consumer beside the application. */
    ProducerFixture(int messages, int bytes, RacecarListener listener) {
        producer = new SharedProducer(
                this::newClient,
                new Encoder(Json.standard()),
                new Limits(messages, 2L * bytes, 1, MESSAGE_TIMEOUT),
                listener,
                completions,
                clock::get);
    }

    Outlet outlet() {
        return producer.outlet("user-consumer");
    }

    FakeClient lastClient() {
        return clients.get(clients.size() - 1);
    }

    /** Makes of clients fail from here on; null: no longer. */
    void makesNone(RuntimeException exception) {
        notMade = exception;
    }

    void passes(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    static OutgoingMessage message(String value) {
        return OutgoingMessage.to("users").value(value);
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        completions.shutdownNow();
    }

    private Producer<byte[], byte[]> newClient() {
        if (notMade != null) {
            throw notMade;
        }
        FakeClient made = clients.isEmpty() ? client : new FakeClient();
        clients.add(made);
        return made;
    }
}
