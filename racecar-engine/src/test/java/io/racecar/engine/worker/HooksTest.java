package io.racecar.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.Partition;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** F4, S1: the consumer's own hooks, one after the other. */
class HooksTest {
    private static final Set<Partition> P0 = Set.of(new Partition("t", 0));
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final SteppedThreads threads = new SteppedThreads(2);
    private final Events events = new Events(null);
    private final Hooks hooks = new Hooks(
            new Identity("tested", "group", 0),
            consumer,
            threads,
            events,
            () -> consumer.hooks().add("torn down"));

    @Test
    void aHookIsDoneWhenItHasReturned() {
        boolean[] told = new boolean[1];
        Hooks.Call call = hooks.assigned(P0, () -> told[0] = true);
        assertThat(call.isDone()).isFalse();

        threads.runAll();

        assertThat(call.isDone()).isTrue();
        assertThat(told[0]).isTrue();
    }

    @Test
    void hooksThatWaitAreCalledInTheirOrder() {
        hooks.assigned(P0, () -> {});
        hooks.revoked(P0, () -> {});
        hooks.assigned(P0, () -> {});

        threads.runAll();

        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "revoked [t/0]", "assigned [t/0]");
    }

    @Test
    void theNextHookWaitsForTheOneThatRunsHoweverManyThreadsThereAre() {
        consumer.inHooks((message, context) -> threads.runAll());
        hooks.revoked(P0, () -> {});
        hooks.assigned(P0, () -> {});

        threads.runNext();

        assertThat(consumer.hooks()).containsExactly("revoked [t/0]");
        threads.runAll();
        assertThat(consumer.hooks()).containsExactly("revoked [t/0]", "assigned [t/0]");
    }

    @Test
    void hooksGoAheadOfTurnsThatWait() {
        threads.execute(() -> consumer.hooks().add("turn"));
        hooks.assigned(P0, () -> {});

        threads.runAll();

        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "turn");
    }

    @Test
    void whatAHookThrowsIsCountedAndTheNextOneIsCalled() {
        consumer.inHooks((message, context) -> {
            throw new StackOverflowError();
        });
        Hooks.Call failing = hooks.assigned(P0, () -> {});
        Hooks.Call next = hooks.revoked(P0, () -> {});

        threads.runAll();

        assertThat(failing.isDone()).isTrue();
        assertThat(next.isDone()).isTrue();
        assertThat(events.failures()).isEqualTo(2);
    }

    @Test
    void teardownComesLastAndOnce() {
        threads.execute(() -> hooks.teardown(() -> {}));
        hooks.teardown(() -> {});
        hooks.revoked(P0, () -> {});
        threads.execute(() -> consumer.hooks().add("turn"));

        threads.runAll();

        assertThat(consumer.hooks()).containsExactly("revoked [t/0]", "turn", "torn down");
        assertThat(hooks.isEnding()).isTrue();
    }

    @Test
    void teardownWaitsForAHandlerThatRunsThoughThereIsAFreeThread() {
        threads.execute(() -> {
            hooks.teardown(() -> {});
            threads.runAll();
            assertThat(consumer.hooks()).isEmpty();
        });

        threads.runAll();

        assertThat(consumer.hooks()).containsExactly("torn down");
    }
}
