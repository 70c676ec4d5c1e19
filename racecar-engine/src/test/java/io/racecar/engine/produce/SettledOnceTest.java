package io.racecar.engine.produce;

import static io.racecar.engine.produce.ProducerFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.Delivery;
import io.racecar.DeliveryException;
import io.racecar.OutgoingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Whatever clients do, each message is told of once, and all room is given back. */
@Timeout(60)
class SettledOnceTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 3_000;

    private final ProducerFixture fixture = new ProducerFixture(50, 100_000, null);
    private final Queue<Counted> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger handled = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void end() {
        over.set(true);
        fixture.close();
    }

    /** How often one message was told of: thrown, delivered or failed. */
    private static final class Counted implements Receipt {
        final AtomicInteger told = new AtomicInteger();

        @Override
        public void delivered(OutgoingMessage message, Delivery delivery) {
            told.incrementAndGet();
        }

        @Override
        public void failed(DeliveryException failure) {
            told.incrementAndGet();
        }
    }

    @RepeatedTest(3)
    void amongRefusalsFailuresReplacementsAndClosing() {
        Running chaos = Running.start(this::torment);
        List<Running> handlers = IntStream.range(0, THREADS)
                .mapToObj(i -> Running.start(this::sendAll))
                .toList();
        List<Running> application = IntStream.range(0, THREADS)
                .mapToObj(i -> Running.start(this::produceAll))
                .toList();
        await().until(() -> handled.get() > THREADS * MESSAGES / 2);

        fixture.close();
        over.set(true);

        assertThat(chaos.thrown()).isNull();
        assertThat(handlers).allSatisfy(thread -> assertThat(thread.thrown()).isNull());
        assertThat(application).allSatisfy(thread -> assertThat(thread.thrown()).isNull());
        await().untilAsserted(() ->
                assertThat(all).allSatisfy(one -> assertThat(one.told).hasValue(1)));
        assertThat(fixture.producer.undelivered()).isZero();
    }

    private void sendAll() {
        for (int i = 0; i < MESSAGES; i++) {
            Counted counted = new Counted();
            all.add(counted);
            try {
                fixture.outlet().send(message("a"), counted);
            } catch (DeliveryException e) {
                counted.told.incrementAndGet();
            }
            handled.incrementAndGet();
        }
    }

    private void produceAll() {
        for (int i = 0; i < MESSAGES; i++) {
            Counted counted = new Counted();
            all.add(counted);
            fixture.producer
                    .application()
                    .produce(message("a"))
                    .whenComplete((delivery, e) -> counted.told.incrementAndGet());
        }
    }

    /** Does to the clients whatever brokers and networks do. */
    private void torment() {
        Random random = new Random(42);
        while (!over.get()) {
            if (fixture.clients.isEmpty()) {
                Thread.onSpinWait();
                continue;
            }
            FakeClient client = fixture.clients.get(random.nextInt(fixture.clients.size()));
            client.refuses(refusal(random.nextInt(20)));
            int settle = random.nextInt(40);
            for (int i = 0; i < settle && !client.closed(); i++) {
                client.completeNext();
            }
            if (random.nextInt(10) == 0) {
                client.errorNext(new TimeoutException("expired"));
            }
            if (random.nextInt(2_000) == 0) {
                client.breaks(new KafkaException("in an error state"));
            }
            if (random.nextInt(100) == 0) {
                client.forgets("users");
            } else {
                client.knows("users", 1);
            }
            fixture.passes(Duration.ofNanos(random.nextInt(100_000)));
        }
    }

    private static ApiException refusal(int dice) {
        return switch (dice) {
            case 0, 1 -> new BufferExhaustedException("full");
            case 2 -> new RecordTooLargeException("large");
            default -> null;
        };
    }
}
