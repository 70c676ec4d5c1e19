package io.racecar.engine.worker;

import io.racecar.ConsumerState;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** One {@link ShareLoop} with a fake client, threads that run when the test says so, and a clock of its own. */
final class ShareRig {
    static final ShareLimits LIMITS = new ShareLimits(5, 4, Duration.ofSeconds(30));

    final FakeShareClient client = new FakeShareClient();
    final FakeOutlet outlet = new FakeOutlet();
    final WorkerNotes worker = new WorkerNotes();
    final OperatorPauses operatorPauses = new OperatorPauses();
    final RigPlan plan;
    final SteppedThreads threads;
    final SteppedDoorbell doorbell;
    private final WorkerParts parts;
    private final ShareLoop loop;

    ShareRig(RigPlan plan, int together, boolean drop) {
        this.plan = plan;
        threads = new SteppedThreads(plan.settings.build().concurrency());
        doorbell = new SteppedDoorbell(threads, plan.clock);
        WorkerBlueprint<String> blueprint = plan.blueprint(
                outlet,
                operatorPauses,
                plan.rateLimit(),
                () -> {
                    throw new IllegalStateException("no client of another kind");
                },
                (worker, now, error) -> {});
        parts = blueprint.parts(threads, doorbell, worker);
        ShareGivingUp givingUp = new ShareGivingUp(parts, drop);
        BiFunction<GivingUp, LaneListener, LaneSetup<String>> setup =
                blueprint.laneSetup(parts, LoggingContext.of(parts.identity(), false));
        loop = new ShareLoop(
                parts,
                new ShareClient(() -> client),
                () -> CompletableFuture.completedFuture(LIMITS),
                givingUp,
                new HashSet<>(),
                (batch, listener) ->
                        new SharedLanes<>(batch, setup.apply(givingUp, listener), together, doorbell::ring));
        loop.subscribe();
    }

    static ShareRig of(ScriptedConsumer consumer) {
        return new ShareRig(new RigPlan(consumer), 1, true);
    }

    ShareLoop loop() {
        return loop;
    }

    /** Goes round once. */
    ShareRig round() {
        loop.runOnce();
        return this;
    }

    /** Goes round so often that all that can happen without time has happened. */
    ShareRig settle() {
        for (int i = 0; i < 20; i++) {
            loop.runOnce();
            threads.runAll();
        }
        return this;
    }

    void pass(Duration time) {
        plan.clock.pass(time);
        plan.alarm.runDue();
    }

    void stop(Duration time) {
        loop.leaveInOrder(Deadline.in(time, plan.clock), () -> false);
    }

    ConsumerState absence() {
        return loop.absence();
    }
}
