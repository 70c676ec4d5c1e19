package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.ConsumerState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;

/** S3: a worker's life from client to client, on the test's own thread; what happens meanwhile is planned before. */
class WorkerTest {
    private static final int MOST_POLLS = 10_000;
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);
    private final SteppedThreads threads = new SteppedThreads(1);
    private final SteppedDoorbell doorbell = new SteppedDoorbell(threads, plan.clock);
    private final OperatorPauses operatorPauses = new OperatorPauses();
    private final Queue<Consumer<FakeClient>> clients = new ArrayDeque<>();
    private final List<Long> madeAt = new ArrayList<>();
    private final List<ConsumerState> states = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private Worker worker;

    /** What the next client does when it has been made; further clients join and have t/0. */
    private void nextClient(Consumer<FakeClient> script) {
        clients.add(script);
    }

    private void failing(RuntimeException error) {
        nextClient(client -> client.schedulePollTask(() -> {
            throw error;
        }));
    }

    private FakeClient newClient() {
        madeAt.add(plan.clock.getAsLong());
        FakeClient client = new FakeClient(plan.kafka, 100);
        client.whileWaiting(nanos -> getOn(client, nanos));
        int[] polls = {0};
        client.duringPoll(() -> assertThat(polls[0]++).isLessThan(MOST_POLLS));
        Consumer<FakeClient> script = clients.poll();
        if (script != null) {
            script.accept(client);
        } else {
            client.rebalanceInPoll(List.of(T0));
        }
        return client;
    }

    /** Stops the worker when its client is calm and nothing is planned any more. */
    private void getOn(FakeClient now, long nanos) {
        if (doorbell.isIdle() && now.hasNothingScheduled() && !worker.isStopping()) {
            worker.stop();
        } else {
            doorbell.await(nanos);
        }
    }

    /** Runs it until it stops. */
    private void run() {
        worker = plan.blueprint(
                        new FakeOutlet(),
                        operatorPauses,
                        RateLimit.of(OptionalDouble.empty(), 1),
                        this::newClient,
                        (it, state, error) -> {
                            states.add(state);
                            if (error != null) {
                                errors.add(error);
                            }
                        })
                .build(threads, doorbell);
        worker.run();
        assertThat(worker.ended()).isDone();
    }

    /** Between the clients that were made. */
    private List<Duration> delays() {
        List<Duration> delays = new ArrayList<>();
        for (int i = 1; i < madeAt.size(); i++) {
            delays.add(Duration.ofNanos(madeAt.get(i) - madeAt.get(i - 1)));
        }
        return delays;
    }

    @Test
    void itStartsRunsAndStopsWithEverythingCommittedAndTornDown() {
        plan.kafka.append(T0, "a", "b");

        run();

        assertThat(states).containsExactly(ConsumerState.RUNNING, ConsumerState.STOPPING, ConsumerState.STOPPED);
        assertThat(consumer.handled()).containsExactly("a", "b");
        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "revoked [t/0]", "teardown");
        assertThat(plan.kafka.committed(T0).offset()).isEqualTo(2);
        assertThat(worker.processed()).isEqualTo(2);
        assertThat(threads.hasEnded()).isTrue();
    }

    @Test
    void anErrorThatEscapesTheLoopRestartsItWithAGrowingDelay() {
        for (int i = 0; i < 8; i++) {
            failing(new IllegalStateException("broken"));
        }

        run();

        assertThat(delays()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(states).endsWith(ConsumerState.STOPPED);
    }

    /** The next client joins, works for so long, and fails. */
    private void failingAfter(Duration time) {
        nextClient(client -> {
            client.rebalanceInPoll(List.of(T0));
            client.schedulePollTask(() -> {
                plan.clock.pass(time);
                throw new IllegalStateException("broken");
            });
        });
    }

    @Test
    void theDelayGrowsThoughEachClientJoins() {
        failingAfter(Duration.ofSeconds(10));
        failingAfter(Duration.ofSeconds(10));

        run();

        assertThat(delays()).extracting(Duration::toSeconds).containsExactly(11L, 12L);
    }

    @Test
    void theDelayIsShortAgainOnceAClientHasWorkedForAMinute() {
        failingAfter(Duration.ofSeconds(10));
        failingAfter(Duration.ofSeconds(60));

        run();

        assertThat(delays()).extracting(Duration::toSeconds).containsExactly(11L, 61L);
    }

    @Test
    void whatWasFinishedBeforeAnErrorIsCommittedAndTheRestHandledAfterIt() {
        plan.kafka.append(T0, "a");
        nextClient(client -> {
            client.rebalanceInPoll(List.of(T0));
            client.scheduleNopPollTask();
            client.scheduleNopPollTask();
            client.scheduleNopPollTask();
            client.schedulePollTask(() -> {
                plan.kafka.append(T0, "b");
                throw new IllegalStateException("broken");
            });
        });

        run();

        assertThat(consumer.handled()).containsExactly("a", "b");
        assertThat(consumer.hooks())
                .containsExactly("assigned [t/0]", "revoked [t/0]", "assigned [t/0]", "revoked [t/0]", "teardown");
        assertThat(worker.processed()).isEqualTo(2);
        assertThat(worker.problem()).isEmpty();
    }

    @Test
    void beingRefusedBeforeItEverRanIsFinal() {
        for (RuntimeException refusal :
                List.of(new SaslAuthenticationException("wrong password"), new TopicAuthorizationException("t"))) {
            states.clear();
            WorkerTest fresh = new WorkerTest();
            fresh.failing(refusal);

            fresh.run();

            assertThat(fresh.states).containsExactly(ConsumerState.STOPPING, ConsumerState.FAILED);
            assertThat(fresh.errors).containsOnly(refusal);
            assertThat(fresh.madeAt).hasSize(1);
            assertThat(fresh.consumer.hooks()).containsExactly("teardown");
        }
    }

    @Test
    void beingRefusedLaterIsRetriedEveryMinute() {
        nextClient(client -> {
            client.rebalanceInPoll(List.of(T0));
            client.schedulePollTask(() -> {
                throw new TopicAuthorizationException("t");
            });
        });
        failing(new SaslAuthenticationException("expired"));

        run();

        assertThat(delays()).extracting(Duration::toSeconds).containsExactly(60L, 60L);
        assertThat(states).endsWith(ConsumerState.RUNNING, ConsumerState.STOPPING, ConsumerState.STOPPED);
    }

    @Test
    void memoryThatRunsOutForABrokerThatEncryptsIsToldAsThat() {
        IllegalStateException refusal = new IllegalStateException("it encrypts");
        plan.diagnosis = () -> Optional.of(refusal);
        nextClient(client -> client.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        }));

        run();

        assertThat(states).endsWith(ConsumerState.FAILED);
        assertThat(errors).containsOnly(refusal);
        assertThat(worker.problem()).hasValueSatisfying(it -> assertThat(it).contains("it encrypts"));
    }

    @Test
    void memoryThatRunsOutForAnythingElseIsFinalToo() {
        nextClient(client -> client.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        }));

        run();

        assertThat(states).endsWith(ConsumerState.FAILED);
        assertThat(errors).hasOnlyElementsOfType(OutOfMemoryError.class);
    }

    @Test
    void aFencedInstanceIdIsFinal() {
        nextClient(client -> {
            client.rebalanceInPoll(List.of(T0));
            client.schedulePollTask(() -> {
                throw new FencedInstanceIdException("somebody else has it");
            });
        });

        run();

        assertThat(states).endsWith(ConsumerState.FAILED);
        assertThat(consumer.hooks()).containsExactly("assigned [t/0]", "revoked [t/0]", "teardown");
        assertThat(worker.problem()).hasValueSatisfying(it -> assertThat(it).contains("somebody else has it"));
    }

    @Test
    void aClientThatCannotBeMadeForItsConfigurationIsFinal() {
        nextClient(client -> {
            throw new KafkaException("Failed to construct kafka consumer", new ConfigException("no such class"));
        });

        run();

        assertThat(states).containsExactly(ConsumerState.STOPPING, ConsumerState.FAILED);
        assertThat(consumer.hooks()).containsExactly("teardown");
    }

    @Test
    void aClientThatCannotBeMadeForAnotherReasonIsTriedAgain() {
        nextClient(client -> {
            throw new KafkaException("no memory");
        });

        run();

        assertThat(madeAt).hasSize(2);
        assertThat(states).endsWith(ConsumerState.STOPPED);
    }

    @Test
    void pollErrorsThatMayHealAreRetriedByTheSameClientWithAGrowingDelay() {
        List<Long> polls = new ArrayList<>();
        nextClient(client -> {
            client.rebalanceInPoll(List.of(T0));
            client.scheduleNopPollTask();
            client.scheduleNopPollTask();
            for (RuntimeException it :
                    List.of(new DisconnectException(), new UnknownMemberIdException(), new DisconnectException())) {
                client.schedulePollTask(() -> {
                    polls.add(plan.clock.getAsLong());
                    throw it;
                });
            }
            client.schedulePollTask(() -> polls.add(plan.clock.getAsLong()));
        });

        run();

        assertThat(madeAt).hasSize(1);
        assertThat(polls).hasSize(4);
        assertThat(polls.stream().map(it -> (it - polls.get(0)) / 1_000_000)).containsExactly(0L, 100L, 300L, 700L);
    }

    @Test
    void anErrorThatMustStopTheConsumerStopsItInOrderAndFails() {
        plan.pauses(RigPlan.pausesOf(Duration.ZERO));
        plan.kafka.append(T0, "a", "b");
        consumer.failsOn("b", 1);

        run();

        assertThat(states).containsExactly(ConsumerState.RUNNING, ConsumerState.STOPPING, ConsumerState.FAILED);
        assertThat(errors).hasSize(2).allSatisfy(it -> assertThat(it).hasMessage("no luck with b"));
        assertThat(plan.kafka.committed(T0).offset()).isEqualTo(1);
        assertThat(consumer.hooks()).endsWith("revoked [t/0]", "teardown");
        assertThat(worker.failed()).isEqualTo(1);
    }

    @Test
    void aStopDuringTheDelayOfARestartTearsTheInstanceDown() {
        failing(new IllegalStateException("broken"));
        doorbell.plan(() -> worker.stop());

        run();

        assertThat(states).endsWith(ConsumerState.STOPPED);
        assertThat(madeAt).hasSize(1);
        assertThat(consumer.hooks()).containsExactly("teardown");
    }

    @Test
    void aCallWithoutAClientFailsAtOnceAndSaysSo() {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        failing(new IllegalStateException("broken"));
        doorbell.plan(() -> {
            calls.add(worker.call(Operations::view));
            worker.stop();
        });

        run();

        assertThat(calls.get(0)).isCompletedExceptionally();
        assertThatThrownBy(calls.get(0)::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no partitions now");
    }

    @Test
    void aCallIsAnsweredByThePollThread() {
        List<CompletableFuture<List<PartitionView>>> calls = new ArrayList<>();
        doorbell.plan(() -> calls.add(worker.call(Operations::view)));

        run();

        assertThat(calls.get(0).join()).hasSize(1);
    }

    @Test
    void aCallThatFailsFailsItsCallerAndNotTheWorker() {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        doorbell.plan(() -> calls.add(worker.call(operations -> {
            throw new IllegalArgumentException("the caller's own");
        })));

        run();

        assertThat(calls.get(0)).isCompletedExceptionally();
        assertThat(states).endsWith(ConsumerState.STOPPED);
        assertThat(madeAt).hasSize(1);
    }

    @Test
    void aConsumerPausedAsAWholeIsPaused() {
        operatorPauses.everything(true);
        plan.kafka.append(T0, "a");
        doorbell.plan(() -> {
            operatorPauses.everything(false);
            var unused = worker.operatorPausesChanged();
        });

        run();

        assertThat(states)
                .containsExactly(
                        ConsumerState.PAUSED, ConsumerState.RUNNING, ConsumerState.STOPPING, ConsumerState.STOPPED);
        assertThat(consumer.handled()).containsExactly("a");
    }

    @Test
    void anErrorOfItsOwnEndsItVisibly() {
        nextClient(client -> client.schedulePollTask(() -> {
            throw new AssertionError("a bug");
        }));

        run();

        assertThat(states).containsExactly(ConsumerState.STOPPING, ConsumerState.FAILED);
        assertThat(consumer.hooks()).containsExactly("teardown");
    }

    @Test
    void aWorkerThatWasNeverStartedCanBeDiscarded() {
        worker = plan.blueprint(
                        new FakeOutlet(),
                        operatorPauses,
                        RateLimit.of(OptionalDouble.empty(), 1),
                        this::newClient,
                        (it, state, error) -> {})
                .build(threads, doorbell);

        worker.discard();
        threads.runAll();

        assertThat(worker.ended()).isDone();
        assertThat(consumer.hooks()).containsExactly("teardown");
    }
}
