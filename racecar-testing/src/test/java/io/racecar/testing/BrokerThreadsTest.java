package io.racecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;

class BrokerThreadsTest {

    @Test
    void workIsDoneOnAThreadThatSaysSo() {
        AtomicReference<String> name = new AtomicReference<>();

        BrokerThreads.run(
                        "start-broker-1", () -> name.set(Thread.currentThread().getName()))
                .join();

        assertThat(name).hasValue("embedded-kafka-start-broker-1");
    }

    @Test
    void whatFailsIsHandedOn() {
        CompletableFuture<Void> work = BrokerThreads.run("work", () -> {
            throw new IllegalStateException("no disk");
        });

        assertThatThrownBy(work::join).hasRootCauseMessage("no disk");
    }

    @Test
    void exitingAndHaltingOnThemEndsOnlyTheWork() {
        assertThatThrownBy(BrokerThreads.run("exit", () -> Exit.exit(1, "no quorum"))::join)
                .hasRootCauseMessage("an embedded server gave up and asked to end the JVM with status 1: no quorum");
        assertThatThrownBy(BrokerThreads.run("halt", () -> Exit.halt(2, "no log"))::join)
                .hasRootCauseMessage("an embedded server gave up and asked to end the JVM with status 2: no log");
    }

    @Test
    void threadsThatTheyStartMayNotEndTheJvmEither() {
        AtomicReference<Throwable> refusal = new AtomicReference<>();

        BrokerThreads.run("parent", () -> {
                    Thread child = new Thread(() -> Exit.exit(1));
                    child.setUncaughtExceptionHandler((thread, e) -> refusal.set(e));
                    child.start();
                    child.join();
                })
                .join();

        assertThat(refusal.get()).isInstanceOf(IllegalStateException.class);
    }
}
