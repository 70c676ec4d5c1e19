package io.racecar.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.racecar.ConsumerState;
import io.racecar.Partition;
import io.racecar.RacecarListener;
import io.racecar.RacecarListener.PartitionsAssigned;
import io.racecar.RacecarListener.PartitionsRevoked;
import io.racecar.engine.PartitionStatus;
import io.racecar.engine.Racecar;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How partitions are shared: each assignor, both protocols, from one to the other, and static members (R3). */
class GroupProtocolsIT {
    @RegisterExtension
    static final SharedBrokers BROKERS = new SharedBrokers();

    // ---- who gives up what when a member comes

    @ParameterizedTest
    @ValueSource(strings = {"range", "roundrobin", "sticky"})
    void eagerAssignorsTakeEverythingAwayFirst(String assignor, Race race) {
        race.set("partitionAssignmentStrategy", assignor);

        assertThat(givenUpForASecondMember(race)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cooperative-sticky", "a class"})
    void cooperativeAssignorsTakeOnlyWhatMoves(String assignor, Race race) {
        String named = assignor.equals("a class") ? CooperativeStickyAssignor.class.getName() : assignor;
        race.set("partitionAssignmentStrategy", named);

        assertThat(givenUpForASecondMember(race)).hasSize(2);
    }

    @Test
    void theConsumerProtocolTakesOnlyWhatMoves(Race race) {
        race.protocol("consumer");

        assertThat(givenUpForASecondMember(race)).hasSize(2);
    }

    private static List<Partition> givenUpForASecondMember(Race race) {
        race.partitions(4).produce(50);
        Told told = new Told();
        Racecar first = race.start((message, context) -> {}, told);
        awaitPartitions(race, first, 4);
        Racecar second = race.start((message, context) -> {});
        awaitPartitions(race, first, 2);
        awaitPartitions(race, second, 2);
        List<Partition> givenUp = told.of(PartitionsRevoked.class).stream()
                .flatMap(it -> it.partitions().stream())
                .toList();

        race.produce(50);
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
        return givenUp;
    }

    private static void awaitPartitions(Race race, Racecar racecar, int count) {
        race.await(() -> assertThat(racecar.consumers().get(0).partitions())
                .as("partitions")
                .hasSize(count));
    }

    // ---- from one way to another, member by member

    @Test
    void aRollingRestartLeadsFromEagerToCooperative(Race race) {
        race.partitions(4);
        Deque<Racecar> members = new ArrayDeque<>();

        try (Load load = race.load()) {
            race.set("partitionAssignmentStrategy", "range");
            for (int i = 0; i < 2; i++) {
                members.addLast(race.start((message, context) -> {}));
            }
            for (String next : List.of("cooperative-sticky,range", "cooperative-sticky")) {
                restartAll(race.set("partitionAssignmentStrategy", next), members);
            }
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void aRollingRestartLeadsFromTheClassicProtocolToTheOtherAndBack(Race race) {
        race.partitions(4);
        Deque<Racecar> members = new ArrayDeque<>();

        try (Load load = race.load()) {
            for (int i = 0; i < 2; i++) {
                members.addLast(race.start((message, context) -> {}));
            }
            for (String next : List.of("consumer", "classic")) {
                restartAll(race.protocol(next), members);
            }
        }

        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    private static void restartAll(Race race, Deque<Racecar> members) {
        for (int i = 0; i < 2; i++) {
            members.removeFirst().close();
            Counting again = new Counting();
            members.addLast(race.start(again));
            race.await(again::hasHandledMore);
        }
    }

    // ---- static members

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aStaticMemberIsMissedByNobody(String protocol, Race race) {
        race.protocol(protocol).set("parallelWorkers", 2).partitions(8);
        if (protocol.equals("classic")) {
            race.set("sessionTimeout", "10m");
        }
        Told told = new Told();
        Racecar first = race.set("groupInstanceId", "a").start((message, context) -> {}, told);
        awaitPartitions(race, first, 8);
        race.set("groupInstanceId", "b");
        Set<Partition> before;
        try (Racecar second = race.start((message, context) -> {})) {
            awaitPartitions(race, second, 4);
            awaitPartitions(race, first, 4);
            before = partitions(second);
            assertThat(instances(race))
                    .containsExactlyInAnyOrderElementsOf(List.of(
                            "a-" + race.group() + "-0",
                            "a-" + race.group() + "-1",
                            "b-" + race.group() + "-0",
                            "b-" + race.group() + "-1"));
        }
        int revocations = told.of(PartitionsRevoked.class).size();
        int assignments = told.of(PartitionsAssigned.class).size();

        Racecar again = race.start((message, context) -> {});
        awaitPartitions(race, again, 4);
        race.produce(50);
        race.awaitFinished();

        assertThat(partitions(again)).isEqualTo(before);
        assertThat(told.of(PartitionsRevoked.class)).hasSize(revocations);
        assertThat(told.of(PartitionsAssigned.class)).hasSize(assignments);
        race.assertKeptWithoutRepeats();
    }

    private static Set<Partition> partitions(Racecar racecar) {
        return racecar.consumers().get(0).partitions().stream()
                .map(PartitionStatus::partition)
                .collect(Collectors.toSet());
    }

    private static List<String> instances(Race race) {
        return SharedBrokers.get(BROKERS.admin()
                        .describeConsumerGroups(Set.of(race.group()))
                        .all())
                .get(race.group())
                .members()
                .stream()
                .map(it -> it.groupInstanceId().orElse("none"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aStaticMemberThatLeavesOnStopIsReplacedAtOnce(String protocol, Race race) {
        race.protocol(protocol).set("leaveOnStop", true).partitions(4);
        if (protocol.equals("classic")) {
            race.set("sessionTimeout", "10m");
        }
        Racecar first = race.set("groupInstanceId", "a").start((message, context) -> {});
        try (Racecar second = race.set("groupInstanceId", "b").start((message, context) -> {})) {
            awaitPartitions(race, second, 2);
        }
        assertThat(instances(race)).containsExactly("a-" + race.group() + "-0");

        awaitPartitions(race, first, 4);
        race.produce(50);
        race.awaitFinished();
        race.assertKeptWithoutRepeats();
    }

    @Test
    void ofTwoStaticMembersOfOneNameTheFirstFails(Race race) {
        race.set("groupInstanceId", "a").partitions(2);
        Racecar first = race.start((message, context) -> {});
        awaitPartitions(race, first, 2);

        Racecar second = race.start((message, context) -> {});

        awaitPartitions(race, second, 2);
        race.awaitState(first, ConsumerState.FAILED);
        assertThat(first.consumers().get(0).lastError()).contains("FencedInstanceIdException");
    }

    @Test
    void ofTwoStaticMembersOfOneNameTheSecondWaitsWithTheConsumerProtocol(Race race) {
        race.protocol("consumer").set("groupInstanceId", "a").partitions(2);
        Racecar first = race.start((message, context) -> {});
        awaitPartitions(race, first, 2);

        Racecar second = race.start((message, context) -> {});
        race.await(() -> assertThat(second.consumers().get(0).lastError()).contains("a-" + race.group() + "-0"));
        assertThat(first.consumers().get(0).state()).isEqualTo(ConsumerState.RUNNING);
        first.close();

        awaitPartitions(race, second, 2);
        assertThat(second.consumers().get(0).lastError()).isNull();
    }

    // ---- members that the brokers no longer know

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aMemberThatWasRemovedJoinsAgain(String protocol, Race race) {
        race.protocol(protocol).set("groupInstanceId", "a").partitions(2);
        Told told = new Told();

        try (Load load = race.load()) {
            race.start((message, context) -> {}, told);
            for (int i = 1; i <= 3; i++) {
                race.awaitMore(200);
                int before = told.of(PartitionsAssigned.class).size();
                SharedBrokers.get(BROKERS.admin()
                        .removeMembersFromConsumerGroup(race.group(), new RemoveMembersFromConsumerGroupOptions())
                        .all());
                race.await(() -> assertThat(told.of(PartitionsAssigned.class)).hasSizeGreaterThan(before));
            }
        }

        race.awaitFinished();
        race.assertKept();
    }

    /** That makes {@code poll} throw: the client asks where its new partitions start as a member that the brokers have forgotten. */
    @Test
    void aMemberThatIsRemovedWhileItJoinsGoesOn(Race race) {
        race.protocol("consumer").set("groupInstanceId", "a").partitions(2);
        MemberToRemove member = new MemberToRemove("a-" + race.group() + "-0");
        PollErrors errors = new PollErrors();
        Racecar racecar;

        try (Load load = race.load()) {
            racecar = race.start((message, context) -> {}, errors);
            race.awaitMore(200);
            race.await(() -> {
                remove(race, member);
                assertThat(errors.seen()).anyMatch(UnknownMemberIdException.class::isInstance);
            });
            race.awaitMore(200);
        }

        race.awaitFinished();
        race.awaitState(racecar, ConsumerState.RUNNING);
        assertThat(racecar.consumers().get(0).lastError()).isNull();
        race.assertKept();
    }

    /** Again and again for a while: it comes back at once. */
    private static void remove(Race race, MemberToRemove member) {
        for (int i = 0; i < 200; i++) {
            SharedBrokers.get(BROKERS.admin()
                    .removeMembersFromConsumerGroup(
                            race.group(), new RemoveMembersFromConsumerGroupOptions(Set.of(member)))
                    .all()
                    .toCompletionStage()
                    .handle((done, notThere) -> true)
                    .toCompletableFuture());
        }
    }

    /** What polls have thrown. Thread-safe. */
    private static final class PollErrors implements RacecarListener {
        private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

        @Override
        public void polled(Polled event) {
            if (event.error() != null) {
                errors.add(event.error());
            }
        }

        List<Throwable> seen() {
            return List.copyOf(errors);
        }
    }
}
