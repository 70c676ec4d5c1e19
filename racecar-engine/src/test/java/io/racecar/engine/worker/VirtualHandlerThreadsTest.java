package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** L5: threads that come and go with what waits for them. */
class VirtualHandlerThreadsTest {
    private static final Identity IDENTITY = new Identity("tested", "group", 0);
    private static final int JAVA_WITH_VIRTUAL_THREADS = 21;

    /** What holds on any threads. */
    abstract static class AnyThreads {
        private final List<String> ran = new CopyOnWriteArrayList<>();
        private final CountDownLatch gate = new CountDownLatch(1);
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger atGate = new AtomicInteger();

        abstract ThreadFactory factory();

        private VirtualHandlerThreads threads(int concurrency) {
            return new VirtualHandlerThreads(concurrency, factory());
        }

        private void awaitGate() {
            atGate.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                ran.add("interrupted");
            }
        }

        private void countAtOnce() {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Thread.yield();
            atOnce.decrementAndGet();
            done.incrementAndGet();
        }

        @Test
        void neverMoreRunAtOnceThanAreAllowed() {
            VirtualHandlerThreads threads = threads(3);

            for (int i = 0; i < 20_000; i++) {
                threads.execute(this::countAtOnce);
            }

            await().until(() -> done.get() == 20_000);
            assertThat(most.get()).isBetween(1, 3);
            assertThat(threads.anyWaiting()).isFalse();
        }

        @Test
        void asManyRunAtOnceAsAreAllowed() {
            VirtualHandlerThreads threads = threads(2);
            threads.execute(this::awaitGate);
            threads.execute(this::awaitGate);
            threads.execute(() -> ran.add("third"));

            await().until(() -> atGate.get() == 2);
            assertThat(threads.anyWaiting()).isTrue();
            gate.countDown();

            await().until(() -> ran.contains("third"));
        }

        @Test
        void turnsRunInTheirOrderAndHooksAheadOfThoseThatWait() {
            VirtualHandlerThreads threads = threads(1);
            threads.execute(this::awaitGate);
            await().until(() -> !threads.anyWaiting());
            threads.execute(() -> ran.add("first"));
            threads.execute(() -> ran.add("second"));
            threads.executeFirst(() -> ran.add("hook"));
            assertThat(threads.anyWaiting()).isTrue();

            gate.countDown();

            await().untilAsserted(() -> assertThat(ran).containsExactly("hook", "first", "second"));
        }

        @Test
        void anInterruptThatAHookLeavesIsNotTheNextTurns() {
            VirtualHandlerThreads threads = threads(1);
            threads.execute(this::awaitGate);
            await().until(() -> !threads.anyWaiting());
            threads.execute(
                    () -> ran.add("interrupted " + Thread.currentThread().isInterrupted()));
            threads.executeFirst(() -> Thread.currentThread().interrupt());

            gate.countDown();

            await().untilAsserted(() -> assertThat(ran).containsExactly("interrupted false"));
        }

        @Test
        void aTurnThatThrowsCostsNobodyElseAThread() {
            VirtualHandlerThreads threads = threads(1);
            threads.execute(() -> {
                throw new ExpectedException();
            });
            threads.execute(() -> ran.add("next"));

            await().until(() -> ran.contains("next"));
            threads.finish(() -> ran.add("last"));

            await().untilAsserted(() -> assertThat(ran).containsExactly("next", "last"));
        }

        @Test
        void aThreadThatCannotBeStartedLeavesItsPlaceToTheNext() {
            AtomicBoolean refused = new AtomicBoolean();
            VirtualHandlerThreads threads = new VirtualHandlerThreads(1, task -> {
                if (refused.compareAndSet(false, true)) {
                    throw new OutOfMemoryError("expected");
                }
                return factory().newThread(task);
            });
            assertThatThrownBy(() -> threads.execute(() -> ran.add("first"))).isInstanceOf(OutOfMemoryError.class);

            threads.execute(() -> ran.add("second"));

            await().untilAsserted(() -> assertThat(ran).containsExactly("first", "second"));
        }

        @Test
        void theLastRunsOnceWhenNothingElseRunsOrWaits() {
            VirtualHandlerThreads threads = threads(2);
            threads.execute(() -> {
                awaitGate();
                ran.add("slow");
            });
            await().until(() -> !threads.anyWaiting());
            threads.execute(() -> ran.add("quick"));
            threads.finish(() -> ran.add("last"));
            await().untilAsserted(() -> assertThat(ran).containsExactly("quick"));

            gate.countDown();

            await().untilAsserted(() -> assertThat(ran).containsExactly("quick", "slow", "last"));
        }

        @Test
        void theLastRunsThoughThereWasNothingElse() {
            threads(2).finish(() -> ran.add("last"));

            await().untilAsserted(() -> assertThat(ran).containsExactly("last"));
        }

        @Test
        void howeverTurnsComeAndGoTheLastRunsExactlyOnce() {
            for (int round = 0; round < 200; round++) {
                VirtualHandlerThreads threads = threads(3);
                int before = done.get();
                AtomicInteger last = new AtomicInteger();
                for (int i = 0; i < 20; i++) {
                    threads.execute(done::incrementAndGet);
                }
                threads.finish(() -> last.addAndGet(done.get() - before));

                await().until(() -> last.get() > 0);
                assertThat(last.get()).isEqualTo(20);
            }
        }
    }

    private static final class ExpectedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Nested
    class OnPlatformThreads extends AnyThreads {
        @Override
        ThreadFactory factory() {
            return task -> {
                Thread thread = new WorkerThreads(IDENTITY, "run", true).newThread(task);
                thread.setUncaughtExceptionHandler(
                        (dead, error) -> assertThat(error).isInstanceOf(ExpectedException.class));
                return thread;
            };
        }
    }

    @Nested
    class OnVirtualThreads extends AnyThreads {
        @Override
        ThreadFactory factory() {
            assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(JAVA_WITH_VIRTUAL_THREADS);
            return WorkerThreads.virtual(IDENTITY);
        }

        @Test
        void theyAreNamed() {
            List<String> names = new CopyOnWriteArrayList<>();

            new VirtualHandlerThreads(1, factory())
                    .execute(() -> names.add(Thread.currentThread().getName()));

            await().untilAsserted(() -> assertThat(names).containsExactly("racecar-tested-0-run-0"));
        }
    }

    @Test
    void whereThereAreNoneTheSettingIsNamed() {
        assumeThat(Runtime.version().feature()).isLessThan(JAVA_WITH_VIRTUAL_THREADS);

        assertThat(catchThrowable(() -> WorkerThreads.virtual(IDENTITY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this JVM has no virtual threads; set virtualThreads to false");
    }
}
