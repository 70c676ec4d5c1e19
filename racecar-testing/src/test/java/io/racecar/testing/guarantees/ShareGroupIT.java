package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.racecar.BatchFailureException;
import io.racecar.ConsumerState;
import io.racecar.Message;
import io.racecar.OutgoingMessage;
import io.racecar.Partition;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.RacecarListener.HandlerStuck;
import io.racecar.RacecarListener.LanePaused;
import io.racecar.engine.ConsumerControl;
import io.racecar.engine.ConsumerStatus;
import io.racecar.engine.Racecar;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What members of a share group do with messages that succeed, fail, take long, and are given up (G1). */
class ShareGroupIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Told told = new Told();

    @Test
    void eachMessageIsHandledOnce() {
        try (ShareTask task = new ShareTask(BROKERS, "once", 3).produce(3000)) {
            Racecar racecar = task.start((message, context) -> {});

            task.awaitDone(racecar);
            assertThat(racecar.consumers().get(0)).satisfies(it -> {
                assertThat(it.state()).isEqualTo(ConsumerState.RUNNING);
                assertThat(it.lag()).isEqualTo(-1);
                assertThat(it.partitions()).isNotEmpty().allSatisfy(partition -> {
                    assertThat(partition.position()).isEqualTo(-1);
                    assertThat(partition.lag()).isEqualTo(-1);
                });
            });
            racecar.close();
            assertThat(task.attempts())
                    .hasSize(3000)
                    .allSatisfy((number, attempts) -> assertThat(attempts).containsExactly(1));
        }
    }

    @Test
    void whatFailsIsDeliveredAgainAfterItsPauseWithTheNumberOfTheAttempt() {
        try (ShareTask task = new ShareTask(BROKERS, "failing", 1).produce(20)) {
            Racecar racecar = task.start(
                    (message, context) -> {
                        if (ShareTask.number(message) == 7 && context.attempt() < 3) {
                            throw new IllegalStateException("not yet");
                        }
                    },
                    told);

            task.awaitDone(racecar);
            assertThat(task.attempts())
                    .hasSize(20)
                    .allSatisfy((number, attempts) ->
                            assertThat(attempts).isEqualTo(number == 7 ? List.of(1, 2, 3) : List.of(1)));
            assertThat(told.of(LanePaused.class))
                    .extracting(LanePaused::offset, it -> it.error().getMessage())
                    .containsOnly(tuple(7L, "not yet"))
                    .hasSize(2);
            assertThat(racecar.consumers().get(0).failed()).isEqualTo(2);
        }
    }

    @Test
    void whatFailsTooOftenGoesToTheDeadLetterTopic() {
        try (ShareTask task = new ShareTask(BROKERS, "dead-letter", 2)
                .set("deadLetter.afterAttempts", 2)
                .produce(20)) {
            Racecar racecar = task.start(
                    (message, context) -> {
                        if (ShareTask.number(message) == 7) {
                            throw new IllegalStateException("never");
                        }
                    },
                    told);

            task.awaitDone(racecar);
            assertThat(task.attempts().get(7)).containsExactly(1, 2);
            assertThat(task.deadLetters()).containsExactly(7);
            assertThat(told.of(DeadLettered.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.attempts()).isEqualTo(2));
            assertThat(racecar.consumers().get(0).deadLettered()).isEqualTo(1);
        }
    }

    @Test
    void withoutANumberOfItsOwnAMessageIsGivenUpBeforeTheBrokersWouldDropIt() {
        try (ShareTask task = new ShareTask(BROKERS, "limit", 1)
                .group("share.delivery.count.limit", "3")
                .produce(1)) {
            Racecar racecar = task.start((message, context) -> {
                throw new IllegalStateException("never");
            });

            task.awaitDone(racecar);
            assertThat(task.attempts().get(0)).containsExactly(1, 2);
            assertThat(task.deadLetters()).containsExactly(0);
        }
    }

    @Test
    void withoutATopicForThemMessagesAreDroppedWhereThatIsWanted() {
        try (ShareTask task = new ShareTask(BROKERS, "dropped", 1)
                .unset("deadLetter.topic")
                .set("deadLetter.onGiveUp", "drop")
                .set("deadLetter.afterAttempts", 2)
                .produce(10)) {
            Racecar racecar = task.start((message, context) -> {
                if (ShareTask.number(message) == 7) {
                    throw new IllegalStateException("never");
                }
            });

            task.awaitDone(racecar);
            assertThat(task.attempts().get(7)).containsExactly(1, 2);
            assertThat(racecar.consumers().get(0).skipped()).isEqualTo(1);
            assertThat(task.deadLetters()).isEmpty();
        }
    }

    @Test
    void nothingIsLostAsLongAsTheDeadLetterTopicDoesNotExist() {
        try (ShareTask task = new ShareTask(BROKERS, "undeliverable", 1)
                .set("deadLetter.topic", "made-later")
                .set("deadLetter.afterAttempts", 1)
                .set("producer.messageTimeout", "1s")
                .produce(1)) {
            Racecar racecar = task.start(
                    (message, context) -> {
                        throw new IllegalStateException("never");
                    },
                    told);
            ShareTask.await(() -> assertThat(told.of(LanePaused.class)).hasSizeGreaterThan(5));
            BROKERS.kafka().createTopic("made-later", 1);

            ShareTask.await(
                    () -> assertThat(racecar.consumers().get(0).deadLettered()).isEqualTo(1));
            assertThat(BROKERS.kafka().read("made-later", 1, Race.LONG)).hasSize(1);
        }
    }

    @Test
    void whatTakesLongerThanItsLockIsRenewed() {
        Gate gate = new Gate();
        try (ShareTask task = new ShareTask(BROKERS, "renewed", 1)
                .group("share.record.lock.duration.ms", "1000")
                .produce(3)) {
            Polls polls = new Polls();
            Racecar racecar = task.start(
                    (message, context) -> {
                        if (ShareTask.number(message) == 0) {
                            gate.pass();
                        }
                    },
                    polls);
            ShareTask.await(() -> assertThat(task.attempts()).containsKey(0));
            Racecar other = task.start((message, context) -> {});
            polls.awaitMore(8); // three in a second
            gate.open();

            task.awaitDone(racecar, other);
            racecar.close();
            other.close();
            assertThat(task.attempts())
                    .hasSize(3)
                    .allSatisfy((number, attempts) -> assertThat(attempts).containsExactly(1));
        }
    }

    @Test
    void ofABatchWhatIsBeforeTheFailedMessageIsDone() {
        Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
        try (ShareTask task =
                new ShareTask(BROKERS, "batches", 1).set("fetchMessages", 10).produce(20)) {
            Racecar racecar =
                    task.start(task.builder().batchConsumer(task.topic(), String.class, (messages, context) -> {
                        batches.add(messages.stream().map(ShareTask::number).toList());
                        for (Message<String> it : messages) {
                            if (ShareTask.number(it) == 5 && context.attempt() < 2) {
                                throw new BatchFailureException(it, new IllegalStateException("not yet"));
                            }
                        }
                    }));

            ShareTask.await(() -> assertThat(batches).contains(List.of(5, 6, 7, 8, 9)));
            ShareTask.await(
                    () -> assertThat(racecar.consumers().get(0).processed()).isEqualTo(20));
            assertThat(batches)
                    .doesNotHaveDuplicates()
                    .allSatisfy(it -> assertThat(it.size()).isLessThanOrEqualTo(10));
        }
    }

    @Test
    void asManyHandlersRunAtOnceAsConcurrencySays() {
        CountDownLatch together = new CountDownLatch(8);
        try (ShareTask task =
                new ShareTask(BROKERS, "concurrent", 1).set("concurrency", 8).produce(8)) {
            Racecar racecar = task.start((message, context) -> {
                together.countDown();
                together.await();
            });

            task.awaitDone(racecar);
        }
    }

    @Test
    void severalWorkersShareAPartition() {
        CountDownLatch together = new CountDownLatch(2);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        try (ShareTask task =
                new ShareTask(BROKERS, "workers", 1).set("parallelWorkers", 2).set("fetchMessages", 1)) {
            Racecar racecar = task.start((message, context) -> {
                threads.add(Thread.currentThread().getName());
                together.countDown();
                together.await();
            });
            task.produce(2);

            task.awaitDone(racecar);
            assertThat(threads).containsExactlyInAnyOrder("racecar-workers-0-run", "racecar-workers-1-run");
            assertThat(racecar.consumers().get(0).partitions()).hasSize(1);
        }
    }

    @Test
    void aStoppingMemberEndsWhatItHasBegunAndLeavesTheRestToOthers() {
        Gate gate = new Gate();
        try (ShareTask task = new ShareTask(BROKERS, "stopping", 1).produce(50)) {
            Racecar first = task.start((message, context) -> gate.pass());
            ShareTask.await(() -> assertThat(task.attempts()).hasSize(1));
            first.stop();
            Racecar second = task.start((message, context) -> {});
            ShareTask.await(() -> assertThat(task.attempts()).hasSize(50));
            gate.open();

            task.awaitDone(first, second);
            first.close();
            assertThat(first.consumers().get(0).processed()).isEqualTo(1);
            assertThat(task.attempts().get(0)).containsExactly(1);
        }
    }

    @Test
    void aPausedConsumerLeavesMessagesToOthersUntilItIsResumed() {
        try (ShareTask task = new ShareTask(BROKERS, "paused", 1).produce(5)) {
            Racecar racecar = task.start((message, context) -> {});
            ConsumerControl consumer = racecar.consumer("paused");
            task.awaitDone(racecar);
            consumer.pause();
            ShareTask.await(() -> assertThat(consumer.status().state()).isEqualTo(ConsumerState.PAUSED));
            ShareTask.await(() -> assertThat(BROKERS.shareMembers("paused")).isZero());
            task.produce(5);
            consumer.resume();

            task.awaitDone(racecar);
            ShareTask.await(() -> assertThat(consumer.status().state()).isEqualTo(ConsumerState.RUNNING));
        }
    }

    @Test
    void operationsThatMakeNoSenseAreRefused() {
        try (ShareTask task = new ShareTask(BROKERS, "refusing", 1).produce(1)) {
            Racecar racecar = task.start((message, context) -> {});
            ConsumerControl consumer = racecar.consumer("refusing");
            Partition partition = new Partition("refusing", 0);
            task.awaitDone(racecar);

            assertThatThrownBy(() -> consumer.pause(partition))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refusing cannot pause refusing/0: it is in a share group");
            assertThatThrownBy(() -> consumer.skip(partition, 0, "me"))
                    .hasMessageContaining("cannot skip refusing/0@0");
            assertThatThrownBy(() -> consumer.seek(partition, 0)).hasMessageContaining("cannot seek in refusing/0");
            assertThatThrownBy(() -> consumer.seek(partition, Instant.EPOCH)).hasMessageContaining("cannot seek");
            assertThatThrownBy(() -> consumer.retryNow(partition)).hasMessageContaining("nothing to retry");
        }
    }

    @Test
    void anOperatorEndsThePauseAfterAFailure() {
        try (ShareTask task = new ShareTask(BROKERS, "retried", 1)
                .set("pauseTimeout", -1)
                .set("parallelWorkers", 2)
                .produce(1)) {
            Racecar racecar = task.start((message, context) -> {
                if (context.attempt() == 1) {
                    throw new IllegalStateException("once");
                }
            });
            ConsumerControl consumer = racecar.consumer("retried");
            ShareTask.await(() -> assertThat(consumer.status().partitions())
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.failingOffset()).isZero();
                        assertThat(it.paused()).isTrue();
                        assertThat(it.pausedUntil()).isNull();
                    }));

            consumer.retryNow(new Partition("retried", 0));

            task.awaitDone(racecar);
            assertThat(task.attempts().get(0)).containsExactly(1, 2);
        }
    }

    @Test
    void aStuckHandlersMessageGoesToAnotherMember() {
        Gate gate = new Gate();
        try (ShareTask task = new ShareTask(BROKERS, "stuck", 1)
                .set("maxPollInterval", "1s")
                .set("shutdownTimeout", "900ms")
                .produce(5)) {
            Racecar first = task.start(
                    (message, context) -> {
                        if (context.attempt() == 1) {
                            gate.passUninterruptibly();
                        }
                    },
                    told);
            ShareTask.await(() -> assertThat(first.consumers().get(0).state()).isEqualTo(ConsumerState.STUCK));
            assertThat(told.of(HandlerStuck.class)).hasSize(1);
            Racecar second = task.start((message, context) -> {});
            ShareTask.await(() -> assertThat(task.attempts())
                    .hasSize(5)
                    .allSatisfy((number, attempts) -> assertThat(attempts).contains(2)));
            gate.open();

            ShareTask.await(() -> assertThat(first.consumers().get(0).state()).isEqualTo(ConsumerState.RUNNING));
            assertThat(second.consumers().get(0).processed()).isEqualTo(5);
        }
    }

    @Test
    void aMessageIsDoneWhenWhatItsHandlerProducedIsAcknowledged() {
        try (ShareTask task = new ShareTask(BROKERS, "producing", 1)
                .set("producer.messageTimeout", "1s")
                .produce(1)) {
            Racecar racecar = task.start((message, context) -> {
                OutgoingMessage output = OutgoingMessage.to(context.attempt() == 1 ? "nowhere" : task.dead());
                context.produce(output.value("7"));
            });

            task.awaitDone(racecar);
            assertThat(task.attempts().get(0)).containsExactly(1, 2);
            assertThat(task.deadLetters()).containsExactly(7);
        }
    }

    @Test
    void aPauseTimeoutOfZeroStopsTheConsumerAtTheFirstFailure() {
        try (ShareTask task =
                new ShareTask(BROKERS, "ending", 1).set("pauseTimeout", 0).produce(1)) {
            Racecar racecar = task.start((message, context) -> {
                throw new IllegalStateException("the end");
            });

            ShareTask.await(() -> assertThat(racecar.consumers().get(0).state()).isEqualTo(ConsumerState.FAILED));
            assertThat(racecar.consumers().get(0).lastError()).contains("the end");
        }
    }

    @Test
    void moreAttemptsThanTheGroupDeliversAreAClearError() {
        try (ShareTask task = new ShareTask(BROKERS, "too-often", 1).set("deadLetter.afterAttempts", 5)) {
            Racecar racecar = task.start((message, context) -> {});

            ShareTask.await(() -> assertThat(racecar.consumers().get(0).state()).isEqualTo(ConsumerState.FAILED));
            ConsumerStatus status = racecar.consumers().get(0);
            assertThat(status.lastError())
                    .contains("deadLetter.afterAttempts must be below the number of times that the group too-often"
                            + " delivers a message, 5 (share.delivery.count.limit), but was 5");
        }
    }
}
