package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** L5: handler threads, the real ones. */
class HandlerPoolTest {
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private HandlerPool pool = pool(1);

    private static HandlerPool pool(int concurrency) {
        return new HandlerPool(
                concurrency, new WorkerThreads(new Identity("tested", "group", 0), "run", concurrency > 1));
    }

    @AfterEach
    void end() {
        gate.countDown();
        pool.finish(() -> {});
    }

    private void awaitGate() {
        awaitThat(gate);
    }

    private void awaitThat(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            ran.add("interrupted");
        }
    }

    private void awaitRan(String... what) {
        await().untilAsserted(() -> assertThat(ran).containsExactly(what));
    }

    @Test
    void turnsRunInTheirOrderAndHooksAheadOfThoseThatWait() {
        pool.execute(this::awaitGate);
        await().until(() -> !pool.anyWaiting());
        pool.execute(() -> ran.add("first"));
        pool.execute(() -> ran.add("second"));
        pool.executeFirst(() -> ran.add("hook"));
        assertThat(pool.anyWaiting()).isTrue();

        gate.countDown();

        awaitRan("hook", "first", "second");
    }

    @Test
    void aHookHoldsUpNoTurnThatAnotherThreadCanRun() {
        pool.finish(() -> {});
        pool = pool(2);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        pool.execute(() -> awaitThat(first));
        pool.execute(() -> awaitThat(second));
        await().until(() -> !pool.anyWaiting());
        pool.execute(() -> ran.add("turn"));
        pool.executeFirst(() -> {
            ran.add("hook");
            awaitGate();
        });

        first.countDown();
        awaitRan("hook");
        second.countDown();

        awaitRan("hook", "turn");
    }

    @Test
    void anInterruptThatAHookLeavesIsNotTheNextTurns() {
        pool.execute(this::awaitGate);
        await().until(() -> !pool.anyWaiting());
        pool.execute(() -> ran.add("interrupted " + Thread.currentThread().isInterrupted()));
        pool.executeFirst(() -> Thread.currentThread().interrupt());

        gate.countDown();

        awaitRan("interrupted false");
    }

    @Test
    void theLastRunsWhenNothingElseRunsOrWaitsAndInterruptsNothing() {
        pool.finish(() -> {});
        pool = pool(2);
        pool.execute(() -> {
            awaitGate();
            ran.add("slow");
        });
        await().until(() -> !pool.anyWaiting());
        pool.execute(() -> ran.add("quick"));
        pool.finish(() -> ran.add("last"));
        awaitRan("quick");

        gate.countDown();

        awaitRan("quick", "slow", "last");
    }

    /** The poll thread asks while they go idle. */
    @Test
    void threadsWithoutATurnWaitInsteadOfSpinning() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        pool.execute(() -> threads.add(Thread.currentThread()));
        await().until(() -> !threads.isEmpty());

        for (int round = 0; round < 5000; round++) {
            pool.execute(() -> {});
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ZERO)
                    .until(() -> !pool.anyWaiting() && threads.get(0).getState() == Thread.State.WAITING);
        }
    }

    @Test
    void threadsAreNamedDaemonsThatEnd() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        pool.execute(() -> threads.add(Thread.currentThread()));
        await().until(() -> !threads.isEmpty());

        pool.finish(() -> {});

        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(threads.get(0).getName()).isEqualTo("racecar-tested-0-run");
        await().until(() -> !threads.get(0).isAlive());
    }
}
