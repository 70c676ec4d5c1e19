package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.RacecarListener.DeadLettered;
import io.racecar.SubscribesTo;
import io.racecar.engine.Racecar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where share groups begin and end (G1): processes that are killed, new groups, groups of other protocols, old clusters. */
class ShareGroupBoundsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    private final Told told = new Told();

    @Test
    void whatAKilledProcessHadIsDeliveredAgain(@TempDir Path directory) throws Exception {
        try (ShareTask task = new ShareTask(BROKERS, "killed", 1)
                .group("share.record.lock.duration.ms", "1000")
                .produce(10)) {
            ShareProcess process = ShareProcess.start(task, directory);
            ShareTask.await(() -> assertThat(process.hasBegun()).isTrue());
            process.kill();
            Racecar racecar = task.start((message, context) -> {});

            task.awaitDone(racecar);
            assertThat(task.attempts())
                    .hasSize(10)
                    .allSatisfy((number, attempts) -> assertThat(attempts).containsExactly(2));
        }
    }

    @Test
    void whatEndsItsProcessEachTimeIsGivenUpInsteadOfDropped(@TempDir Path directory) throws Exception {
        try (ShareTask task = new ShareTask(BROKERS, "poison", 1)
                .group("share.record.lock.duration.ms", "1000")
                .group("share.delivery.count.limit", "2")
                .produce(1)) {
            ShareProcess process = ShareProcess.start(task, directory);
            ShareTask.await(() -> assertThat(process.hasBegun()).isTrue());
            process.kill();
            Racecar racecar = task.start((message, context) -> {}, told);

            task.awaitDone(racecar);
            assertThat(task.attempts()).isEmpty();
            assertThat(task.deadLetters()).containsExactly(0);
            assertThat(told.of(DeadLettered.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.error()).hasMessageContaining("delivered 2 times"));
        }
    }

    @Test
    void nothingIsLostWhileMembersComeAndGo() {
        Queue<Integer> handled = new ConcurrentLinkedQueue<>();
        try (ShareTask task = new ShareTask(BROKERS, "coming-and-going", 3)
                .set("fetchMessages", 50)
                .set("concurrency", 4)
                .group("share.delivery.count.limit", "10")) {
            MessageConsumer<String> handler = (message, context) -> handled.add(ShareTask.number(message));
            Racecar last = task.start(handler);
            for (int i = 0; i < 4; i++) {
                Racecar next = task.start(handler);
                task.produce(1000);
                Racecar before = last;
                ShareTask.await(() -> assertThat(before.consumers().get(0).processed()
                                + next.consumers().get(0).processed())
                        .isPositive());
                before.close();
                last = next;
            }

            ShareTask.await(() ->
                    assertThat(List.copyOf(handled).stream().distinct().count()).isEqualTo(4000));
            assertThat(handled.stream().distinct())
                    .containsAll(IntStream.range(0, 4000).boxed().toList());
            assertThat(task.deadLetters()).isEmpty();
        }
    }

    @Test
    void nothingIsLostWhenTheBrokerRestarts() {
        SharedBrokers own = new SharedBrokers();
        own.start();
        try (ShareTask task = new ShareTask(own, "restarted", 2).set("fetchMessages", 10)) {
            Gate gate = new Gate();
            Racecar racecar = task.start((message, context) -> {
                if (ShareTask.number(message) == 5 && context.attempt() == 1) {
                    gate.pass();
                }
            });
            task.produce(100);
            ShareTask.await(() -> assertThat(task.attempts()).containsKey(5));
            own.kafka().stopBroker(1);
            own.kafka().startBroker(1);
            gate.open();
            task.produce(100);

            ShareTask.await(() -> assertThat(task.attempts()).hasSize(200));
            assertThat(racecar.consumers().get(0).deadLettered()).isZero();
        } finally {
            own.stop();
        }
    }

    /** Only of what comes. */
    @SubscribesTo(value = "from-now-on", startFromBeginning = false)
    static final class LatecomerConsumer implements MessageConsumer<String> {
        static final Queue<String> HANDLED = new ConcurrentLinkedQueue<>();

        @Override
        public void process(Message<String> message, Context context) {
            HANDLED.add(String.valueOf(message.value()));
        }
    }

    @Test
    void aNewGroupStartsWhereItsSubscriptionSays() {
        try (ShareTask task = new ShareTask(BROKERS, "from-now-on", 1).produce(5)) {
            task.start(task.builder().consumer(LatecomerConsumer.class));

            ShareTask.await(() -> {
                BROKERS.kafka().produce(OutgoingMessage.to("from-now-on").value("new"));
                assertThat(LatecomerConsumer.HANDLED).isNotEmpty();
            });
            assertThat(LatecomerConsumer.HANDLED).containsOnly("new");
        }
    }

    @Test
    void onlyMessagesWithTheWantedHeaderAreHandled() {
        try (ShareTask task = new ShareTask(BROKERS, "filtered", 1).set("onlyIf", Map.of("wanted", "yes"))) {
            BROKERS.kafka()
                    .produce(
                            OutgoingMessage.to("filtered").value("1"),
                            OutgoingMessage.to("filtered").value("2").header("wanted", "yes"),
                            OutgoingMessage.to("filtered").value("3").header("wanted", "no"));
            Polls first = new Polls();
            Racecar racecar = task.start((message, context) -> {}, first);
            ShareTask.await(() -> assertThat(first.messages()).isEqualTo(3));
            ShareTask.await(
                    () -> assertThat(racecar.consumers().get(0).processed()).isEqualTo(1));
            racecar.close();
            BROKERS.kafka().produce(OutgoingMessage.to("filtered").value("4").header("wanted", "yes"));
            Polls second = new Polls();
            task.start((message, context) -> {}, second);

            ShareTask.await(() -> assertThat(task.attempts().keySet()).containsExactly(2, 4));
            assertThat(second.messages()).isEqualTo(1);
        }
    }

    @Test
    void aGroupOfAnotherProtocolIsAClearError() {
        try (ShareTask task = new ShareTask(BROKERS, "taken", 1).produce(1)) {
            Race race = new Race(BROKERS, "taken");
            race.start((message, context) -> {});
            ShareTask.await(() -> assertThat(race.committed()).isNotEmpty());
            Racecar racecar = task.start((message, context) -> {});

            ShareTask.await(() -> assertThat(racecar.consumers().get(0).state()).isEqualTo(ConsumerState.FAILED));
            assertThat(racecar.consumers().get(0).lastError()).contains("taken", "is no share group");
            race.close();
        }
    }

    @Test
    void aClusterWithoutShareGroupsIsAClearError() throws Exception {
        SharedBrokers old = new SharedBrokers();
        old.start();
        try {
            FeatureUpdate none = new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            Admin admin = old.admin();
            SharedBrokers.get(admin.updateFeatures(Map.of("share.version", none), new UpdateFeaturesOptions())
                    .all());
            try (ShareTask task = new ShareTask(old, "old", 1)) {
                Racecar racecar = task.start((message, context) -> {});

                ShareTask.await(
                        () -> assertThat(racecar.consumers().get(0).state()).isEqualTo(ConsumerState.FAILED));
                assertThat(racecar.consumers().get(0).lastError())
                        .contains("groupProtocol is share, which needs brokers of Kafka 4.2 or newer with the feature"
                                + " share.version at 1");
            }
        } finally {
            old.stop();
        }
    }
}
