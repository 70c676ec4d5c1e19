package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.racecar.ConsumerState;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import io.racecar.engine.config.RacecarConfig;
import io.racecar.testing.EmbeddedKafka;
import io.racecar.testing.RacecarExtension;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F4: whatever listeners do, messages are handled as without them; one that blocks is named. */
@ExtendWith(RacecarExtension.class)
class HostileListenersIT {
    private static final int MESSAGES = 200;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicInteger joined = new AtomicInteger();

    @Test
    void oneThatThrowsErrorsAndInterruptsChangesNothing(EmbeddedKafka kafka, Racecar.Builder builder) {
        kafka.createTopic("originals", 2);
        kafka.createTopic("copies", 1);
        kafka.produce(IntStream.range(0, MESSAGES)
                .mapToObj(
                        it -> OutgoingMessage.to("originals").partition(it % 2).value("message " + it))
                .toArray(OutgoingMessage[]::new));
        Racecar racecar = builder.listener(hostile())
                .listener(new Joins())
                .consumer(
                        "originals",
                        String.class,
                        (message, context) ->
                                context.produce(OutgoingMessage.to("copies").value(message.value())))
                .build();

        racecar.start();

        assertThat(kafka.read("copies", MESSAGES, Duration.ofSeconds(60))).hasSize(MESSAGES);
        await().untilAsserted(() -> {
            ConsumerStatus status = racecar.consumer("originals").status();
            assertThat(status.processed()).isEqualTo(MESSAGES);
            assertThat(status.failed()).isZero();
            assertThat(status.state()).isEqualTo(ConsumerState.RUNNING);
        });
        racecar.close();
        assertThat(joined).as("starts of the worker").hasValue(1);
        assertThat(told)
                .contains("stateChanged", "polled", "partitionsAssigned", "partitionsRevoked", "groupLeft")
                .contains("handlingStarted", "handlingFinished", "producing", "produced", "delivered");
    }

    @Test
    void oneThatBlocksThePollThreadIsNamedWhileItDoes(EmbeddedKafka kafka, Racecar.Builder builder) {
        kafka.createTopic("waiting", 1);
        kafka.produce(OutgoingMessage.to("waiting").value("message"));
        Blocking blocking = new Blocking();
        Racecar racecar = builder.listener(blocking)
                .consumer("waiting", String.class, (message, context) -> {})
                .build();
        try (LogLines log = new LogLines()) {
            racecar.start();

            await().untilAsserted(() -> assertThat(log.all())
                    .anySatisfy(it -> assertThat(it)
                            .startsWith("WARN the listener " + Blocking.class.getName() + " has been called for polled")
                            .contains("racecar-waiting-0-poll waits for it", Blocking.class.getName() + ".polled(")));
        } finally {
            blocking.released.countDown();
        }
        await().until(() -> racecar.consumer("waiting").status().processed() == 1);
    }

    @Test
    void oneThatBlocksAHandlerIsFoundAsAStuckHandler(EmbeddedKafka kafka) {
        kafka.createTopic("stuck", 1);
        kafka.produce(OutgoingMessage.to("stuck").value("message"));
        Blocking blocking = new Blocking();
        RacecarConfig config = RacecarConfig.builder()
                .environment(Map.of())
                .set("brokers", kafka.brokers())
                .set("maxPollInterval", "2s")
                .set("rebalanceTimeout", "1s")
                .set("shutdownTimeout", "1500ms")
                .build();
        try (LogLines log = new LogLines();
                Racecar racecar = Racecar.builder(config)
                        .listener(new RacecarListener() {
                            @Override
                            public void handlingStarted(HandlingStarted event) {
                                blocking.block();
                            }
                        })
                        .consumer("stuck", String.class, (message, context) -> {})
                        .build()) {
            racecar.start();

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(log.all())
                            .anySatisfy(it -> assertThat(it)
                                    .contains("the handler of stuck/0@0 has been running for")
                                    .contains(Blocking.class.getName() + ".block(")));
            blocking.released.countDown();
        }
    }

    private static final class Blocking implements RacecarListener {
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void polled(Polled event) {
            block();
        }

        private void block() {
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private RacecarListener hostile() {
        return (RacecarListener) Proxy.newProxyInstance(
                RacecarListener.class.getClassLoader(), new Class<?>[] {RacecarListener.class}, (it, method, event) -> {
                    told.add(method.getName());
                    if (!method.getName().startsWith("handling")
                            && !method.getName().startsWith("produc")) {
                        Thread.currentThread().interrupt();
                    }
                    throw new StackOverflowError("expected");
                });
    }

    private final class Joins implements RacecarListener {
        @Override
        public void groupJoined(GroupJoined event) {
            joined.incrementAndGet();
        }
    }
}
