package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The question what a share group allows, when there is no answer (G1). */
@Timeout(30)
class ShareGroupTest {
    private static final Identity IDENTITY = new Identity("tested", "tested-group", 0);

    private final CountDownLatch asking = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger told = new AtomicInteger();

    private CompletableFuture<ShareLimits> ask(Admin admin) {
        return new ShareGroup(() -> admin, "tested-group", Set.of("t"), "earliest", 0, Duration.ofSeconds(20))
                .prepare(IDENTITY, told::incrementAndGet);
    }

    /** Brokers of which nothing is heard. */
    private Admin silent() {
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.countDown();
                        return null;
                    }
                    asking.countDown();
                    try {
                        new CountDownLatch(1).await();
                        throw new AssertionError("nobody opens it");
                    } catch (InterruptedException e) {
                        throw new InterruptException(e);
                    }
                });
    }

    @Test
    void whoeverDoesNotWaitForTheAnswerEndsTheQuestion() throws Exception {
        CompletableFuture<ShareLimits> answer = ask(silent());
        asking.await();

        answer.cancel(true);

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(told).hasValue(1);
    }

    @Test
    void aClientThatCannotBeMadeIsTheAnswer() {
        CompletableFuture<ShareLimits> answer = new ShareGroup(
                        this::none, "tested-group", Set.of("t"), "earliest", 0, Duration.ofSeconds(20))
                .prepare(IDENTITY, told::incrementAndGet);

        assertThat(answer)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("no client");
    }

    private Admin none() {
        throw new KafkaException("no client can be made");
    }
}
