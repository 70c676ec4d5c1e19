package io.racecar.engine.worker;

import static io.racecar.engine.worker.Rig.T0;
import static io.racecar.engine.worker.Rig.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.OutgoingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** O1, O2, O6: what is committed, and when. */
class CommitTest {
    private final ScriptedConsumer consumer = new ScriptedConsumer();
    private final RigPlan plan = new RigPlan(consumer);

    private Rig rig() {
        return plan.build();
    }

    @Test
    void theOffsetBehindTheLastFinishedMessageIsCommitted() {
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);

        rig.run();
        rig.commit();

        assertThat(consumer.handled()).containsExactly("a", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void theOffsetOfAFailingMessageIsCommittedAndNothingAbove() {
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aCommitComesWithEachInterval() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        assertThat(rig.committed(T0)).isZero();

        rig.pass(Duration.ofSeconds(10).minusNanos(1));
        rig.poll();
        rig.client().answerCommits();
        assertThat(rig.committed(T0)).isZero();

        rig.pass(Duration.ofNanos(1));
        rig.poll();
        rig.client().answerCommits();
        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void whatIsCommittedAlreadyIsNotCommittedAgain() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.commit();
        int commits = rig.client().commits().size();

        rig.commit();

        assertThat(rig.client().commits()).hasSize(commits);
    }

    @Test
    void onlyOneCommitIsInFlight() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.client().holdCommits();
        rig.loop().committer().soon();
        rig.poll();

        rig.append(T0, "b");
        rig.run();
        rig.loop().committer().soon();
        rig.poll();
        assertThat(rig.client().commitsInFlight()).isEqualTo(1);

        rig.client().answerCommits();
        rig.poll();
        rig.client().answerCommits();
        assertThat(rig.committed(T0)).isEqualTo(2);
    }

    @Test
    void aSynchronousCommitIsThereWhenThePollThreadGoesOn() {
        plan.settings(it -> it.synchronousCommits = true);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();

        rig.pass(Duration.ofSeconds(10));
        rig.poll();

        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void aMessageIsFinishedWhenAllThatItProducedIsAcknowledged() {
        consumer.on("b", (message, context) -> {
            context.produce(OutgoingMessage.to("out").value("b1"));
            context.produce(OutgoingMessage.to("out").value("b2"));
        });
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);

        rig.run();
        rig.commit();
        assertThat(consumer.handled()).containsExactly("a", "b", "c");
        assertThat(rig.committed(T0)).isEqualTo(1);

        rig.outlet.acknowledge("b2");
        rig.commit();
        assertThat(rig.committed(T0)).isEqualTo(1);

        rig.outlet.acknowledge("b1");
        rig.commit();
        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void acknowledgementsOutOfOrderNeverCommitAheadOfWhatIsFinished() {
        consumer.otherwise(
                (message, context) -> context.produce(OutgoingMessage.to("out").value(message.value())));
        Rig rig = rig().append(T0, "a", "b", "c", "d").assign(T0);
        rig.run();

        for (String[] step : new String[][] {{"d", "0"}, {"b", "0"}, {"a", "2"}, {"c", "4"}}) {
            rig.outlet.acknowledge(step[0]);
            rig.commit();
            assertThat(rig.committed(T0)).as("after " + step[0]).isEqualTo(Long.parseLong(step[1]));
        }
    }

    @Test
    void aFailureThatTheHandlerHasSeenAndCaughtDoesNotKeepItsMessageUnfinished() {
        Rig[] rig = new Rig[1];
        consumer.on("a", (message, context) -> {
            context.produce(OutgoingMessage.to("out").value("x"));
            rig[0].outlet.fail("x");
            assertThatThrownBy(context::deliver).hasMessageContaining("not delivered");
        });
        rig[0] = rig().append(T0, "a").assign(T0);

        rig[0].run();
        rig[0].commit();

        assertThat(rig[0].committed(T0)).isEqualTo(1);
    }

    @Test
    void gapsBehindTheLastMessageAreCommittedOver() {
        Rig rig = rig().append(T0, "a");
        rig.kafka.gap(T0, 2);
        rig.append(T0, "b");
        rig.kafka.gap(T0, 3);
        rig.assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isEqualTo(7);
    }

    @Test
    void gapsWithoutAnyMessageAreCommittedOverToo() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.kafka.gap(T0, 4);

        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isEqualTo(5);
    }

    @Test
    void aGapIsNotCommittedOverBeforeWhatIsBelowItIsFinished() {
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a");
        rig.kafka.gap(T0, 2);
        rig.append(T0, "b");
        rig.kafka.gap(T0, 3);
        rig.assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.committed(T0)).isEqualTo(3);
    }

    @Test
    void aCommitCarriesTheLeaderEpoch() {
        Rig rig = rig().append(T0, "a");
        rig.kafka.leaderEpoch(T0, 8);
        rig.append(T0, "b").assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.kafka.committed(T0).leaderEpoch()).contains(8);
    }

    @Test
    void aCommitBelowAnUnfinishedMessageCarriesTheEpochOfWhatIsBeforeIt() {
        consumer.failsOn("b", 1);
        Rig rig = rig().append(T0, "a");
        rig.kafka.leaderEpoch(T0, 8);
        rig.append(T0, "b").assign(T0);

        rig.run();
        rig.commit();

        assertThat(rig.kafka.committed(T0).offset()).isEqualTo(1);
        assertThat(rig.kafka.committed(T0).leaderEpoch()).contains(5);
    }

    @Test
    void aFailedCommitDiscardsNothingAndIsRepeatedSoon() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.client().failCommit(new RebalanceInProgressException());
        rig.commit();
        assertThat(rig.committed(T0)).isZero();

        rig.append(T0, "b");
        rig.pass(Duration.ofMillis(500));
        rig.run();
        rig.client().answerCommits();

        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(consumer.handled()).containsExactly("a", "b");
    }

    @Test
    void aCommitThatTheGroupRefusesIsWorkedOutAgain() {
        plan.settings(it -> it.synchronousCommits = true);
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        rig.client().failCommit(new CommitFailedException());
        rig.pass(Duration.ofSeconds(10));
        rig.poll();
        assertThat(rig.committed(T0)).isZero();

        rig.pass(Duration.ofMillis(500));
        rig.poll();

        assertThat(rig.committed(T0)).isEqualTo(1);
    }

    @Test
    void oneTopicThatIsGoneCostsNeitherTheOthersTheirCommitNorMoreThanTheTime() {
        TopicPartition u0 = new TopicPartition("u", 0);
        plan.kafka.topic("u", 1);
        plan.subscription(new Subscription(Map.of("t", true, "u", true), List.of()));
        Rig rig = rig().append(T0, "a").append(u0, "b").assign(T0, u0);
        rig.run();
        rig.client().duringCommit((partitions, timeout) -> {
            assertThat(timeout).isPositive();
            if (partitions.contains(u0)) {
                rig.pass(timeout);
                plan.kafka.topic("u", 0); // which the client learns meanwhile
                throw new TimeoutException("u is gone");
            }
        });
        long begun = rig.clock.getAsLong();

        rig.assign();

        assertThat(rig.committed(T0)).isEqualTo(1);
        assertThat(Duration.ofNanos(rig.clock.getAsLong() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whatNoRepetitionCanChangeEndsTheClient() {
        Rig rig = rig().append(T0, "a").assign(T0);
        rig.run();
        for (KafkaException fatal : new KafkaException[] {
            new FencedInstanceIdException("somebody else"), new TopicAuthorizationException("t")
        }) {
            rig.client().failCommit(fatal);
            rig.loop().committer().soon();
            rig.poll();

            assertThatThrownBy(rig::poll).isSameAs(fatal);
        }
    }

    @Test
    void whatAnotherToolCommittedIsTheStart() {
        plan.kafka.committed(T0, new OffsetAndMetadata(2, "mirrored by something"));
        Rig rig = rig().append(T0, "a", "b", "c").assign(T0);

        rig.run();

        assertThat(consumer.handled()).containsExactly("c");
    }

    @Test
    void aPartitionWithoutMessagesIsNotCommittedAgainAndAgain() {
        Rig rig = rig().assign(T0, T1);
        rig.commit();
        int commits = rig.client().commits().size();

        for (int i = 0; i < 5; i++) {
            rig.pass(Duration.ofSeconds(10));
            rig.run();
        }

        assertThat(rig.client().commits()).hasSize(commits);
    }
}
